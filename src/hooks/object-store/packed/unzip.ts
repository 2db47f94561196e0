// Unpacks the one file of a zip object while it is read, by way of the archive's directory at its end.
import { crc32, createInflateRaw } from "node:zlib";
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from "yauzl";
import { inflate } from "./inflate.ts";
import type { ObjectVersion } from "./object-version.ts";
import { onlyFile, shownName } from "./only-file.ts";
import { RangeReader } from "./range-reader.ts";
import { checkUnpacked, type UnpackLimits } from "./unpack-limits.ts";
import { UnreadableObjectError } from "./unreadable-object-error.ts";

// By their numbers in the zip specification (APPNOTE.TXT, section 4.4.5).
const methods = { stored: 0, deflated: 8 } as const;

/**
 * The unpacked bytes. Whether they are right is known at their end only, when size and CRC-32 have been
 * compared.
 *
 * @throws {UnreadableObjectError} when the archive is damaged, cut off or encrypted, does not hold exactly
 *   one file, or unpacks to too much
 */
export async function* unzip(object: ObjectVersion, limits: UnpackLimits): AsyncGenerator<Uint8Array> {
  const reader = await RangeReader.open(object);
  try {
    // Undecoded names are not checked: they are never used as paths.
    const options = { autoClose: false, decodeStrings: false };
    const zip = await fromRandomAccessReaderPromise(reader, reader.archiveSize, options);
    yield* unzipEntry(zip, await onlyFile(zip), limits);
  } catch (error) {
    // yauzl passes on what the object store threw, wrapped or not: that is no fault of the archive.
    if (reader.failure) throw reader.failure.error;
    if (error instanceof UnreadableObjectError || !(error instanceof Error)) throw error;
    throw new UnreadableObjectError(`The zip archive is damaged or cut off (${error.message}).`, {
      cause: error,
    });
  }
}

async function* unzipEntry(zip: ZipFile, entry: Entry, limits: UnpackLimits): AsyncGenerator<Uint8Array> {
  const name = shownName(entry);
  if (entry.isEncrypted()) {
    throw new UnreadableObjectError(
      `File ${name} in the zip archive is encrypted. Expected one without a password.`,
    );
  }
  checkUnpacked(entry.uncompressedSize, entry.compressedSize, limits);
  let size = 0;
  let checksum = 0;
  for await (const chunk of contentOf(zip, entry)) {
    size += chunk.length;
    if (size > entry.uncompressedSize) throw wrongSize(entry, "more");
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (size < entry.uncompressedSize) throw wrongSize(entry, "less");
  if (checksum !== entry.crc32) {
    throw new UnreadableObjectError(`File ${name} in the zip archive is damaged: its CRC-32 differs.`);
  }
}

async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const { compressionMethod } = entry;
  if (compressionMethod !== methods.stored && compressionMethod !== methods.deflated) {
    throw new UnreadableObjectError(
      `File ${shownName(entry)} in the zip archive is packed by method ${compressionMethod}. ` +
        "Expected deflate, the usual one.",
    );
  }
  const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  if (compressionMethod === methods.stored) yield* packed;
  else yield* inflate(packed, createInflateRaw);
}

function wrongSize(entry: Entry, relation: "more" | "less"): UnreadableObjectError {
  return new UnreadableObjectError(
    `File ${shownName(entry)} in the zip archive is damaged: it unpacks to ${relation} than the ` +
      `${entry.uncompressedSize} bytes that the archive's directory says.`,
  );
}
