// Stops archives that are small in the bucket and endless once unpacked ("zip bombs").
import { UnreadableSourceError } from "./unreadable-source-error.ts";

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

/** 400 million users: more than any day will have, and no more than a worker gets through in hours. */
const MAX_BYTES = 64 * GiB;
/** The export packs 10:1. Deflate cannot exceed 1032:1, so a bomb is somewhere in between. */
const MAX_RATIO = 200;
/** What is this small does no harm, and a short text of equal lines may well pack better. */
const ALWAYS_ALLOWED_BYTES = 64 * MiB;

/**
 * Checks how much a packed file unpacks to, or has unpacked to so far.
 *
 * @throws {UnreadableSourceError} when that is too much
 */
export function checkInflation(unpackedBytes: number, packedBytes: number): void {
  if (unpackedBytes > MAX_BYTES) {
    throw new UnreadableSourceError(`It unpacks to more than the ${MAX_BYTES / GiB} GiB that are allowed.`);
  }
  if (unpackedBytes > ALWAYS_ALLOWED_BYTES && unpackedBytes > packedBytes * MAX_RATIO) {
    throw new UnreadableSourceError(
      `It unpacks to more than ${MAX_RATIO} times its size, as a damaged or malicious archive does.`,
    );
  }
}
