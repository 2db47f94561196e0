// Options of tasks that wait, whatever for: those that all of Airflow's sensors have.
import * as z from "zod";
import { option, seconds } from "./option.ts";

const looksOnce = { heeded: false, because: "learns at once what is waited for" } as const;

/** Options of a task that waits. */
export const sensorOptions = {
  /** How often it looks. @default 1 minute */
  pokeInterval: option({
    python: "poke_interval",
    kind: "seconds",
    schema: seconds.positive(),
    since: "2.10",
    local: looksOnce,
  }),
  /** How long it waits until it fails, counted from its first look. @default Airflow's setting, 7 days */
  timeout: option({
    python: "timeout",
    kind: "seconds",
    schema: seconds.positive(),
    since: "2.10",
    local: { heeded: false, because: "runs what is waited for, and does not wait" },
  }),
  /**
   * Whether it keeps its worker between two looks, or comes back for each, which Airflow's scheduler takes some seconds
   * for: let `pokeInterval` be a minute or more then. @default "poke"
   */
  mode: option({
    python: "mode",
    kind: "plain",
    schema: z.enum(["poke", "reschedule"]),
    since: "2.10",
    local: { heeded: false, because: "has no workers to free" },
  }),
  /** Whether it is skipped where it would fail, and when its time is over. @default false */
  softFail: option({
    python: "soft_fail",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: { heeded: true },
  }),
  /** Whether it is skipped where it would fail. @default false */
  neverFail: option({
    python: "never_fail",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: { heeded: true },
  }),
  /** Whether it goes on waiting when a look ends in an error. @default false */
  silentFail: option({
    python: "silent_fail",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: looksOnce,
  }),
  /** Whether it looks less and less often, beginning with `pokeInterval`. @default false */
  exponentialBackoff: option({
    python: "exponential_backoff",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: looksOnce,
  }),
  /** The longest time between two looks that become less and less frequent. @default no limit */
  maxWait: option({
    python: "max_wait",
    kind: "seconds",
    schema: seconds.positive(),
    since: "2.10",
    local: looksOnce,
  }),
  /** Whether it waits in Airflow's triggerer, and holds no worker. @default Airflow's setting */
  deferrable: option({
    python: "deferrable",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: { heeded: false, because: "has no triggerer" },
  }),
} as const;
