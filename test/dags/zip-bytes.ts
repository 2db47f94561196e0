import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

/** A zip archive of these files, by name; a name that ends with "/" is a folder. */
export function zipBytes(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) {
    if (name.endsWith("/")) zip.addEmptyDirectory(name);
    else zip.addBuffer(Buffer.from(content), name);
  }
  zip.end();
  return buffer(zip.outputStream);
}

/** A copy with other bytes at the first place where `found` is, or the last one. */
export function patched(bytes: Buffer, found: Buffer, offset: number, patch: Buffer, last = false): Buffer {
  const at = last ? bytes.lastIndexOf(found) : bytes.indexOf(found);
  if (at < 0) throw new RangeError("There is nothing to patch.");
  const copy = Buffer.from(bytes);
  patch.copy(copy, at + offset);
  return copy;
}
