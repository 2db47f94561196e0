// Unpacks the one file of a zip object while it is read, by way of the archive's directory at its end.
import { crc32 } from "node:zlib";
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from "yauzl";
import { checkInflation } from "./inflation-limit.ts";
import { ObjectReader } from "./object-reader.ts";
import type { SourceObject } from "./source-object.ts";
import { UnreadableSourceError } from "./unreadable-source-error.ts";

const NAMES_SHOWN = 5;

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
  // What the directory says of the size can be relied upon: yauzl ends with an error where the data differ.
  checkInflation(entry.uncompressedSize, entry.compressedSize);
  let checksum = 0;
  const content: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry);
  for await (const chunk of content) {
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (checksum !== entry.crc32) {
    throw new UnreadableSourceError(`File ${name} in the zip archive is damaged: its CRC-32 differs.`);
  }
}
