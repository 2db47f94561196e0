// The formats of the source objects: how a CSV becomes the bytes of its file.
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { ZipFile } from "yazl";
import type { SampleDataFormat } from "./sample-data-options.ts";

export interface CsvPacking {
  readonly csv: Readable;
  /** The CSV's name inside an archive. */
  readonly csvName: string;
  readonly output: Writable;
  readonly signal?: AbortSignal | undefined;
}

/** How the name of a file in each format ends. */
export const fileEnding: Record<SampleDataFormat, string> = { zip: ".zip", gz: ".csv.gz", csv: ".csv" };

/**
 * Streams the CSV in its format to `output`.
 * One Node release packs the same text to the same bytes, at any time and in any time zone.
 */
export async function packCsv(format: SampleDataFormat, packing: CsvPacking): Promise<void> {
  const { csv, output, signal } = packing;
  if (format === "zip") return packZip(packing);
  if (format === "gz") return pipeline(csv, createGzip(), output, { signal });
  return pipeline(csv, output, { signal });
}

// Zip entries carry local time. Noon exists in every time zone on every day.
const zipTime = new Date(2021, 6, 1, 12);

async function packZip({ csv, csvName, output, signal }: CsvPacking): Promise<void> {
  const zip = new ZipFile();
  // yazl does not notice when what it reads from fails; without this the archive would never end.
  csv.once("error", (error) => output.destroy(error));
  zip.addReadStream(csv, csvName, { mtime: zipTime, forceDosTimestamp: true });
  zip.end();
  await pipeline(zip.outputStream, output, { signal });
}
