// Reads records while their writer may still be at work: what looks at local runs changes nothing of theirs.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type * as z from "zod";
import { parseRecord } from "./record-file.ts";

/** What has been added to a file of records since the last look. */
export interface Added<T> {
  readonly records: readonly T[];
  /** The file is another one than before: what was read of it is void. */
  readonly isNew: boolean;
}

/** A file of records that somebody else adds to. A line that is being written is read when it is whole. */
export class RecordTail<T> {
  readonly #file: string;
  readonly #schema: z.ZodType<T>;
  readonly #what: string;
  #inode = -1;
  #offset = 0;
  #lines = 0;

  /** @param what a record is, for the error: "a record of ..." */
  constructor(file: string, schema: z.ZodType<T>, what: string) {
    this.#file = file;
    this.#schema = schema;
    this.#what = what;
  }

  /**
   * Reads on from where the last call ended. No file is a file without records.
   *
   * @throws {UserError} when a whole line is not a record
   */
  read(): Added<T> {
    let descriptor: number;
    try {
      descriptor = openSync(this.#file, "r");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      const isNew = this.#offset > 0;
      this.#restart(-1);
      return { records: [], isNew };
    }
    try {
      const { ino, size } = fstatSync(descriptor);
      const isNew = ino !== this.#inode || size < this.#offset;
      if (isNew) this.#restart(ino);
      return { records: this.#readOn(descriptor, size), isNew };
    } finally {
      closeSync(descriptor);
    }
  }

  #readOn(descriptor: number, size: number): T[] {
    const bytes = Buffer.alloc(size - this.#offset);
    const read = readSync(descriptor, bytes, 0, bytes.length, this.#offset);
    const end = bytes.lastIndexOf("\n", read - 1) + 1;
    if (end === 0 || read === 0) return [];
    const lines = bytes.toString("utf8", 0, end).split("\n").slice(0, -1);
    const records = lines.map((line, index) =>
      parseRecord(line, this.#schema, `${this.#file}, line ${this.#lines + index + 1}, is not ${this.#what}`),
    );
    this.#offset += end;
    this.#lines += lines.length;
    return records;
  }

  #restart(inode: number): void {
    this.#inode = inode;
    this.#offset = 0;
    this.#lines = 0;
  }
}
