// Writes one object to S3, in one request or in parts; either way it appears whole or not at all.
import { Buffer } from "node:buffer";
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { awaitedLater } from "../../../system/awaited-later.ts";
import { piecesUntilAborted } from "../../../system/until-aborted.ts";
import { bufferRing, gatherPieces } from "../gather-pieces.ts";
import type { MeteredBody } from "../metered-body.ts";
import type { WriteOptions, WrittenObject } from "../object-store.ts";
import { unquote } from "./s3-answer.ts";
import type { OpenUploads } from "./s3-open-uploads.ts";

const partBytes = 8 * 1024 * 1024;
/** Parts on their way at a time, the one that fills included: S3 answers late, but answers many at once. */
const partsInFlight = 3;

/** Where to, and what with it. */
export interface S3Target extends WriteOptions {
  readonly bucket: string;
  readonly key: string;
}

/** What the uploads of a store have in common. */
export interface UploadServices {
  readonly client: S3Client;
  readonly uploads: OpenUploads;
  readonly signal: AbortSignal;
}

/**
 * Uploads a body; when that fails or the signal is aborted, the parts that S3 already has are discarded.
 *
 * A few buffers serve all parts. The SDK's `Upload` would copy each part once more, into new memory.
 */
export async function uploadToS3(
  services: UploadServices,
  target: S3Target,
  body: MeteredBody,
): Promise<WrittenObject> {
  await services.uploads.abortLeftovers(target.bucket);
  const pieces = piecesUntilAborted(body, services.signal);
  const parts = gatherPieces(pieces, bufferRing(partsInFlight, partBytes));
  try {
    const { value: first = Buffer.alloc(0) } = await parts.next();
    const etag =
      first.length < partBytes
        ? await putWhole(services, target, first)
        : await new PartsUpload(services, target).send(first, parts);
    return { size: body.size, etag: unquote(etag) };
  } finally {
    await parts.return(undefined);
  }
}

async function putWhole({ client, signal }: UploadServices, target: S3Target, body: Buffer) {
  const command = new PutObjectCommand({
    ...place(target),
    ...description(target),
    ...condition(target),
    Body: body,
  });
  const { ETag } = await client.send(command, { abortSignal: signal });
  return ETag;
}

class PartsUpload {
  readonly #services: UploadServices;
  readonly #target: S3Target;
  readonly #sending: Promise<CompletedPart>[] = [];

  constructor(services: UploadServices, target: S3Target) {
    this.#services = services;
    this.#target = target;
  }

  /** @returns the etag */
  async send(first: Buffer, others: AsyncIterable<Buffer>): Promise<string | undefined> {
    const { uploads } = this.#services;
    const mark = await uploads.mark(this.#target);
    const uploadId = await this.#begin().catch(async (error: unknown) => {
      await mark.remove();
      throw error;
    });
    await mark.identify(uploadId);
    try {
      const etag = await this.#complete(uploadId, await this.#sendParts(uploadId, first, others));
      await mark.remove();
      return etag;
    } catch (error) {
      await Promise.allSettled(this.#sending);
      // Where S3 cannot be reached, the mark stays and lets a later process do it.
      const discarding = uploads.abort(this.#target, uploadId).then(mark.remove);
      await discarding.catch(() => undefined);
      throw error;
    }
  }

  /** Without the signal: who is not told the upload's id cannot discard it. */
  async #begin(): Promise<string> {
    const { client, signal } = this.#services;
    signal.throwIfAborted();
    const checked = (await client.config.requestChecksumCalculation()) === "WHEN_SUPPORTED";
    const command = new CreateMultipartUploadCommand({
      ...place(this.#target),
      ...description(this.#target),
      ...(checked && { ChecksumAlgorithm: "CRC32" }),
    });
    const { UploadId = "" } = await client.send(command);
    return UploadId;
  }

  async #sendParts(uploadId: string, first: Buffer, others: AsyncIterable<Buffer>): Promise<CompletedPart[]> {
    const sent: CompletedPart[] = [];
    let partNumber = 1;
    this.#sending.push(this.#sendPart(uploadId, partNumber, first));
    for await (const part of others) {
      partNumber += 1;
      this.#sending.push(this.#sendPart(uploadId, partNumber, part));
      // The next part is gathered in the buffer of the oldest one.
      if (this.#sending.length === partsInFlight) sent.push((await this.#sending.shift()) as CompletedPart);
    }
    return [...sent, ...(await Promise.all(this.#sending))];
  }

  #sendPart(uploadId: string, partNumber: number, body: Buffer): Promise<CompletedPart> {
    const { client, signal } = this.#services;
    const part = { UploadId: uploadId, PartNumber: partNumber, Body: body };
    const command = new UploadPartCommand({ ...place(this.#target), ...part });
    const sending = client.send(command, { abortSignal: signal });
    return awaitedLater(
      sending.then(({ ETag, ChecksumCRC32 }) => ({ PartNumber: partNumber, ETag, ChecksumCRC32 })),
    );
  }

  async #complete(uploadId: string, parts: CompletedPart[]): Promise<string | undefined> {
    const { client, signal } = this.#services;
    const command = new CompleteMultipartUploadCommand({
      ...place(this.#target),
      ...condition(this.#target),
      UploadId: uploadId,
      MultipartUpload: { Parts: parts },
    });
    const { ETag } = await client.send(command, { abortSignal: signal });
    return ETag;
  }
}

function place({ bucket, key }: S3Target) {
  return { Bucket: bucket, Key: key };
}

function description({ contentType, metadata }: S3Target) {
  return {
    ...(contentType !== undefined && { ContentType: contentType }),
    ...(metadata !== undefined && { Metadata: { ...metadata } }),
  };
}

/** S3 decides it at the moment of publication. */
function condition({ replaces }: S3Target) {
  if (replaces === undefined) return {};
  return replaces === null ? { IfNoneMatch: "*" } : { IfMatch: `"${replaces}"` };
}
