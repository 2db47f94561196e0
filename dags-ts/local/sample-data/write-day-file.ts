// Puts one day's CSV into its file: packed, streamed, and there either whole or not at all.
import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { packCsv } from "./pack-csv.ts";
import type { SampleDataFormat } from "./sample-data-options.ts";

/** A file that could not be written. `cause` is what the file system said. */
export class DayFileError extends Error {
  readonly file: string;

  constructor(file: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `Cannot write ${file}: ${reason}. ` +
        "Make sure that its folder can be written and has space, then run again; finished days are kept.",
      { cause },
    );
    this.name = "DayFileError";
    this.file = file;
  }
}

export interface DayFile {
  /** Where it goes; folders that are missing are made, a file that is there is replaced. */
  readonly file: string;
  readonly format: SampleDataFormat;
  /** The CSV's name inside an archive. */
  readonly csvName: string;
  readonly csv: Iterable<string>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes the file under a temporary, hidden name beside its own, then renames it.
 * Nothing stays behind on a failure.
 *
 * @returns the file's size in bytes
 * @throws {DayFileError} when the file system refuses
 * @throws the signal's reason when it was aborted
 */
export async function writeDayFile(day: DayFile): Promise<number> {
  const folder = path.dirname(day.file);
  const temporary = path.join(folder, `.${path.basename(day.file)}.${randomUUID()}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    const bytes = await writeNewFile(temporary, day);
    await rename(temporary, day.file);
    return bytes;
  } catch (error) {
    // What went wrong first is what the caller has to know.
    await rm(temporary, { force: true }).catch(() => {});
    day.signal?.throwIfAborted();
    throw new DayFileError(day.file, error);
  }
}

async function writeNewFile(file: string, { format, csvName, csv, signal }: DayFile): Promise<number> {
  const handle = await open(file, "wx");
  const output = handle.createWriteStream();
  try {
    await packCsv(format, { csv: Readable.from(csv, { objectMode: false }), csvName, output, signal });
    return output.bytesWritten;
  } finally {
    // A stream that was cut off may still be closing, and Windows neither renames nor removes an open file.
    await handle.close();
  }
}
