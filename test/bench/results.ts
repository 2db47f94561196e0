// Keeps what each part measured last, so that a part can be measured again by itself.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { benchFolder, type PartResult } from "./bench.ts";
import type { Machine } from "./machine.ts";

/** A part and what it measured. */
export interface Measured {
  readonly name: string;
  /** ISO 8601. */
  readonly measuredAt: string;
  readonly result: PartResult;
}

const file = path.join(benchFolder, "results.json");

/** What was measured earlier on the same machine with the same versions; anything else is forgotten. */
export async function readResults(machine: Machine): Promise<Measured[]> {
  const text = await readFile(file, "utf8").catch(() => "null");
  const stored = JSON.parse(text) as { machine: Machine; measured: Measured[] } | null;
  return stored && JSON.stringify(stored.machine) === JSON.stringify(machine) ? stored.measured : [];
}

/** @returns all results, the new ones in place of earlier ones of the same part */
export async function writeResults(
  machine: Machine,
  measured: readonly Measured[],
  earlier: readonly Measured[],
): Promise<Measured[]> {
  const all = new Map([...earlier, ...measured].map((each) => [each.name, each]));
  await writeFile(file, JSON.stringify({ machine, measured: [...all.values()] }, null, 2));
  return [...all.values()];
}
