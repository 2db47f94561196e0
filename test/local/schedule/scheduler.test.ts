import { setImmediate as soon } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { effectiveOptions } from "../../../src/local/schedule/effective-options.ts";
import type { RunEvent } from "../../../src/local/schedule/run-event.ts";
import { schedule } from "../../../src/local/schedule/scheduler.ts";
import { TaskGraph } from "../../../src/local/schedule/task-graph.ts";
import {
  type DagRun,
  type Deadline,
  hasEnded,
  type TaskInstance,
} from "../../../src/local/schedule/task-instance.ts";
import { decide } from "../../../src/local/schedule/trigger-rule.ts";
import type { TryResult } from "../../../src/local/schedule/try-result.ts";
import type { TaskOptionsModel } from "../../../src/model/dag/task-options.ts";
import { triggerRules } from "../../../src/model/dag/trigger-rule.ts";
import { notMapped, Outputs } from "../../../src/model/run/outputs.ts";
import { counted } from "./counted.ts";

interface TestTask {
  readonly upstream?: readonly string[];
  readonly options?: TaskOptionsModel;
  readonly empty?: boolean;
}

/** Runs of one DAG, without a journal or a plan. */
function makeRuns(tasks: Readonly<Record<string, TestTask>>, count: number): DagRun[] {
  const runs: DagRun[] = [];
  for (let day = 1; day <= count; day += 1) {
    const instances: TaskInstance[] = [];
    const run: DagRun = {
      place: day - 1,
      before: undefined,
      countsOf: () => undefined,
      countsBefore: (taskId) => run.before?.countsOf(taskId) ?? counted([]),
      runId: `run-${day}`,
      label: `day ${day}`,
      logicalDate: "2021-07-02T00:00:00.000Z",
      dataIntervalStart: "2021-07-02T00:00:00.000Z",
      dataIntervalEnd: "2021-07-03T00:00:00.000Z",
      assetEvents: {},
      tasks: instances,
      outputs: new Outputs(),
      expansionOf: () => undefined,
      link: () => {
        run.countsOf = new TaskGraph({ tasks: instances.map(({ task }) => task), groups: [] }).link(
          instances,
        );
      },
      expand: () => {
        throw new Error("No task is mapped.");
      },
      skipped: new Set(),
      kept: false,
      timedOut: false,
      failedFast: false,
      state: "queued",
      startedAt: 0,
      durationMs: 0,
    };
    for (const [taskId, { upstream = [], options = {}, empty = false }] of Object.entries(tasks)) {
      const task = {
        taskId,
        kind: empty ? ("empty" as const) : ("node" as const),
        operatorName: "Test",
        position: { file: "dags-ts/test.ts", line: 1, column: 1 },
        options,
        upstream: [...upstream],
        input: { kind: "literal" as const, value: null },
        inputSchema: {},
        connections: {},
        inlets: [],
        outlets: [],
      };
      instances.push({
        run,
        task,
        options: effectiveOptions(task, {}),
        upstream: [],
        awaited: [],
        countsIn: [],
        after: [],
        mapIndex: notMapped,
        name: undefined,
        state: "none",
        tries: 0,
        startedAt: 0,
        durationMs: 0,
        reason: undefined,
        error: undefined,
        logFile: undefined,
      });
    }
    runs.push(run);
  }
  return runs;
}

interface Settings {
  readonly jobs?: number;
  readonly maxActiveRuns?: number;
  readonly failFast?: boolean;
  readonly runTimeout?: number;
  readonly deadlines?: (run: DagRun) => readonly Deadline[];
  readonly resources?: (instance: TaskInstance) => readonly string[];
  readonly signal?: AbortSignal;
  readonly emit?: (event: RunEvent) => void;
}

type Execute = (instance: TaskInstance, signal: AbortSignal) => Promise<TryResult> | TryResult;

const success: TryResult = { kind: "success", value: null };

async function run(runs: Iterable<DagRun>, execute: Execute, settings: Settings = {}): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  await schedule({
    runs,
    jobs: settings.jobs ?? 4,
    maxActiveRuns: settings.maxActiveRuns ?? 16,
    failFast: settings.failFast ?? false,
    runTimeout: settings.runTimeout,
    ...(settings.deadlines && { deadlines: settings.deadlines }),
    retryDelay: 0,
    resources: settings.resources ?? (() => []),
    execute: async (instance, signal) => {
      await soon();
      return await execute(instance, signal);
    },
    emit: settings.emit ?? ((event) => void events.push(event)),
    signal: settings.signal ?? new AbortController().signal,
  });
  return events;
}

const states = (runs: readonly DagRun[]) =>
  runs.map(({ tasks }) => Object.fromEntries(tasks.map(({ task, state }) => [task.taskId, state])));

