// The heart of a local run: moves task instances from state to state until all have ended. It knows nothing of
// processes, files or screens; those are the `execute` function and the listeners.
import { setTimeout as delay } from "node:timers/promises";
import { isTeardown } from "../../model/dag/setup-teardown.ts";
import type { TaskKind } from "../../model/dag/task-model.ts";
import type { JsonValue } from "../../model/json.ts";
import type { EndState } from "../../model/run/end-state.ts";
import { decideAfter, decideExpansion, decideInstance, type Expansion, endOfRun } from "./decide-instance.ts";
import { retryWait } from "./effective-options.ts";
import { fieldsProblem } from "./pushed-fields.ts";
import { ReadyTasks } from "./ready-instances.ts";
import { RunClock } from "./run-clock.ts";
import type { RunEvent } from "./run-event.ts";
import { RunningInstances } from "./running-instances.ts";
import type { SchedulerOptions } from "./scheduler-options.ts";
import { type DagRun, type Deadline, hasEnded, isExpanded, type TaskInstance } from "./task-instance.ts";
import { timerMs } from "./timer.ts";
import type { TryResult } from "./try-result.ts";

/** Whether a task of this kind succeeds as soon as it may run, without a try. */
const endsAtOnce: Readonly<Record<TaskKind, boolean>> = {
  node: false,
  items: false,
  sensor: false,
  empty: true,
  // Runs that somebody starts always are the latest.
  latest_only: true,
  trigger_dag_run: false,
  external_task: false,
  hitl: false,
  python: false,
};

/** Runs everything. Resolves when all has ended, or after a stop when nothing is running any more. */
export async function schedule(options: SchedulerOptions): Promise<void> {
  await new Scheduler(options).run();
}

/** A run that has begun and not ended. */
interface ActiveRun {
  readonly clock: RunClock;
  /** Instances that have not ended. */
  left: number;
  /** Whether that is known of all its instances. */
  isTimedOut: boolean;
}

