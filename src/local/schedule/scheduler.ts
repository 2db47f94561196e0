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
import { RunClock } from "./run-clock.ts";
import type { RunEvent } from "./run-event.ts";
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

class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #queued: DagRun[];
  readonly #active = new Map<DagRun, RunClock>();
  readonly #running = new Set<TaskInstance>();
  /** Tries under way and waits between tries. */
  readonly #pending = new Set<Promise<void>>();
  readonly #held = new Set<string>();
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  #failure: { readonly error: unknown } | undefined;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#queued = [...options.runs];
    this.#signal = AbortSignal.any([options.signal, this.#stop.signal]);
  }

  async run(): Promise<void> {
    for (;;) {
      try {
        this.#advance();
      } catch (error) {
        this.#fail(error);
      }
      if (this.#pending.size === 0) break;
      await Promise.race(this.#pending);
    }
    for (const clock of this.#active.values()) clock.clear();
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
    let changed = true;
    while (changed && !this.#signal.aborted) {
      changed = false;
      for (const run of this.#active.keys()) {
        for (const instance of run.tasks) changed = this.#settle(instance) || changed;
        changed = this.#finishRun(run) || changed;
      }
    }
  }

  /** @returns how many instances wait for a resource */
  #startReady(): number {
    let waiting = 0;
    for (const instance of this.#ready()) {
      if (this.#isHeld(instance)) waiting += 1;
      else if (this.#hasRoom()) this.#start(instance);
    }
    return waiting;
  }

  /** By what another task holds, or by as many of its own instances as there may be. */
  #isHeld(instance: TaskInstance): boolean {
    const { maxActiveTisPerDag, maxActiveTisPerDagrun } = instance.options;
    const own = [...this.#running].filter(({ task }) => task.taskId === instance.task.taskId);
    const ofRun = own.filter(({ run }) => run === instance.run);
    if (maxActiveTisPerDag !== null && own.length >= maxActiveTisPerDag) return true;
    if (maxActiveTisPerDagrun !== null && ofRun.length >= maxActiveTisPerDagrun) return true;
    return this.#options.resources(instance).some((resource) => this.#held.has(resource));
  }

  #hasRoom(): boolean {
    return this.#running.size < this.#options.jobs && !this.#signal.aborted;
  }

  /** A run begins when there is room for its tasks, unless it would only lengthen a queue. */
  #beginRun(waiting: number): boolean {
    const { jobs, maxActiveRuns } = this.#options;
    if (!this.#hasRoom() || waiting >= jobs || this.#active.size >= maxActiveRuns) return false;
    const run = this.#queued.shift();
    if (!run) return false;
    run.state = "running";
    run.startedAt = Date.now();
    this.#active.set(run, this.#clockOf(run));
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
    return new RunClock(run, runTimeout, deadlines, missed, this.#signal);
  }

  /** Expands a mapped instance, or ends one that needs no process: by its trigger rule, its past, or because it is empty. */
  #settle(instance: TaskInstance): boolean {
    if (instance.state !== "none") return false;
    const decision = instance.run.timedOut ? "skipped" : this.#decide(instance);
    if (typeof decision === "object") {
      instance.run.expand(instance, decision.elements);
      return true;
    }
    if (decision === "skipped" || decision === "upstream_failed") {
      this.#end(instance, decision);
    } else if (decision === "run" && endsAtOnce[instance.task.kind]) {
      instance.run.outputs.set(instance.task.taskId, instance.mapIndex, null);
      this.#end(instance, "success");
    }
    return hasEnded(instance.state);
  }

  #decide(instance: TaskInstance): Expansion {
    const list = isExpanded(instance) ? undefined : instance.run.expansionOf(instance.task.taskId);
    return list === undefined ? decideInstance(instance) : decideExpansion(instance, list);
  }

  #finishRun(run: DagRun): boolean {
    if (!run.tasks.every(({ state }) => hasEnded(state))) return false;
    run.state = endOfRun(run);
    run.durationMs = Date.now() - run.startedAt;
    this.#active.get(run)?.clear();
    this.#active.delete(run);
    this.#emit({ kind: "run-finished", run });
    return true;
  }

  /** Instances whose time has come: by priority, then older runs first, then in the order of the tasks. */
  #ready(): TaskInstance[] {
    return [...this.#active.keys()]
      .flatMap((run) => run.tasks.filter((task) => task.state === "none" && this.#decide(task) === "run"))
      .sort((a, b) => b.options.priorityWeight - a.options.priorityWeight);
  }

  #start(instance: TaskInstance): void {
    const resources = this.#options.resources(instance);
    for (const resource of resources) this.#held.add(resource);
    this.#running.add(instance);
    instance.state = "running";
    instance.startedAt = Date.now();
    // A sensor that was rescheduled goes on with its try.
    if (!instance.poked) {
      instance.tries += 1;
      this.#emit({ kind: "try-started", instance });
    }
    this.#track(this.#try(instance, resources));
  }

  async #try(instance: TaskInstance, resources: readonly string[]): Promise<void> {
    let result: TryResult;
    try {
      result = await this.#options.execute(instance, this.#signalOf(instance));
    } finally {
      instance.durationMs += Date.now() - instance.startedAt;
      for (const resource of resources) this.#held.delete(resource);
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
      else instance.state = "none";
    } else if (result.kind === "fail" || instance.tries > instance.options.retries) {
      this.#end(instance, "failed", result.reason);
    } else {
      this.#retry(instance, result.reason);
    }
  }

  #succeed(instance: TaskInstance, value: JsonValue): void {
    const problem = fieldsProblem(instance.task, value) ?? decideAfter(instance, value);
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
    instance.state = "none";
  }

  #end(instance: TaskInstance, state: EndState, reason?: string): void {
    instance.state = state;
    instance.reason = reason;
    this.#emit({ kind: "task-finished", instance });
    if (state !== "failed" || !this.#options.failFast) return;
    instance.run.failedFast = true;
    this.#active.get(instance.run)?.stopWork();
  }

  #isStoppedByFailure({ run, task }: TaskInstance): boolean {
    return run.failedFast && !run.timedOut && !this.#signal.aborted && !isTeardown(task);
  }

  #signalOf({ run, task }: TaskInstance): AbortSignal {
    const clock = this.#active.get(run);
    return (isTeardown(task) ? clock?.signal : clock?.work) ?? this.#signal;
  }

  #track(work: Promise<void>): void {
    const tracked: Promise<void> = work
      .catch((error: unknown) => this.#fail(error))
      .finally(() => this.#pending.delete(tracked));
    this.#pending.add(tracked);
  }

  /** Something broke that is no task's doing: what is running is stopped, and nothing else begins. */
  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#stop.abort();
  }
}
