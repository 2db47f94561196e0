// One try of a sensor, or the part of it until the sensor is rescheduled: its pokes, each a process, and the waits between.
import { setTimeout as delay } from "node:timers/promises";
import { defaultTimeout } from "../../model/dag/sensor-options.ts";
import type { SensorTask } from "../../model/dag/task-model.ts";
import { plainError } from "../../model/run/task-error.ts";
import { endOfPoke, endOfTime, nextPoke } from "../schedule/poke-rules.ts";
import type { TaskInstance } from "../schedule/task-instance.ts";
import { timerMs } from "../schedule/timer.ts";
import type { PokeResult, TryResult } from "../schedule/try-result.ts";

export interface Sensing {
  readonly dagId: string;
  readonly instance: TaskInstance;
  readonly task: SensorTask;
  /** Looks once, for so many seconds at most. */
  readonly poke: (timeout: number) => Promise<PokeResult>;
  /** Whether it keeps its place among the tasks under way while it waits. */
  readonly keepsPlace: boolean;
  /** Told before it waits in its place. */
  readonly waiting: (wait: number) => void;
  readonly signal: AbortSignal;
}

export async function sense(sensing: Sensing): Promise<TryResult> {
  const { dagId, instance, task, keepsPlace, waiting } = sensing;
  const begun = Date.now();
  instance.poked ??= { count: 0, since: begun };
  const since = (task.mode === "reschedule" ? instance.rescheduledSince : instance.poked.since) ?? begun;
  for (;;) {
    const poke = await limited(sensing, begun);
    instance.poked.count += 1;
    const waited = { dagId, since, elapsed: Date.now() - since, pokes: instance.poked.count };
    const end = endOfPoke(task, poke) ?? endOfTime(task, waited);
    if (end) return end;
    const wait = nextPoke(task, waited);
    if (!keepsPlace) {
      instance.rescheduledSince ??= begun;
      return { kind: "reschedule", wait };
    }
    waiting(wait);
    const broken = await wakeUp(wait, sensing, begun);
    if (broken) return broken;
  }
}

/** A poke that neither the execution timeout ends nor, which Airflow would let hang, that of the sensor. */
async function limited({ instance, task, poke }: Sensing, begun: number): Promise<PokeResult> {
  const { timeout = defaultTimeout } = task;
  const { executionTimeout } = instance.options;
  const left = executionTimeout === null ? timeout : executionTimeout - (Date.now() - begun) / 1000;
  const result = await poke(Math.max(Math.min(timeout, left), 0));
  const isTimeout = result.kind === "error" && result.error?.type === "AirflowTaskTimeout";
  if (!isTimeout) return result;
  if (left < timeout) return tooLong(instance);
  const reason = `a look was ended when its timeout of ${timeout} s was over`;
  return { kind: "fail", reason, error: plainError("AirflowSensorTimeout", `A${reason.slice(1)}.`) };
}

/** @returns what ended the wait before its time */
async function wakeUp(
  wait: number,
  { instance, signal }: Sensing,
  begun: number,
): Promise<TryResult | undefined> {
  const { executionTimeout } = instance.options;
  const left = executionTimeout === null ? wait : executionTimeout - (Date.now() - begun) / 1000;
  await delay(timerMs(Math.max(Math.min(wait, left), 0)), undefined, { signal }).catch(() => {});
  if (signal.aborted) return { kind: "stopped" };
  return left < wait ? tooLong(instance) : undefined;
}

function tooLong({ options }: TaskInstance): Extract<TryResult, { kind: "error" }> {
  const reason = `it took longer than its execution timeout of ${options.executionTimeout} s`;
  return { kind: "error", reason, error: plainError("AirflowTaskTimeout", `I${reason.slice(1)}.`) };
}
