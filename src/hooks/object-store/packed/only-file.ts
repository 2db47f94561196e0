// Finds the one file in a zip archive, beside what programs and operating systems add to it.
import { type Entry, getFileNameLowLevel, type ZipFile } from "yauzl";
import { UnreadableObjectError } from "./unreadable-object-error.ts";

const shownNames = 5;
const shownCharacters = 100;
const directoryAttribute = 0x10;
/** macOS keeps icons and attributes in `__MACOSX/` and `.DS_Store`, Windows its own in files of these names. */
const addedBySystems = /(?:^|\/)(?:__MACOSX\/.*|\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)$/i;

/** @throws {UnreadableObjectError} when there is none, or there are several */
export async function onlyFile(zip: ZipFile): Promise<Entry> {
  const files: Entry[] = [];
  let added = 0;
  for await (const entry of zip.eachEntry()) {
    if (isFolder(entry)) continue;
    if (addedBySystems.test(nameOf(entry))) added += 1;
    else files.push(entry);
    if (files.length > shownNames) break;
  }
  const [file, ...others] = files;
  if (file === undefined) {
    const beside = added > 0 ? " beside those that macOS or Windows add" : "";
    throw new UnreadableObjectError(`The zip archive holds no file${beside}. Expected one.`);
  }
  if (others.length > 0) {
    const more = files.length > shownNames ? " and more" : "";
    throw new UnreadableObjectError(
      `The zip archive holds several files: ${files.slice(0, shownNames).map(shownName).join(", ")}${more}. Expected one.`,
    );
  }
  return file;
}

/** The entry's name for a message, quoted. */
export function shownName(entry: Entry): string {
  const name = nameOf(entry);
  return JSON.stringify(name.length > shownCharacters ? `${name.slice(0, shownCharacters)}...` : name);
}

/**
 * With slashes, as Windows, too, should write them. It is read by people only: nothing is opened by it, so it may be
 * absolute, or lead out of its folder.
 */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
}

/** Some programs mark folders by an attribute alone. */
function isFolder(entry: Entry): boolean {
  if (nameOf(entry).endsWith("/")) return true;
  return entry.uncompressedSize === 0 && (entry.externalFileAttributes & directoryAttribute) !== 0;
}
