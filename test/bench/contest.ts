// Lets programs do the same work in turn, so that whatever else the machine does strikes all of them alike.
import type { Bench } from "./bench.ts";
import { type Command, type MeasuredRun, type Measurement, measure } from "./measure.ts";

export interface Contestant {
  readonly name: string;
  /** A program that does the work, or a running one that is asked to do it. */
  readonly work: Command | (() => Promise<MeasuredRun>);
  /** Does less than the others: shows what is possible, and is no peer. @default false */
  readonly isLimit?: boolean;
  /** Rounds it takes part in, for what takes minutes. @default all */
  readonly mostRuns?: number;
  /** Before each run, not measured. */
  prepare?(): Promise<void>;
  /** After each run, not measured; throws when the work was not done. */
  verify?(run: MeasuredRun): Promise<void>;
}

export interface Contest {
  readonly title: string;
  readonly contestants: readonly Contestant[];
  /** Rounds, as a multiple of what was asked for: short runs need more. @default 1 */
  readonly times?: number;
}

export interface Standing extends Measurement {
  readonly name: string;
  readonly isLimit: boolean;
  readonly runs: number;
}

export interface ContestResult {
  readonly title: string;
  /** Medians of each contestant. */
  readonly standings: readonly Standing[];
}

/** Runs every contestant once a round, each round beginning with another one. */
export async function runContest(
  bench: Bench,
  { title, contestants, times = 1 }: Contest,
): Promise<ContestResult> {
  const runs = new Map<string, Measurement[]>(contestants.map(({ name }) => [name, []]));
  const total = bench.repetitions * (bench.quick ? 1 : times) * contestants.length;
  for (let turn = 0; turn < total; turn += 1) {
    const round = Math.floor(turn / contestants.length);
    const contestant = contestants[(turn + round) % contestants.length] as Contestant;
    const { name, work, mostRuns = total } = contestant;
    if (round >= mostRuns) continue;
    bench.progress.start(title, `${turn + 1}/${total}`, name);
    await contestant.prepare?.();
    const run = typeof work === "function" ? await work() : await measure(bench.python, bench.scratch, work);
    await contestant.verify?.(run);
    bench.progress.end(run);
    runs.get(name)?.push(run);
  }
  const standings = contestants.map((contestant) => summarise(contestant, runs.get(contestant.name) ?? []));
  return { title, standings };
}

/** The medians of a contestant's runs. */
export function summarise(
  { name, isLimit = false }: Pick<Contestant, "name" | "isLimit">,
  runs: readonly Measurement[],
): Standing {
  return {
    name,
    isLimit,
    runs: runs.length,
    seconds: median(runs.map(({ seconds }) => seconds)),
    cpuSeconds: median(runs.map(({ cpuSeconds }) => cpuSeconds)),
    peakBytes: median(runs.map(({ peakBytes }) => peakBytes)),
  };
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

/** @throws Error when the contest has no such contestant */
export function standingOf({ title, standings }: ContestResult, name: string): Standing {
  const standing = standings.find((each) => each.name === name);
  if (standing) return standing;
  throw new Error(`"${name}" takes no part in "${title}".`);
}