describe("limits and failures", () => {
  test("one task runs in as many runs at once as it may", async () => {
    let [now, most] = [0, 0];
    await run(makeRuns({ a: { options: { maxActiveTisPerDag: 1 } }, b: {} }, 3), async ({ task }) => {
      if (task.taskId === "b") return success;
      now += 1;
      most = Math.max(most, now);
      await soon();
      now -= 1;
      return success;
    });
    expect(most).toBe(1);
  });

  test("a DAG that fails fast stops what runs and skips what does not", async () => {
    const runs = makeRuns({ bad: {}, slow: {}, later: { upstream: ["slow"] } }, 1);
    await run(
      runs,
      ({ task }, signal) =>
        task.taskId === "bad"
          ? { kind: "fail", reason: "broken" }
          : new Promise((resolve) => {
              if (signal.aborted) resolve({ kind: "stopped" });
              signal.addEventListener("abort", () => resolve({ kind: "stopped" }));
            }),
      { failFast: true },
    );
    expect(states(runs)).toEqual([{ bad: "failed", slow: "failed", later: "skipped" }]);
    expect(runs[0]?.state).toBe("failed");
  });
});

describe("within a run", () => {
  test("a task starts after its upstream tasks have ended, and independent tasks run at the same time", async () => {
    const log: string[] = [];
    const runs = makeRuns({ a: {}, b: {}, c: { upstream: ["a", "b"] } }, 1);
    await run(runs, async ({ task }) => {
      log.push(`start ${task.taskId}`);
      await soon();
      log.push(`end ${task.taskId}`);
      return success;
    });
    expect(log).toEqual(["start a", "start b", "end a", "end b", "start c", "end c"]);
    expect(runs[0]?.state).toBe("success");
  });

  test("empty tasks succeed without a process, and have null as output", async () => {
    const runs = makeRuns({ start: { empty: true }, work: { upstream: ["start"] } }, 1);
    const executed: string[] = [];
    await run(runs, ({ task }) => {
      executed.push(task.taskId);
      return success;
    });
    expect(executed).toEqual(["work"]);
    expect(runs[0]?.outputs.get("start")).toBeNull();
  });

  test("a failure reaches the tasks after it, and a skip skips them", async () => {
    const tasks = { bad: {}, afterBad: { upstream: ["bad"] }, off: {}, afterOff: { upstream: ["off"] } };
    const runs = makeRuns(tasks, 1);
    await run(runs, ({ task }) =>
      task.taskId === "bad" ? { kind: "fail", reason: "broken" } : { kind: "skip", reason: "nothing to do" },
    );
    expect(states(runs)).toEqual([
      { bad: "failed", afterBad: "upstream_failed", off: "skipped", afterOff: "skipped" },
    ]);
  });

  test("the tasks nothing comes after decide whether the run has failed", async () => {
    const rescued = makeRuns(
      { bad: {}, rescue: { upstream: ["bad"], options: { triggerRule: "all_done" } } },
      1,
    );
    await run(rescued, ({ task }) => (task.taskId === "bad" ? { kind: "fail", reason: "" } : success));
    expect(rescued[0]?.state).toBe("success");
  });

  test("a higher priority weight goes first when slots are scarce", async () => {
    const order: string[] = [];
    const runs = makeRuns({ low: {}, high: { options: { priorityWeight: 5 } } }, 2);
    await run(
      runs,
      ({ task, run: { runId } }) => {
        order.push(`${runId} ${task.taskId}`);
        return success;
      },
      { jobs: 1 },
    );
    expect(order).toEqual(["run-1 high", "run-1 low", "run-2 high", "run-2 low"]);
  });
});

describe("tries", () => {
  test("an error is tried again until the retries are used up", async () => {
    const runs = makeRuns({ flaky: { options: { retries: 2 } } }, 1);
    const events = await run(runs, () => ({ kind: "error", reason: "exit code 1" }));
    expect(runs[0]?.tasks[0]).toMatchObject({ state: "failed", tries: 3, reason: "exit code 1" });
    expect(events.filter(({ kind }) => kind === "retry")).toHaveLength(2);
  });

  test("a task that succeeds at last has succeeded", async () => {
    const runs = makeRuns({ flaky: { options: { retries: 5 } } }, 1);
    await run(runs, ({ tries }) =>
      tries < 3 ? { kind: "error", reason: "" } : { kind: "success", value: tries },
    );
    expect(runs[0]?.tasks[0]).toMatchObject({ state: "success", tries: 3 });
    expect(runs[0]?.outputs.get("flaky")).toBe(3);
  });

  test("a fail outcome is not tried again", async () => {
    const runs = makeRuns({ hopeless: { options: { retries: 5 } } }, 1);
    await run(runs, () => ({ kind: "fail", reason: "no such bucket" }));
    expect(runs[0]?.tasks[0]).toMatchObject({ state: "failed", tries: 1, reason: "no such bucket" });
  });
});

