// A file of lines that only grows, and that a killed or failing writer cannot spoil.
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from "node:fs";
import path from "node:path";

/** What tasks are given and return is for who runs them alone. */
const ownersOnly = 0o600;

/**
 * A line counts once its line end is written, so a writer may die at any byte: what it left of its last line is
 * cut off when the file is next read. One process writes at a time.
 */
export class LineFile {
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  /** All whole lines, without their ends; none when there is no file. */
  read(): string[] {
    let bytes: Buffer;
    try {
      bytes = readFileSync(this.file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
    const end = bytes.lastIndexOf("\n") + 1;
    if (end < bytes.length) truncateSync(this.file, end);
    return bytes.toString("utf8", 0, end).split("\n").slice(0, -1);
  }

  /**
   * Adds a line; the file and its folder are made when they are missing.
   *
   * @param line holds no line end
   * @throws Error when not all of it could be written; the file is then as it was
   */
  append(line: string): void {
    mkdirSync(path.dirname(this.file), { recursive: true });
    const handle = openSync(this.file, "a", ownersOnly);
    try {
      const bytes = Buffer.from(`${line}\n`);
      const before = fstatSync(handle).size;
      // A full disk takes the first part of a write without a word.
      const written = writeSync(handle, bytes);
      if (written === bytes.length) return;
      ftruncateSync(handle, before);
      throw new Error(`only ${written} of ${bytes.length} bytes could be added. Is the disk full?`);
    } finally {
      closeSync(handle);
    }
  }
}
