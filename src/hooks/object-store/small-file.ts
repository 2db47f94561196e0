// Reads a small file that anybody may have put there, or a full disk may have left half-written.
import { Buffer } from "node:buffer";
import { constants } from "node:fs";
import { open } from "node:fs/promises";

/** No link is followed, and nobody who might write to a FIFO is waited for. */
const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
/** A link, a folder's path that is a file's, a socket. */
const notAFileCodes: ReadonlySet<string> = new Set(["ELOOP", "ENOTDIR", "ENXIO"]);

/** The file is there, and is nothing that one may read. Its content is never quoted: it may be somebody else's. */
export class UnreadableFileError extends Error {
  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${file} ${problem}`, options);
    this.name = "UnreadableFileError";
  }
}

/**
 * Its text, or null when there is none of that name.
 *
 * @throws {UnreadableFileError} for a link, a folder, a FIFO or anything else but a file, and for one that is too large
 */
export async function readSmallFile(file: string, maxBytes: number): Promise<string | null> {
  const handle = await open(file, flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    if (notAFileCodes.has(error.code ?? "")) {
      throw new UnreadableFileError(file, "is no regular file", { cause: error });
    }
    throw error;
  });
  if (handle === null) return null;
  try {
    if (!(await handle.stat()).isFile()) throw new UnreadableFileError(file, "is no regular file");
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(maxBytes + 1), 0, maxBytes + 1, 0);
    if (bytesRead > maxBytes) throw new UnreadableFileError(file, `is larger than ${maxBytes} bytes`);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The value of a JSON text; undefined for any other text, which `JSON.parse` would quote in its error. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
