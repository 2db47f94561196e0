// The object store over S3's protocol.
import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import type { Connection } from "../../../model/connection/connection.ts";
import type { HookServices } from "../../../sdk/hook.ts";
import type { Logger } from "../../../sdk/logger.ts";
import { bufferRing, gatherPieces } from "../gather-pieces.ts";
import { MeteredBody } from "../metered-body.ts";
import { ObjectChangedError, objectNotFound } from "../object-errors.ts";
import { checkMetadata, checkRange, rangeBehindEnd } from "../object-metadata.ts";
import type {
  ListedObject,
  ObjectBody,
  ObjectContent,
  ObjectInfo,
  ObjectStore,
  ReadOptions,
  WriteOptions,
  WrittenObject,
} from "../object-store.ts";
import { type Asked, bytesAskedFor, checkAnswer, describe, unquote } from "./s3-answer.ts";
import { ContinuedBody } from "./s3-body.ts";
import { endpointOf, s3Config } from "./s3-config.ts";
import {
  describeCause,
  isInvalidRange,
  isNotFound,
  noSuchBucket,
  type S3Call,
  s3Endpoint,
  s3Error,
  s3Place,
  shownCause,
} from "./s3-errors.ts";
import { unreadS3Extras } from "./s3-extras.ts";
import { OpenUploads } from "./s3-open-uploads.ts";
import { unfollowedProxy } from "./s3-proxies.ts";
import { uploadToS3 } from "./s3-upload.ts";
import { leaveBodiesUnsigned } from "./unsigned-bodies.ts";

/** A socket gives its bytes in many small pieces, each of which would cost the task as much as a large one. */
const streamedBytes = 512 * 1024;

export class S3ObjectStore implements ObjectStore {
  readonly #client: S3Client;
  readonly #uploads: OpenUploads;
  readonly #log: Logger;
  readonly #signal: AbortSignal;
  readonly #place: string;

