// Writes one object to S3, in one request or as a multipart upload; either way it appears whole or not at all.
import { Buffer } from "node:buffer";
import { Readable } from "node:stream";
import { CreateMultipartUploadCommand, type S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { gatherPieces } from "./gather-pieces.ts";
import type { MeteredBody } from "./metered-body.ts";
import type { WriteOptions, WrittenObject } from "./object-store.ts";
import type { OpenUploads, UploadMark, UploadTarget } from "./s3-open-uploads.ts";
import { untilAborted } from "./until-aborted.ts";

const partBytes = 8 * 1024 * 1024;
const pieceBytes = 512 * 1024;
/** Parts on their way at a time, the one that fills included: S3 answers late, but answers many at once. */
const partsInFlight = 4;

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

/** Uploads a body; when that fails or the signal is aborted, the parts that S3 already has are discarded. */
export async function uploadToS3(
  services: UploadServices,
  { bucket, key, contentType, metadata, replaces }: S3Target,
  body: MeteredBody,
): Promise<WrittenObject> {
  const { signal, uploads } = services;
  await uploads.abortLeftovers(bucket);
  // Copies: a part keeps its pieces until it was sent.
  const pieces = gatherPieces(body, () => Buffer.allocUnsafeSlow(pieceBytes));
  const source = Readable.from(pieces, { objectMode: false });
  const client = new UploadClient(services, { bucket, key });
  const upload = new Upload({
    client: client.client,
    params: {
      Bucket: bucket,
      Key: key,
      Body: source,
      ...(contentType !== undefined && { ContentType: contentType }),
      ...(metadata !== undefined && { Metadata: { ...metadata } }),
      ...(typeof replaces === "string" && { IfMatch: `"${replaces}"` }),
      ...(replaces === null && { IfNoneMatch: "*" }),
    },
    partSize: partBytes,
    queueSize: partsInFlight,
    // They are discarded below, whether it is S3 or the signal that ends the upload.
    leavePartsOnError: true,
  });
  try {
    const { ETag } = await untilAborted(upload.done(), signal);
    await client.published();
    return { size: body.size, etag: unquote(ETag) };
  } catch (error) {
    source.destroy();
    await client.discard();
    throw error;
  }
}

/** An etag without its quotes. */
export function unquote(etag: string | undefined): string {
  return (etag ?? "").replace(/^"(.*)"$/, "$1");
}

/** The client of one upload: passes on the signal, which `Upload` does not, and marks what it begins. */
class UploadClient {
  readonly client: S3Client;
  readonly #services: UploadServices;
  readonly #target: UploadTarget;
  #begun: Promise<{ readonly uploadId: string; readonly mark: UploadMark }> | undefined;

  constructor(services: UploadServices, target: UploadTarget) {
    this.#services = services;
    this.#target = target;
    const send: S3Client["send"] = (command: Parameters<S3Client["send"]>[0]) => this.#send(command);
    this.client = Object.create(services.client, { send: { value: send } });
  }

  async published(): Promise<void> {
    await (await this.#begun)?.mark.remove();
  }

  /** Where S3 cannot be reached, the mark stays and lets a later process do it. */
  async discard(): Promise<void> {
    try {
      const begun = await this.#begun;
      if (begun === undefined) return;
      await this.#services.uploads.abort(this.#target, begun.uploadId);
      await begun.mark.remove();
    } catch {
      // The error that led here says more.
    }
  }

  async #send(command: Parameters<S3Client["send"]>[0]): Promise<unknown> {
    const { client, signal } = this.#services;
    if (!(command instanceof CreateMultipartUploadCommand)) {
      return client.send(command, { abortSignal: signal });
    }
    signal.throwIfAborted();
    this.#begun = this.#begin(command);
    const { uploadId } = await this.#begun;
    return { UploadId: uploadId };
  }

  /** Without the signal: who is not told the upload's id cannot discard it. */
  async #begin(command: CreateMultipartUploadCommand) {
    const { client, uploads } = this.#services;
    const mark = await uploads.mark(this.#target);
    try {
      const { UploadId: uploadId = "" } = await client.send(command);
      await mark.identify(uploadId);
      return { uploadId, mark };
    } catch (error) {
      await mark.remove();
      throw error;
    }
  }
}
