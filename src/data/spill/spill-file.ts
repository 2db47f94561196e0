// A temporary file for what does not fit into memory.
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A part of a spill file: positions in bytes, the end not included. */
export interface SpilledPart {
  readonly start: number;
  readonly end: number;
}

/** The temporary folder cannot take what does not fit into memory: it is full, not there, or may not be written. */
export class SpillError extends Error {
  constructor(folder: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `The temporary folder ${folder} cannot be used: ${reason}. ` +
        "Make room there, or set TMPDIR to a folder with more.",
      { cause },
    );
    this.name = "SpillError";
  }
}

/**
 * Bytes on disk, in the folder that `os.tmpdir()` names (`TMPDIR`). The file is made when the first bytes are written.
 * It has no name and so is gone with its process, however that ends.
 *
 * It reads and writes synchronously: what it is for, sorting and grouping, cannot go on without the bytes.
 */
export class SpillFile {
  #file: number | undefined;
  #size = 0;

  /** Bytes written so far. */
  get size(): number {
    return this.#size;
  }

  /**
   * Writes behind what is there.
   *
   * @throws {SpillError} when the disk is full, for one
   */
  append(bytes: Uint8Array): void {
    try {
      this.#file ??= openNameless();
      for (let written = 0; written < bytes.length; ) {
        written += writeSync(this.#file, bytes, written, bytes.length - written, this.#size + written);
      }
      this.#size += bytes.length;
    } catch (error) {
      throw new SpillError(tmpdir(), error);
    }
  }

  /** Reads from `position` on into `target`, at most to `end`; returns how many bytes that are. */
  read(target: Uint8Array, offset: number, position: number, end: number): number {
    if (this.#file === undefined) return 0;
    const length = Math.min(target.length - offset, end - position);
    return length === 0 ? 0 : readSync(this.#file, target, offset, length, position);
  }

  /** Gives up the disk space. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

function openNameless(): number {
  const folder = mkdtempSync(path.join(tmpdir(), "windsock-"));
  try {
    return openSync(path.join(folder, "spill"), "wx+");
  } finally {
    // An open file outlives its name.
    rmSync(folder, { recursive: true });
  }
}
