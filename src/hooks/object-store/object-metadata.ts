// What both stores accept as metadata and as a range, so that what works with a folder works on S3.
import type { ReadOptions } from "./object-store.ts";

/**
 * S3 carries metadata in HTTP headers: it folds other names, and refuses or mangles other values.
 *
 * @throws TypeError for a name or value that would not come back as it was given
 */
export function checkMetadata(metadata: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(metadata)) {
    if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) {
      throw new TypeError(`Metadata name "${name}" must consist of a-z, 0-9 and "-".`);
    }
    if (!/^[!-~]([ -~]*[!-~])?$/.test(value)) {
      throw new TypeError(`Metadata "${name}" must be printable ASCII without spaces around it; encode it.`);
    }
  }
}

/** @throws RangeError unless the range is one of whole bytes that is not empty */
export function checkRange(range: NonNullable<ReadOptions["range"]>): void {
  const { start, end } = range;
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) {
    throw new RangeError(`Range ${start}-${end} must be two byte positions, the first not after the last.`);
  }
}

/** The error for a range that begins behind the object's end. */
export function rangeBehindEnd(
  bucket: string,
  key: string,
  start: number,
  options?: ErrorOptions,
): RangeError {
  return new RangeError(
    `Byte ${start} is behind the end of object "${key}" in bucket "${bucket}": read less.`,
    options,
  );
}
