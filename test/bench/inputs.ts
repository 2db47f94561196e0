// The source objects that are cleaned: the sample data's first day, with as many users as make a size.
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { fileEnding } from "../../dags-ts/local/sample-data/pack-csv.ts";
import type { SampleDataFormat } from "../../dags-ts/local/sample-data/sample-data-options.ts";
import { writeSampleData } from "../../dags-ts/local/sample-data/write-sample-data.ts";
import { type Bench, benchFolder } from "./bench.ts";

/** A folder that plays the object store, with one bucket. */
export const store = path.join(benchFolder, "store");
export const bucket = "bench";

/** The day that all inputs are of. */
export const day = "2021-07-01";

export interface Size {
  readonly name: string;
  readonly users: number;
}

export const sizes = {
  tiny: { name: "100 rows", users: 100 },
  day: { name: "small day", users: 9_999 },
  megabyte: { name: "1 MB", users: 6_475 },
  tenMegabytes: { name: "10 MB", users: 63_415 },
  hundredMegabytes: { name: "100 MB", users: 630_543 },
  gigabyte: { name: "1 GB", users: 6_262_332 },
  fourGigabytes: { name: "4 GB", users: 24_990_000 },
} as const satisfies Record<string, Size>;

export interface Input {
  /** In the bucket. */
  readonly key: string;
  /** Absolute. */
  readonly file: string;
}

/** Makes the input unless it is there; what it holds depends on nothing but the arguments. */
export async function makeInput(
  bench: Bench,
  { name, users }: Size,
  format: SampleDataFormat,
): Promise<Input> {
  const key = `inputs/${users}-users${fileEnding[format]}`;
  const file = path.join(store, bucket, key);
  if (existsSync(file)) return { key, file };
  bench.progress.note(`Making the input of ${name}, ${format}`);
  const folder = path.join(benchFolder, "making");
  await rm(folder, { recursive: true, force: true });
  const made = await writeSampleData({ store: folder, from: day, to: day, usersPerDay: users, format });
  await mkdir(path.dirname(file), { recursive: true });
  const written = path.join(made.folder, `session_user_data${day.replaceAll("-", "")}${fileEnding[format]}`);
  await rename(written, file);
  await rm(folder, { recursive: true });
  return { key, file };
}
