// Stops archives that are small in the bucket and endless once unpacked ("zip bombs").
import { UnreadableObjectError } from "./unreadable-object-error.ts";

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

/** So little does no harm, and a short text of equal lines may well pack better than any ratio. */
const alwaysAllowedBytes = 64 * MiB;

/** How much a packed object may unpack to. */
export interface UnpackLimits {
  /**
   * Bytes: more than any day's file is expected to have, and no more than a worker gets through in hours.
   *
   * @default 64 GiB
   */
  readonly maxBytes?: number;
  /**
   * Times the packed size; it is not applied to what unpacks to 64 MiB or less. Text packs about 10:1, and deflate
   * cannot exceed 1032:1: a bomb is in between.
   *
   * @default 200
   */
  readonly maxRatio?: number;
}

/**
 * Checks how much a packed file unpacks to, or has unpacked to so far.
 *
 * @throws {UnreadableObjectError} when that is too much
 */
export function checkUnpacked(
  unpackedBytes: number,
  packedBytes: number,
  { maxBytes = 64 * GiB, maxRatio = 200 }: UnpackLimits = {},
): void {
  if (unpackedBytes > maxBytes) {
    throw new UnreadableObjectError(`It unpacks to more than the ${sizeText(maxBytes)} that are allowed.`);
  }
  if (unpackedBytes > alwaysAllowedBytes && unpackedBytes > packedBytes * maxRatio) {
    throw new UnreadableObjectError(
      `It unpacks to more than ${maxRatio} times its size, as a damaged or malicious archive does.`,
    );
  }
}

function sizeText(bytes: number): string {
  return bytes % GiB === 0 ? `${bytes / GiB} GiB` : `${bytes} bytes`;
}