  constructor(connection: Connection, { log, signal }: HookServices) {
    // The SDK's version is fixed in the bundle: advice to upgrade Node helps no one who reads a task's log.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
    this.#client = new S3Client(s3Config(connection));
    leaveBodiesUnsigned(this.#client);
    for (const name of unreadS3Extras(connection)) {
      log.warning(`Connection "${connection.connId}": nothing reads "${name}" of its extra. Is it misspelt?`);
    }
    const proxy = unfollowedProxy(endpointOf(connection) ?? "https://amazonaws.com");
    if (proxy !== null) {
      log.warning(
        `${proxy} is set, and Node.js ${process.version} does not follow it: requests to S3 go straight to the endpoint. ` +
          "Node.js 22.21 and 24.5 and later follow it.",
      );
    }
    this.#uploads = new OpenUploads(this.#client, s3Endpoint(connection), log);
    this.#log = log;
    this.#signal = signal;
    this.#place = s3Place(connection);
  }

  async head(bucket: string, key: string): Promise<ObjectInfo | null> {
    const call = { doing: "Looking for", bucket, key };
    try {
      const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
      return describe(await this.#client.send(command, this.#options));
    } catch (error) {
      if (!isNotFound(error)) throw this.#error(error, call);
    }
    await this.#checkBucketExists(bucket);
    return null;
  }

  async *list(
    bucket: string,
    prefix: string,
    { limit = Number.POSITIVE_INFINITY }: { limit?: number } = {},
  ): AsyncGenerator<ListedObject> {
    if (limit < 1) return;
    const paging = { client: this.#client, pageSize: Math.min(limit, 1000) };
    const pages = paginateListObjectsV2(paging, { Bucket: bucket, Prefix: prefix }, this.#options);
    let count = 0;
    try {
      for await (const { Contents = [] } of pages) {
        for (const { Key = "", Size = 0, ETag } of Contents) {
          yield { key: Key, size: Size, etag: unquote(ETag) };
          count += 1;
          if (count >= limit) return;
        }
      }
    } catch (error) {
      throw this.#error(error, { doing: "Listing", bucket });
    }
  }

  async read(bucket: string, key: string, { range, ifMatch }: ReadOptions = {}): Promise<ObjectContent> {
    if (range) checkRange(range);
    const call = { doing: "Reading", bucket, key };
    try {
      const { output, info } = await this.#get({ bucket, key, ifMatch, range });
      const { start, end } = { start: 0, end: undefined, ...range };
      const reopen = async (offset: number) => {
        const rest = { start: start + offset, end };
        return (await this.#get({ bucket, key, ifMatch: info.etag, range: rest })).output;
      };
      const body = new ContinuedBody(output, {
        signal: this.#signal,
        size: bytesAskedFor(info, range),
        reopen: info.etag === "" ? null : reopen,
        onInterruption: (error, offset) => this.#logInterruption(error, call, offset),
        explain: (error) => this.#error(error, call),
      });
      return { info, body };
    } catch (error) {
      const options = { cause: shownCause(error) };
      if (isNotFound(error)) throw await objectNotFound(this, this.#place, bucket, key, options);
      if (range && isInvalidRange(error)) throw rangeBehindEnd(bucket, key, range.start, options);
      throw this.#error(error, call);
    }
  }

  async *stream(bucket: string, key: string, options: ReadOptions = {}): AsyncGenerator<Uint8Array> {
    const { body } = await this.read(bucket, key, options);
    yield* gatherPieces(body, bufferRing(1, streamedBytes));
  }

  async write(
    bucket: string,
    key: string,
    body: ObjectBody,
    options: WriteOptions = {},
  ): Promise<WrittenObject> {
    checkMetadata(options.metadata ?? {});
    const metered = new MeteredBody(this.#checkedAtEnd(body, bucket, key, options.replaces));
    try {
      const services = { client: this.#client, uploads: this.#uploads, signal: this.#signal };
      return await uploadToS3(services, { ...options, bucket, key }, metered);
    } catch (error) {
      if (metered.failure) throw metered.failure.error;
      throw this.#error(error, { doing: "Writing", bucket, key });
    }
  }

  /** S3 checks once more, and for itself; not all that speak its protocol do so for a multipart upload. */
  async *#checkedAtEnd(
    body: ObjectBody,
    bucket: string,
    key: string,
    replaces: string | null | undefined,
  ): AsyncGenerator<Uint8Array | string> {
    yield* body;
    if (replaces === undefined) return;
    const there = (await this.head(bucket, key))?.etag ?? null;
    if (there !== replaces) throw new ObjectChangedError(bucket, key);
  }

  async delete(bucket: string, key: string): Promise<void> {
    try {
      await this.#client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }), this.#options);
    } catch (error) {
      throw this.#error(error, { doing: "Removing", bucket, key });
    }
  }

  async checkAccess(bucket: string): Promise<void> {
    try {
      await this.#client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }), this.#options);
    } catch (error) {
      throw this.#error(error, { doing: "Listing", bucket });
    }
  }

  close(): void {
    this.#client.destroy();
  }

  get #options(): { abortSignal: AbortSignal } {
    return { abortSignal: this.#signal };
  }

  /** An answer to HEAD does not tell an absent bucket from an absent object. */
  async #checkBucketExists(bucket: string): Promise<void> {
    try {
      await this.#client.send(new HeadBucketCommand({ Bucket: bucket }), this.#options);
    } catch (error) {
      if (isNotFound(error)) throw noSuchBucket(bucket, this.#place, error);
      throw this.#error(error, { doing: "Looking for", bucket });
    }
  }

  #error(error: unknown, call: S3Call): unknown {
    return this.#signal.aborted ? this.#signal.reason : s3Error(error, call, this.#place);
  }

  async #get(asked: Asked): Promise<{ output: GetObjectCommandOutput; info: ObjectInfo }> {
    const { bucket, key, ifMatch, range } = asked;
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ...(range && { Range: `bytes=${range.start}-${range.end ?? ""}` }),
      ...(ifMatch !== undefined && { IfMatch: `"${ifMatch}"` }),
    });
    const output = await this.#client.send(command, this.#options);
    try {
      checkAnswer(output, asked);
      return { output, info: describe(output) };
    } catch (error) {
      if (output.Body instanceof Readable) output.Body.destroy();
      throw error;
    }
  }

  #logInterruption(error: unknown, { bucket, key }: S3Call, offset: number): void {
    this.#log.warning(
      `Reading object "${key}" in bucket "${bucket}" was interrupted after ${offset} bytes ` +
        `(${describeCause(error)}); going on from there.`,
    );
  }
}
