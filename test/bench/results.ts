// Keeps what each part measured last, and on which machine: a part is measured again by itself, wherever that is.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { type PartResult, projectFolder } from "./bench.ts";
import type { Machine } from "./machine.ts";

/** A part and what it measured. */
export interface Measured {
  readonly name: string;
  /** ISO 8601. */
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly result: PartResult;
}

/** Beside the report, which is made of it. */
const file = path.join(projectFolder, "docs/benchmarks.json");

/** What each part measured last. */
export async function readResults(): Promise<Measured[]> {
  const text = await readFile(file, "utf8").catch(() => "[]");
  return JSON.parse(text, (_key, value) => value ?? Number.NaN);
}

/** @returns all results, the new ones in place of earlier ones of the same part */
export async function writeResults(
  measured: readonly Measured[],
  earlier: readonly Measured[],
): Promise<Measured[]> {
  const all = new Map([...earlier, ...measured].map((each) => [each.name, each]));
  await writeFile(file, `${JSON.stringify([...all.values()], rounded, 2)}\n`);
  return [...all.values()];
}

/** Six digits are more than any clock is worth; what cannot be measured stays null. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === "number" ? Number(value.toPrecision(6)) : value;
}
