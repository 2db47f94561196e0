// Writes one object to S3, in one request or as a multipart upload; either way it appears whole or not at all.
import { Buffer } from "node:buffer";
import { Readable } from "node:stream";
import { AbortMultipartUploadCommand, type S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { gatherPieces } from "./gather-pieces.ts";
import type { MeteredBody } from "./metered-body.ts";
import type { WriteOptions, WrittenObject } from "./object-store.ts";
import { untilAborted } from "./until-aborted.ts";

const partBytes = 8 * 1024 * 1024;
const pieceBytes = 512 * 1024;
/** Parts on their way at a time: one travels while the next one fills. */
const partsInFlight = 2;

/** Where to, and what with it. */
export interface S3Target extends WriteOptions {
  readonly bucket: string;
  readonly key: string;
}

/** Uploads a body; when that fails or the signal is aborted, the parts that S3 already has are discarded. */
export async function uploadToS3(
  client: S3Client,
  { bucket, key, contentType, metadata }: S3Target,
  body: MeteredBody,
  signal: AbortSignal,
): Promise<WrittenObject> {
  // Copies: a part keeps its pieces until it was sent.
  const pieces = gatherPieces(body, () => Buffer.allocUnsafeSlow(pieceBytes));
  const source = Readable.from(pieces, { objectMode: false });
  const upload = new Upload({
    client: abortable(client, signal),
    params: {
      Bucket: bucket,
      Key: key,
      Body: source,
      ...(contentType !== undefined && { ContentType: contentType }),
      ...(metadata !== undefined && { Metadata: { ...metadata } }),
    },
    partSize: partBytes,
    queueSize: partsInFlight,
    leavePartsOnError: false,
  });
  try {
    const { ETag } = await untilAborted(upload.done(), signal);
    return { size: body.size, etag: unquote(ETag) };
  } catch (error) {
    source.destroy();
    // On any other failure the upload itself has discarded them.
    if (signal.aborted && upload.uploadId !== undefined) {
      const parts = { Bucket: bucket, Key: key, UploadId: upload.uploadId };
      await client.send(new AbortMultipartUploadCommand(parts)).catch(() => undefined);
    }
    throw error;
  }
}

/** An etag without its quotes. */
export function unquote(etag: string | undefined): string {
  return (etag ?? "").replace(/^"(.*)"$/, "$1");
}

/** The client, with the signal in all its calls: `Upload` passes none itself. */
function abortable(client: S3Client, signal: AbortSignal): S3Client {
  const send: S3Client["send"] = (command: Parameters<S3Client["send"]>[0]) =>
    client.send(command, { abortSignal: signal });
  return Object.create(client, { send: { value: send } });
}
