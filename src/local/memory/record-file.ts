// What the local runner remembers across processes: records, one JSON text a line.
import type * as z from "zod";
import { UserError } from "../../model/errors.ts";
import { LineFile } from "../../system/line-file.ts";

/** An append-only file of records. One process writes at a time (see lock.ts). */
export class RecordFile<T> {
  readonly #lines: LineFile;
  readonly #schema: z.ZodType<T>;
  readonly #what: string;

  /** @param what a record is, for the error: "a record of ..." */
  constructor(file: string, schema: z.ZodType<T>, what: string) {
    this.#lines = new LineFile(file);
    this.#schema = schema;
    this.#what = what;
  }

  /** @throws {UserError} when a line of the file is not a record */
  read(): T[] {
    const problem = (line: number) => `${this.#lines.file}, line ${line}, is not ${this.#what}`;
    return this.#lines.read().map((line, index) => parseRecord(line, this.#schema, problem(index + 1)));
  }

  /** @throws {UserError} when it could not be written; none of it is in the file then */
  append(record: T): void {
    try {
      this.#lines.append(JSON.stringify(record));
    } catch (cause) {
      throw new UserError(`${this.#lines.file} cannot be continued: ${(cause as Error).message}`, { cause });
    }
  }
}

/**
 * @param problem what is wrong with a text that is no record
 * @throws {UserError} when it is none
 */
export function parseRecord<T>(text: string, schema: z.ZodType<T>, problem: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new UserError(`${problem}. Delete the file to begin afresh.`, { cause });
  }
}
