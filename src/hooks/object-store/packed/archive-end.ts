// Finds where a zip archive ends. Programs and transfers add to files: a line end, zeros up to a full block.
//
//     end record = "PK" 05 06  two disks  two counts  directory's size  directory's offset  comment's length  comment
//
// Numbers are little-endian; it is 22 bytes long, and its comment 65,535 at most.
import { Buffer } from "node:buffer";

const signature = Buffer.from("PK\x05\x06");
const recordBytes = 22;
const [directorySizeAt, directoryOffsetAt, commentLengthAt] = [12, 16, 20] as const;
/** Says that the 64-bit record before has the number. */
const in64Bits = 0xffff_ffff;

/** So many bytes of a file are looked at, as unzip does: a record with its longest comment. */
export const endBytes = recordBytes + 0xffff;

/**
 * @param tail the file's last bytes
 * @param tailStart where they begin in the file
 * @returns where the last archive in the file ends; null when there is no end record
 */
export function archiveEnd(tail: Buffer, tailStart: number): number | null {
  for (let at = tail.length; at >= 0; at -= 1) {
    at = tail.lastIndexOf(signature, at);
    if (at < 0) return null;
    if (at + recordBytes > tail.length) continue;
    const end = at + recordBytes + tail.readUInt16LE(at + commentLengthAt);
    const directory = tail.readUInt32LE(at + directoryOffsetAt);
    const directoryEnd = directory + tail.readUInt32LE(at + directorySizeAt);
    // Four bytes that look like a signature may be anywhere.
    const isRecord = directory === in64Bits || directoryEnd <= tailStart + at;
    if (isRecord && end <= tail.length) return tailStart + end;
  }
  return null;
}