describe("across runs", () => {
  test("a run begins when there is room for it, and not when it would only wait", async () => {
    const runs = makeRuns({ a: {}, b: { upstream: ["a"] } }, 3);
    const events = await run(runs, () => success, { jobs: 1 });
    const order = events.flatMap((event) => ("run" in event ? [`${event.kind} ${event.run.runId}`] : []));
    expect(order).toEqual(
      ["run-1", "run-2", "run-3"].flatMap((runId) => [`run-started ${runId}`, `run-finished ${runId}`]),
    );
  });

  test("a run is asked for when it begins, and holds none before it once it has ended", async () => {
    const [active, most] = [new Set<DagRun>(), 3];
    let asked = 0;
    function* runs(): Generator<DagRun> {
      for (const each of makeRuns({ a: { options: { dependsOnPast: true } }, b: {} }, 20)) {
        expect(active.size).toBeLessThan(most);
        asked += 1;
        yield each;
      }
    }
    const emit = (event: RunEvent) => {
      if (event.kind === "run-started") active.add(event.run);
      if (event.kind !== "run-finished") return;
      active.delete(event.run);
      expect(event.run.before).toBeUndefined();
    };
    await run(runs(), () => success, { jobs: 4, maxActiveRuns: most, emit });
    expect(asked).toBe(20);
  });

  test("a task that depends on its past waits for it, and fails with it", async () => {
    const order: string[] = [];
    const runs = makeRuns({ chained: { options: { dependsOnPast: true } } }, 4);
    await run(runs, ({ run: { runId } }) => {
      order.push(runId);
      return runId === "run-3"
        ? { kind: "fail", reason: "" }
        : runId === "run-1"
          ? { kind: "skip", reason: "" }
          : success;
    });
    expect(order).toEqual(["run-1", "run-2", "run-3"]);
    expect(runs.map(({ tasks }) => tasks[0]?.state)).toEqual([
      "skipped",
      "success",
      "failed",
      "upstream_failed",
    ]);
  });

  test("a run that takes longer than it may fails, and what it has not ended is skipped", async () => {
    const runs = makeRuns({ slow: { options: { retries: 3 } }, after: { upstream: ["slow"] } }, 1);
    await run(
      runs,
      async (_, signal) => {
        while (!signal.aborted) await soon();
        return { kind: "stopped" };
      },
      { runTimeout: 0.01 },
    );
    expect(runs[0]).toMatchObject({ state: "failed", timedOut: true });
    expect(states(runs)).toEqual([{ slow: "skipped", after: "skipped" }]);
  });
});

