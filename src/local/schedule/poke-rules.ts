// What comes of a sensor's pokes, by the rules of Airflow's BaseSensorOperator.
import { createHash } from "node:crypto";
import { defaultPokeInterval, defaultTimeout, shortestReschedule } from "../../model/dag/sensor-options.ts";
import type { SensorTask } from "../../model/dag/task-model.ts";
import { plainError } from "../../model/run/task-error.ts";
import type { PokeResult, TryResult } from "./try-result.ts";

/** What the sensor has done so far. */
export interface Waited {
  readonly dagId: string;
  /** When it looked for the first time, in milliseconds since the epoch. */
  readonly since: number;
  /** Milliseconds since then. */
  readonly elapsed: number;
  /** Pokes that have ended. */
  readonly pokes: number;
}

/** What a poke ends the wait with; undefined where the sensor goes on waiting. */
export function endOfPoke(task: SensorTask, poke: PokeResult): TryResult | undefined {
  switch (poke.kind) {
    case "not_done":
      return undefined;
    case "success":
    case "skip":
    case "stopped":
      return poke;
    case "fail":
      return skipped(task, poke.reason) ?? poke;
    case "error": {
      const isTimeout = /^Airflow(?:Task|Sensor)Timeout$/.test(poke.error?.type ?? "");
      if (isTimeout) return skipped(task, poke.reason) ?? poke;
      if (task.silentFail) return undefined;
      return task.neverFail ? skipped(task, poke.reason) : poke;
    }
  }
}

function skipped({ softFail, neverFail }: SensorTask, reason: string): TryResult | undefined {
  const option = softFail ? "softFail" : neverFail ? "neverFail" : undefined;
  return option && { kind: "skip", reason: `${option}, and it would have failed: ${reason}` };
}

/** What the sensor ends with whose time is over; undefined before that. It is not tried again. */
export function endOfTime(task: SensorTask, { elapsed }: Pick<Waited, "elapsed">): TryResult | undefined {
  const { timeout = defaultTimeout, softFail } = task;
  if (elapsed <= timeout * 1000) return undefined;
  const reason = `it has waited for ${Math.round(elapsed / 1000)} s, longer than its timeout of ${timeout} s`;
  if (softFail) return { kind: "skip", reason: `softFail, and ${reason}` };
  return { kind: "fail", reason, error: plainError("AirflowSensorTimeout", `I${reason.slice(1)}.`) };
}

/** Seconds until the next poke. */
export function nextPoke(task: SensorTask, waited: Waited): number {
  const { timeout = defaultTimeout, maxWait = Number.POSITIVE_INFINITY } = task;
  const isRescheduled = task.mode === "reschedule";
  const interval = task.exponentialBackoff
    ? Math.min(maxWait, timeout - Math.floor(waited.elapsed / 1000), backoff(task, waited))
    : (task.pokeInterval ?? defaultPokeInterval);
  return isRescheduled ? Math.max(interval, shortestReschedule) : Math.max(interval, 0);
}

/** A rescheduled sensor has forgotten its pokes, and counts those that would have filled the time that has passed. */
function backoff(task: SensorTask, waited: Waited): number {
  if (task.mode !== "reschedule") return jittered(task, waited, waited.pokes);
  let count = 0;
  for (let sum = 0; sum <= waited.elapsed / 1000; ) {
    count += 1;
    sum += jittered(task, waited, count);
  }
  return jittered(task, waited, count);
}

/** Half the interval at first, and twice as much each time; and up to as much again, the same for the same sensor. */
function jittered(
  { taskId, pokeInterval = defaultPokeInterval }: SensorTask,
  { dagId, since }: Waited,
  count: number,
): number {
  const least = Math.max(Math.floor(pokeInterval * 2 ** (count - 2)), 1);
  if (!Number.isSafeInteger(least)) return Number.MAX_SAFE_INTEGER;
  const hash = createHash("sha1").update(`${dagId}#${taskId}#${since}#${count}`).digest("hex");
  return least + Number(BigInt(`0x${hash}`) % BigInt(least));
}
