// Kills the runner at random moments until it was killed often enough, and compares what comes out.
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { ObjectStore } from "../../src/hooks/index.ts";
import type { Fault } from "./faults.ts";
import { leftovers } from "./leftovers.ts";
import type { Results, TorturedProject } from "./tortured-project.ts";

/** What is tortured, and how. */
export interface Torture {
  readonly project: TorturedProject;
  readonly store: ObjectStore;
  openUploads(): Promise<number>;
  readonly kills: number;
  /** What may come with a kill; one of them each time. */
  readonly faults: readonly Fault[];
  /** A fraction of 1, another one each time. */
  random(): number;
  /** Milliseconds; null measures it. */
  readonly window: number | null;
  onKill(count: Tally): void;
}

/** What has happened so far. */
export interface Tally {
  kills: number;
  /** Kills by the task that was started last. */
  readonly moments: Record<string, number>;
  /** Kills by what came with them. */
  readonly faults: Record<string, number>;
  /** How often all the days were done. */
  passes: number;
  window: number;
}

// The machine's pace changes: the window follows it, so that kills neither miss the run nor all hit its start.
const [tooLate, tooEarly] = [0.5, 1.1];

/** The days came out other than undisturbed, or something was left. */
export class TortureError extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = "TortureError";
  }
}

/** @throws {TortureError} */
export async function torture(options: Torture): Promise<Tally> {
  const { project, store, kills } = options;
  const { expected, beginning } = await undisturbed(options);
  const tally: Tally = { kills: 0, moments: {}, faults: {}, passes: 0, window: options.window ?? beginning };
  while (tally.kills < kills) {
    // Every other pass works over what is there.
    if (tally.passes % 2 === 0) await project.reset(store);
    await onePass(options, tally);
    tally.passes += 1;
    await compare(options, expected);
  }
  return tally;
}

/** @returns what comes out, and the milliseconds until the first task had ended */
async function undisturbed(options: Torture): Promise<{ expected: Results; beginning: number }> {
  const { project, store } = options;
  await project.reset(store);
  const start = performance.now();
  const running = project.run(["--jobs", "1"]);
  await Promise.race([firstTaskEnded(project), running]);
  const beginning = performance.now() - start;
  await succeeded(running);
  const expected = await project.results(store);
  await compare(options, expected);
  return { expected, beginning };
}

async function firstTaskEnded(project: TorturedProject): Promise<void> {
  while (!(await project.hasProgress())) await sleep(20);
}

/** From the first day's start to the last day's end, in spite of all the kills. */
async function onePass(options: Torture, tally: Tally): Promise<void> {
  const { project, kills, random, faults } = options;
  for (let args: string[] = []; ; args = ["--resume"]) {
    const start = Date.now();
    if (tally.kills >= kills) return void (await succeeded(project.run(args)));
    const fault = faults[Math.floor(random() * faults.length)] as Fault;
    const running = fault.start(project, args, random);
    const moment = sleep(tally.window * random(), "kill");
    if ((await Promise.race([running.then(() => "ended"), moment])) === "ended") {
      tally.window *= tooLate;
      return void (await succeeded(running));
    }
    const task = (await project.taskSince(start)) ?? "starting";
    const successors = await fault.strike(running, project, random);
    const { signal } = await running;
    for (const successor of successors) await succeeded(successor);
    // It may just have been done.
    if (signal !== "SIGKILL") return void (await succeeded(running));
    if (task === "starting") tally.window *= tooEarly;
    tally.kills += 1;
    tally.moments[task] = (tally.moments[task] ?? 0) + 1;
    tally.faults[fault.name] = (tally.faults[fault.name] ?? 0) + 1;
    options.onKill(tally);
    if (successors.length > 0) return;
  }
}

async function succeeded(running: ReturnType<TorturedProject["run"]>): Promise<void> {
  const { exitCode, all } = await running;
  if (exitCode !== 0) throw new TortureError(`The runner failed with exit code ${exitCode}:\n${all}`);
}

async function compare({ project, store, openUploads }: Torture, expected: Results): Promise<void> {
  const left = await leftovers(project, openUploads);
  if (left.length > 0) throw new TortureError(`The days are done, and this is left:\n${left.join("\n")}`);
  const actual = await project.results(store);
  if (isDeepStrictEqual(actual, expected)) return;
  throw new TortureError(`Other than undisturbed:\n${differences(expected, actual).join("\n")}`);
}

function differences(expected: Results, actual: Results): string[] {
  const keys = new Set([...Object.keys(expected.objects), ...Object.keys(actual.objects)]);
  const objects = [...keys]
    .filter((key) => expected.objects[key] !== actual.objects[key])
    .map((key) => `${key}\n  - ${expected.objects[key]}\n  + ${actual.objects[key]}`);
  const lost = expected.table.filter((row) => !actual.table.includes(row)).map((row) => `- ${row}`);
  const extra = actual.table.filter((row, index) => expected.table[index] !== row).map((row) => `+ ${row}`);
  return [...objects, ...lost, ...extra];
}
