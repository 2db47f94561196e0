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

/** What the days are worked on with: they come out differently, and nothing of the one may be left in the other. */
const paramSets: readonly (readonly string[])[] = [[], ["--param", "min_clicks=2"]];

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
  const { project, store, kills, random } = options;
  const { expected, beginning } = await undisturbed(options);
  const tally: Tally = { kills: 0, moments: {}, faults: {}, passes: 0, window: options.window ?? beginning };
  while (tally.kills < kills) {
    // Every other pass works over what is there.
    if (tally.passes % 2 === 0) await project.reset(store);
    const [params, otherParams] = random() < 0.5 ? paramSets : paramSets.toReversed();
    const done = await onePass(options, tally, params ?? [], otherParams ?? []);
    tally.passes += 1;
    await compare(options, expected.get(done) as Results);
  }
  return tally;
}

type ExpectedResults = ReadonlyMap<readonly string[], Results>;

/** @returns what comes out of each set of params, and the milliseconds until the first task had ended */
async function undisturbed(options: Torture): Promise<{ expected: ExpectedResults; beginning: number }> {
  const { project, store } = options;
  const expected = new Map<readonly string[], Results>();
  let beginning = 0;
  for (const params of paramSets) {
    await project.reset(store);
    const start = performance.now();
    const running = project.run([...params, "--jobs", "1"]);
    await Promise.race([firstTaskEnded(project), running]);
    beginning = performance.now() - start;
    await succeeded(running);
    const results = await project.results(store);
    expected.set(params, results);
    await compare(options, results);
  }
  return { expected, beginning };
}

async function firstTaskEnded(project: TorturedProject): Promise<void> {
  while (!(await project.hasProgress())) await sleep(20);
}

/**
 * From the first day's start to the last day's end, in spite of all the kills.
 *
 * @returns the params that the days were worked on with in the end
 */
async function onePass(
  options: Torture,
  tally: Tally,
  params: readonly string[],
  otherParams: readonly string[],
): Promise<readonly string[]> {
  const { project, kills, random, faults } = options;
  for (let args = params; ; ) {
    const scene = { project, random, params, otherParams, args };
    const start = Date.now();
    const fault = tally.kills < kills ? faults[Math.floor(random() * faults.length)] : undefined;
    if (!fault) {
      await succeeded(project.run(args));
      return params;
    }
    const running = fault.start(scene);
    const moment = sleep(tally.window * random(), "kill");
    if ((await Promise.race([running.then(() => "ended"), moment])) === "ended") {
      tally.window *= tooLate;
      await succeeded(running);
      return params;
    }
    const task = (await project.taskSince(start)) ?? "starting";
    const successor = await fault.strike(running, scene);
    const { signal, exitCode } = await running;
    const stopped = signal === "SIGKILL" || (fault.mayFail === true && exitCode === 1);
    // It may just have been done.
    if (stopped) countKill(tally, task, fault);
    else await succeeded(running);
    options.onKill(tally);
    if (successor) {
      await succeeded(successor.running);
      return successor.params;
    }
    if (!stopped) return params;
    // Before the first task there may be only what runners with other params have left.
    if (task !== "starting") args = [...params, "--resume"];
  }
}

function countKill(tally: Tally, task: string, fault: Fault): void {
  if (task === "starting") tally.window *= tooEarly;
  tally.kills += 1;
  tally.moments[task] = (tally.moments[task] ?? 0) + 1;
  tally.faults[fault.name] = (tally.faults[fault.name] ?? 0) + 1;
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
