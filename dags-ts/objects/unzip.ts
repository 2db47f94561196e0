// Unpacks the one file of a zip object while it is read, by way of the archive's directory at its end.
import { crc32, createInflateRaw } from "node:zlib";
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from "yauzl";
import { inflate } from "./inflate.ts";
import { checkInflation } from "./inflation-limit.ts";
import { ObjectReader } from "./object-reader.ts";
import type { SourceObject } from "./source-object.ts";
import { UnreadableSourceError } from "./unreadable-source-error.ts";

const NAMES_SHOWN = 5;
// APPNOTE.TXT, section 4.4.5
const [STORED, DEFLATED] = [0, 8] as const;

/**
 * The unpacked bytes. What they are worth is known at their end only, when size and CRC-32 have been
 * compared.
 *
 * @throws {UnreadableSourceError} when the archive is damaged, cut off or encrypted, does not hold exactly
 *   one file, or unpacks to too much
 */
export async function* unzip(source: SourceObject): AsyncGenerator<Uint8Array> {
  const reader = new ObjectReader(source);
  try {
    const zip = await fromRandomAccessReaderPromise(reader, source.size, { autoClose: false });
    yield* unzipEntry(zip, await onlyFile(zip));
  } catch (error) {
    // What the object store said is its own matter, not the archive's.
    if (reader.failure) throw reader.failure.error;
    if (error instanceof UnreadableSourceError || !(error instanceof Error)) throw error;
    throw new UnreadableSourceError(`The zip archive is damaged or cut off (${error.message}).`, {
      cause: error,
    });
  }
}

async function onlyFile(zip: ZipFile): Promise<Entry> {
  const files: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    if (!entry.fileName.endsWith("/")) files.push(entry);
    if (files.length > NAMES_SHOWN) break;
  }
  const [file, ...others] = files;
  if (file === undefined)
    throw new UnreadableSourceError("The zip archive holds no file. Expected one CSV file.");
  if (others.length > 0) {
    const names = files.slice(0, NAMES_SHOWN).map(({ fileName }) => JSON.stringify(fileName));
    const more = files.length > NAMES_SHOWN ? " and more" : "";
    throw new UnreadableSourceError(
      `The zip archive holds several files: ${names.join(", ")}${more}. Expected one CSV file.`,
    );
  }
  return file;
}

async function* unzipEntry(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const name = JSON.stringify(entry.fileName);
  if (entry.isEncrypted()) {
    throw new UnreadableSourceError(
      `File ${name} in the zip archive is encrypted. Expected one without a password.`,
    );
  }
  checkInflation(entry.uncompressedSize, entry.compressedSize);
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
    throw new UnreadableSourceError(`File ${name} in the zip archive is damaged: its CRC-32 differs.`);
  }
}

async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const { compressionMethod } = entry;
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED) {
    throw new UnreadableSourceError(
      `File ${JSON.stringify(entry.fileName)} in the zip archive is packed by method ${compressionMethod}. ` +
        "Expected deflate, the usual one.",
    );
  }
  const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  if (compressionMethod === STORED) yield* packed;
  else yield* inflate(packed, createInflateRaw);
}

function wrongSize({ fileName, uncompressedSize }: Entry, relation: "more" | "less"): UnreadableSourceError {
  return new UnreadableSourceError(
    `File ${JSON.stringify(fileName)} in the zip archive is damaged: it unpacks to ${relation} than the ` +
      `${uncompressedSize} bytes that the archive's directory says.`,
  );
}