class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #queued: Iterator<DagRun>;
  readonly #active = new Map<DagRun, ActiveRun>();
  /** The one that began last. */
  #last: DagRun | undefined;
  /** What has come about since that may decide otherwise what becomes of them. */
  readonly #changed = new Set<TaskInstance>();
  readonly #ready = new ReadyTasks();
  /** What waits for the run before. */
  readonly #heldByPast = new Set<TaskInstance>();
  readonly #running: RunningInstances;
  /** Tries under way and waits between tries. */
  readonly #pending = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  #wake: () => void = () => {};
  #failure: { readonly error: unknown } | undefined;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#running = new RunningInstances(options.resources);
    this.#queued = options.runs[Symbol.iterator]();
    this.#signal = AbortSignal.any([options.signal, this.#stop.signal]);
    // One listener for all runs: AbortSignal.any would keep something of each run until the process ends.
    this.#signal.addEventListener("abort", () => {
      for (const { clock } of this.#active.values()) clock.stop(this.#signal.reason);
    });
  }

  async run(): Promise<void> {
    for (;;) {
      try {
        this.#advance();
      } catch (error) {
        this.#fail(error);
      }
      if (this.#pending.size === 0) break;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    for (const { clock } of this.#active.values()) clock.clear();
    if (this.#failure) throw this.#failure.error;
    if (this.#active.size > 0 && !this.#signal.aborted) {
      throw new Error(`The scheduler is stuck in run ${[...this.#active.keys()][0]?.runId}.`);
    }
  }

  /** Does everything that can be done now. */
  #advance(): void {
    do this.#settleRuns();
    while (this.#beginRun(this.#startReady()));
  }

  #settleRuns(): void {
    for (const [run, active] of this.#active) {
      if (!run.timedOut || active.isTimedOut) continue;
      active.isTimedOut = true;
      this.#change(run);
    }
    while (this.#changed.size > 0) this.#settleChanged();
    for (const [run, { left }] of this.#active) if (left === 0 && !this.#signal.aborted) this.#finishRun(run);
  }

  /** As in one pass of Airflow's scheduler, no decision goes by another: what they change is decided after them. */
  #settleChanged(): void {
    const decided = [...this.#changed]
      .filter(({ state }) => state === "none")
      .map((instance) => [instance, this.#decide(instance)] as const);
    this.#changed.clear();
    // Before one of them ends, and tells what it holds back.
    const held = decided.filter(([instance, decision]) => decision === "wait" && dependsOnPast(instance));
    for (const [instance] of held) this.#heldByPast.add(instance);
    for (const [instance, decision] of decided) {
      if (this.#signal.aborted) return;
      this.#settle(instance, decision);
    }
  }

  /** All that has not ended in a run is to be decided again. */
  #change(run: DagRun): void {
    for (const instance of run.tasks) if (!hasEnded(instance.state)) this.#changed.add(instance);
  }

  /** @returns how many instances wait for a resource */
  #startReady(): number {
    let waiting = 0;
    for (const ready of this.#ready.inOrder()) {
      for (let first = ready.first; first !== undefined; first = ready.first) {
        if (!this.#hasRoom()) return waiting;
        if (this.#running.holdBack(first)) {
          waiting += ready.size;
          break;
        }
        ready.delete(first);
        this.#start(first);
      }
    }
    return waiting;
  }

  #hasRoom(): boolean {
    return this.#running.size < this.#options.jobs && !this.#signal.aborted;
  }

  /** A run begins when there is room for its tasks, unless it would only lengthen a queue. */
  #beginRun(waiting: number): boolean {
    const { jobs, maxActiveRuns } = this.#options;
    if (!this.#hasRoom() || waiting >= jobs || this.#active.size >= maxActiveRuns) return false;
    const { value: run, done = false } = this.#queued.next();
    if (done) return false;
    run.before = this.#last;
    this.#last = run;
    run.state = "running";
    run.startedAt = Date.now();
    this.#active.set(run, { clock: this.#clockOf(run), left: unended(run), isTimedOut: false });
    run.link();
    this.#ready.begin(run);
    this.#change(run);
    this.#emit({ kind: "run-started", run });
    return true;
  }

  #clockOf(run: DagRun): RunClock {
    const { runTimeout } = this.#options;
    const deadlines = run.kept ? [] : (this.#options.deadlines?.(run) ?? []);
    const missed = (deadline: Deadline) => {
      try {
        this.#emit({ kind: "deadline-missed", run, deadline });
      } catch (error) {
        this.#fail(error);
      }
    };
    const clock = new RunClock(run, runTimeout, deadlines, missed);
    if (this.#signal.aborted) clock.stop(this.#signal.reason);
    return clock;
  }

  /**
   * Expands a mapped instance, ends one that needs no process, by its trigger rule, its past, or because it is empty, or
   * finds that its time has come.
   */
  #settle(instance: TaskInstance, decision: Expansion): void {
    if (decision === "run" && !endsAtOnce[instance.task.kind]) {
      this.#ready.add(instance);
      return;
    }
    this.#ready.delete(instance);
    if (typeof decision === "object") {
      if ("elements" in decision) this.#expand(instance, decision.elements);
      else this.#end(instance, decision.state, decision.reason);
    } else if (decision === "run") {
      instance.run.outputs.set(instance.task.taskId, instance.mapIndex, null);
      this.#end(instance, "success");
    } else if (decision !== "wait") {
      this.#end(instance, decision);
    }
  }

  #expand(instance: TaskInstance, elements: number): void {
    const { run } = instance;
    run.expand(instance, elements);
    run.link();
    const active = this.#active.get(run);
    if (active) active.left = unended(run);
    // It is no more.
    this.#heldByPast.delete(instance);
    this.#changed.delete(instance);
    // What waited for it waits for its instances.
    this.#change(run);
  }

  #decide(instance: TaskInstance): Expansion {
    const { run, task } = instance;
    if (run.timedOut) return "skipped";
    const list = isExpanded(instance) ? undefined : run.expansionOf(task.taskId);
    return list === undefined ? decideInstance(instance) : decideExpansion(instance, list);
  }

  #finishRun(run: DagRun): void {
    run.state = endOfRun(run);
    run.durationMs = Date.now() - run.startedAt;
    this.#active.get(run)?.clock.clear();
    this.#active.delete(run);
    this.#ready.end(run);
    run.before = undefined;
    this.#emit({ kind: "run-finished", run });
  }

  #start(instance: TaskInstance): void {
    this.#running.add(instance);
    instance.state = "running";
    instance.startedAt = Date.now();
    // A sensor that was rescheduled goes on with its try.
    if (!instance.poked) {
      instance.tries += 1;
      this.#emit({ kind: "try-started", instance });
    }
    this.#track(this.#try(instance));
  }

  async #try(instance: TaskInstance): Promise<void> {
    let result: TryResult;
    try {
      result = await this.#options.execute(instance, this.#signalOf(instance));
    } finally {
      instance.durationMs += Date.now() - instance.startedAt;
      this.#running.delete(instance);
    }
    this.#conclude(instance, result);
  }

  #emit(event: RunEvent): void {
    this.#options.emit(event);
    const work = this.#options.follow?.(event);
    if (work) this.#track(work);
  }

  #conclude(instance: TaskInstance, result: TryResult): void {
    instance.error = "error" in result ? result.error : undefined;
    if (result.kind !== "reschedule") instance.poked = undefined;
    if (result.kind === "reschedule") {
      this.#reschedule(instance, result.wait);
    } else if (result.kind === "success") {
      instance.updates = result.updates;
      this.#succeed(instance, result.value);
    } else if (result.kind === "skip") {
      this.#end(instance, "skipped", result.reason);
    } else if (result.kind === "stopped") {
      if (this.#isStoppedByFailure(instance))
        this.#end(instance, "failed", "stopped, as another task failed");
      else this.#reset(instance);
    } else if (result.kind === "fail" || instance.tries > instance.options.retries) {
      this.#end(instance, "failed", result.reason);
    } else {
      this.#retry(instance, result.reason);
    }
  }

  #succeed(instance: TaskInstance, value: JsonValue): void {
    const { skipped } = instance.run;
    const before = skipped.size;
    const problem = fieldsProblem(instance.task, value) ?? decideAfter(instance, value);
    if (skipped.size > before) this.#change(instance.run);
    if (problem === undefined) {
      instance.run.outputs.set(instance.task.taskId, instance.mapIndex, value);
      this.#end(instance, "success");
    } else {
      // Another try would return the same.
      this.#end(instance, "failed", problem);
    }
  }

  #retry(instance: TaskInstance, reason: string): void {
    const wait = retryWait(instance.options, instance.tries, this.#options.retryDelay);
    instance.state = "up_for_retry";
    this.#emit({ kind: "retry", instance, reason, wait });
    this.#track(this.#wait(instance, wait));
  }

  #reschedule(instance: TaskInstance, wait: number): void {
    instance.state = "up_for_reschedule";
    this.#emit({ kind: "waiting", instance, wait });
    this.#track(this.#wait(instance, wait));
  }

  async #wait(instance: TaskInstance, seconds: number): Promise<void> {
    // A stop cuts the wait short.
    await delay(timerMs(seconds), undefined, { signal: this.#signalOf(instance) }).catch(() => {});
    this.#reset(instance);
  }

  #reset(instance: TaskInstance): void {
    instance.state = "none";
    this.#changed.add(instance);
  }

  #end(instance: TaskInstance, state: EndState, reason?: string): void {
    instance.state = state;
    instance.reason = reason;
    const active = this.#active.get(instance.run);
    if (active) active.left -= 1;
    this.#tell(instance, state);
    this.#emit({ kind: "task-finished", instance });
    if (state !== "failed" || !this.#options.failFast) return;
    instance.run.failedFast = true;
    this.#change(instance.run);
    active?.clock.stopWork();
  }

  /** Whoever waits for the instance is to be decided again. */
  #tell({ countsIn }: TaskInstance, state: EndState): void {
    const decisive = countsIn.filter((awaited) => awaited.count(state));
    if (decisive.length === 0) return;
    for (const { dependents } of decisive) for (const dependent of dependents) this.#changed.add(dependent);
    for (const held of this.#heldByPast) this.#changed.add(held);
    this.#heldByPast.clear();
  }

  #isStoppedByFailure({ run, task }: TaskInstance): boolean {
    return run.failedFast && !run.timedOut && !this.#signal.aborted && !isTeardown(task);
  }

  #signalOf({ run, task }: TaskInstance): AbortSignal {
    const clock = this.#active.get(run)?.clock;
    return (isTeardown(task) ? clock?.signal : clock?.work) ?? this.#signal;
  }

  #track(work: Promise<void>): void {
    const tracked: Promise<void> = work
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#pending.delete(tracked);
        this.#wake();
      });
    this.#pending.add(tracked);
  }

  /** Something broke that is no task's doing: what is running is stopped, and nothing else begins. */
  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#stop.abort();
  }
}

function unended({ tasks }: DagRun): number {
  return tasks.reduce((count, { state }) => count + (hasEnded(state) ? 0 : 1), 0);
}

function dependsOnPast({ options }: TaskInstance): boolean {
  return options.dependsOnPast || options.waitForDownstream;
}