describe("the end of it all", () => {
  test("after a stop nothing is started, and what ran is told to stop", async () => {
    const stop = new AbortController();
    const runs = makeRuns({ first: {}, second: { upstream: ["first"] } }, 3);
    const executed: string[] = [];
    await run(
      runs,
      ({ run: { runId } }, signal) => {
        executed.push(runId);
        if (executed.length === 2) stop.abort();
        return signal.aborted ? { kind: "stopped" } : success;
      },
      { jobs: 1, signal: stop.signal },
    );
    // An older run goes before the next one begins.
    expect(executed).toEqual(["run-1", "run-1"]);
    expect(states(runs)).toEqual([
      { first: "success", second: "none" },
      { first: "none", second: "none" },
      { first: "none", second: "none" },
    ]);
  });

  test("a stop cuts the wait before a retry short", async () => {
    const stop = new AbortController();
    const runs = makeRuns({ flaky: { options: { retries: 1 } } }, 1);
    const done = schedule({
      runs,
      jobs: 1,
      failFast: false,
      maxActiveRuns: 1,
      runTimeout: undefined,
      retryDelay: 3600,
      resources: () => [],
      execute: async () => ({ kind: "error", reason: "" }),
      emit: ({ kind }) => kind === "retry" && stop.abort(),
      signal: stop.signal,
    });
    await expect(done).resolves.toBeUndefined();
  });

  test("a deadline is missed once, by the runs that are under way at it or begin behind it, and changes nothing of them", async () => {
    const runs = makeRuns({ quick: { empty: true }, slow: {} }, 3);
    const [early, late, never] = runs;
    const at = (time: number): Deadline => ({
      time,
      callback: { name: "note", input: {}, connections: {}, timeLimit: 15 },
    });
    const deadlines = (of: DagRun) => {
      if (of === early) return [at(0), at(Date.now() + 5)];
      // No timer waits so long, and one that is asked to goes off at once.
      return of === late ? [at(Date.now() + 10)] : [at(Date.now() + 3_600_000), at(8.64e15)];
    };
    const execute: Execute = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return success;
    };
    const events = await run(runs, execute, { deadlines });
    const missed = events.flatMap((event) => (event.kind === "deadline-missed" ? [event.run] : []));
    expect(missed).toEqual([early, early, late]);
    expect(missed).not.toContain(never);
    expect(runs.map(({ state }) => state)).toEqual(["success", "success", "success"]);
  });

  test("an error of the runner itself stops the other tasks and is thrown", async () => {
    const runs = makeRuns({ a: {}, b: {} }, 1);
    let stopped = false;
    const execute: Execute = async ({ task }, signal) => {
      if (task.taskId === "a") throw new Error("no warehouse");
      while (!signal.aborted) await soon();
      stopped = true;
      return { kind: "stopped" };
    };
    await expect(run(runs, execute)).rejects.toThrow("no warehouse");
    expect(stopped).toBe(true);
  });

  test.each(["run-started", "try-started", "task-finished", "run-finished"] as const)(
    "a listener that cannot write down %s stops the other tasks, and its error is thrown when they have ended",
    async (kind) => {
      const runs = makeRuns({ empty: { empty: true }, a: { upstream: ["empty"] }, b: {} }, 2);
      let running = 0;
      const emit = (event: RunEvent) => {
        const late = event.kind === "run-started" && event.run !== runs[1];
        if (event.kind === kind && !late) throw new Error("the disk is full");
      };
      const execute: Execute = async ({ task }, signal) => {
        running += 1;
        for (let turn = 0; turn < 5 || (task.taskId === "b" && kind !== "run-finished" && !signal.aborted); )
          await soon(turn++);
        running -= 1;
        return signal.aborted ? { kind: "stopped" } : success;
      };
      await expect(run(runs, execute, { emit })).rejects.toThrow("the disk is full");
      expect(running).toBe(0);
    },
  );
});

describe("whatever the DAG", () => {
  const outcome = fc.constantFrom<TryResult>(
    success,
    { kind: "skip", reason: "" },
    { kind: "fail", reason: "" },
    { kind: "error", reason: "" },
  );

  const scenario = fc.integer({ min: 1, max: 7 }).chain((size) =>
    fc.record({
      tasks: fc.tuple(
        ...Array.from({ length: size }, (_, index) =>
          fc.record({
            upstream: fc.subarray(Array.from({ length: index }, (_, other) => `t${other}`)),
            options: fc.record({
              triggerRule: fc.constantFrom(...triggerRules),
              dependsOnPast: fc.boolean(),
              retries: fc.integer({ min: 0, max: 2 }),
            }),
            empty: fc.boolean(),
          }),
        ),
      ),
      outcomes: fc.array(outcome, { minLength: 1, maxLength: 20 }),
      runs: fc.integer({ min: 1, max: 4 }),
      jobs: fc.integer({ min: 1, max: 3 }),
      maxActiveRuns: fc.integer({ min: 1, max: 3 }),
      shared: fc.boolean(),
    }),
  );

  test("everything ends, in order, within the limits, and as the trigger rules say", async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ tasks, outcomes, runs: count, jobs, maxActiveRuns, shared }) => {
        const runs = makeRuns(Object.fromEntries(tasks.map((task, index) => [`t${index}`, task])), count);
        const running = new Set<TaskInstance>();
        let next = 0;
        const execute: Execute = async (instance) => {
          expect(["run", "wait"]).toContain(decideNow(instance));
          running.add(instance);
          expect(running.size).toBeLessThanOrEqual(shared ? 1 : jobs);
          expect(new Set([...running].map((other) => other.run)).size).toBeLessThanOrEqual(maxActiveRuns);
          await soon();
          running.delete(instance);
          next += 1;
          return outcomes[next % outcomes.length] ?? success;
        };
        await run(runs, execute, { jobs, maxActiveRuns, resources: () => (shared ? ["warehouse"] : []) });
        for (const instance of runs.flatMap((one) => one.tasks)) {
          expect(hasEnded(instance.state)).toBe(true);
          expect(instance.tries).toBeLessThanOrEqual(instance.options.retries + 1);
          if (instance.tries > 0) expect(decideNow(instance)).toBe("run");
        }
        expect(runs.every(({ state }) => state === "success" || state === "failed")).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  /** From the states themselves. */
  function decideNow({ run, task, options }: TaskInstance) {
    const upstream = run.tasks.filter((other) => task.upstream.includes(other.task.taskId));
    return decide(options.triggerRule, counted(upstream.map(({ state }) => state)));
  }
});
