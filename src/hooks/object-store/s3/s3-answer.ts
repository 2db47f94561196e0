// What an answer of S3's says of an object; an answer that contradicts the question is an error.
import type { GetObjectCommandOutput, HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import { ObjectChangedError } from "../object-errors.ts";
import type { ObjectInfo } from "../object-store.ts";

/** What was asked for. */
export interface Asked {
  readonly bucket: string;
  readonly key: string;
  /** The version, by its etag. */
  readonly ifMatch?: string | undefined;
  /** The first and the last byte; without the last one, all that follow. */
  readonly range?: { readonly start: number; readonly end: number | undefined } | undefined;
}

/** @throws Error when it does not say how long the object is */
export function describe(output: GetObjectCommandOutput | HeadObjectCommandOutput): ObjectInfo {
  const { ContentLength, ETag, Metadata = {} } = output;
  const contentRange = "ContentRange" in output ? output.ContentRange : undefined;
  const size = contentRange === undefined ? ContentLength : Number(/\/(\d+)$/.exec(contentRange)?.[1]);
  if (size === undefined || Number.isNaN(size)) {
    throw new Error(
      "the store does not say how long the object is, so that nobody could tell whether all of it came",
    );
  }
  return { size, etag: unquote(ETag), metadata: Metadata };
}

/**
 * Not every store and proxy minds the condition and the range of a request.
 *
 * @throws {ObjectChangedError} when it is of another version than was asked for
 * @throws Error when it begins with another byte
 */
export function checkAnswer(output: GetObjectCommandOutput, { bucket, key, ifMatch, range }: Asked): void {
  if (ifMatch !== undefined && unquote(output.ETag) !== ifMatch) throw new ObjectChangedError(bucket, key);
  const { start } = range ?? { start: 0 };
  const begins = output.ContentRange ?? (range === undefined ? "bytes 0-" : "");
  if (begins.startsWith(`bytes ${start}-`)) return;
  throw new Error(`the store answered with other bytes than those from ${start} on`);
}

/** How many bytes are to come, by the object's size: an answer may hold fewer. */
export function bytesAskedFor({ size }: ObjectInfo, range: Asked["range"]): number {
  const { start, end = Number.POSITIVE_INFINITY } = range ?? { start: 0 };
  return Math.min(end + 1, size) - start;
}

/** An etag without its quotes. */
export function unquote(etag: string | undefined): string {
  return (etag ?? "").replace(/^"(.*)"$/, "$1");
}
