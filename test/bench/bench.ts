// What every part of the bench works with, and what it yields.
import path from "node:path";
import type { ContestResult } from "./contest.ts";
import type { Progress } from "./progress.ts";

export const projectFolder = path.resolve(import.meta.dirname, "../..");

/** Everything the bench makes, inputs included, is below this folder. */
export const benchFolder = path.join(projectFolder, "out/bench");

export interface Bench {
  /** Small sizes and one round: shows that everything works, measures nothing. */
  readonly quick: boolean;
  readonly repetitions: number;
  /** The interpreter of the peers' environment. */
  readonly python: string;
  /** An empty folder for what programs print. */
  readonly scratch: string;
  readonly progress: Progress;
}

/** A ratio or difference that is promised. */
export interface Bound {
  readonly promise: string;
  readonly value: number;
  readonly limit: number;
  /** Such as `x` or `MB`. */
  readonly unit: string;
}

export interface PartResult {
  readonly contests: readonly ContestResult[];
  readonly bounds: readonly Bound[];
}

/** A part of the bench, which runs by itself. */
export interface Part {
  readonly name: string;
  readonly title: string;
  /** What is compared and how, for the report. */
  readonly about: string;
  /** The contestant that the others are compared with, if it is one. */
  readonly baseline: string;
  run(bench: Bench): Promise<PartResult>;
}
