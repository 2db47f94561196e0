// Options of tasks that wait, whatever for: those that all of Airflow's sensors have.
import * as z from "zod";
import { type Options, option, seconds } from "./option.ts";

/** The shortest time between two pokes of a sensor that is rescheduled: Airflow 3 fails one that is back before its scheduler. */
export const shortestReschedule = 10;

/** Airflow's `[sensors] default_timeout`, in seconds. */
export const defaultTimeout = 604_800;

/** Airflow's default, in seconds. */
export const defaultPokeInterval = 60;

/** What the local runner makes of it; it has no use for some of them in waits for other DAGs. */
const heeded = { heeded: true } as
  | { readonly heeded: true }
  | { readonly heeded: false; readonly because: string };

/** Options of a sensor. */
export const sensorOptions = {
  /**
   * How often it looks; with the mode `reschedule`, every 10 seconds at most. @default 1 minute
   */
  pokeInterval: option({
    python: "poke_interval",
    kind: "seconds",
    schema: seconds.positive(),
    since: "2.10",
    local: heeded,
  }),
  /**
   * How long it waits until it fails, and is not tried again; counted from the first look of the try, with the mode
   * `reschedule` from the first look of all tries. @default Airflow's setting, 7 days
   */
  timeout: option({
    python: "timeout",
    kind: "seconds",
    schema: seconds.positive(),
    since: "2.10",
    local: heeded,
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
    local: heeded,
  }),
  /** Whether it is skipped when its time is over, or when it fails for good. @default false */
  softFail: option({
    python: "soft_fail",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: heeded,
  }),
  /** Whether it is skipped when a look fails; it still fails when its time is over. @default false */
  neverFail: option({
    python: "never_fail",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: heeded,
  }),
  /** Whether it goes on waiting when a look ends in an error. @default false */
  silentFail: option({
    python: "silent_fail",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: heeded,
  }),
  /** Whether it looks less and less often, beginning with half of `pokeInterval`, and a bit more by chance. @default false */
  exponentialBackoff: option({
    python: "exponential_backoff",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: heeded,
  }),
  /** The longest time between two looks that become less and less frequent. @default no limit */
  maxWait: option({
    python: "max_wait",
    kind: "seconds",
    schema: seconds.positive(),
    since: "2.10",
    local: heeded,
  }),
} as const;

const looksOnce = "learns at once what is waited for";

/** Options of a task that waits for another DAG. */
export const dagWaitOptions = {
  ...passedOver(sensorOptions, {
    pokeInterval: looksOnce,
    timeout: "runs what is waited for, and does not wait",
    mode: "has no workers to free",
    silentFail: looksOnce,
    exponentialBackoff: looksOnce,
    maxWait: looksOnce,
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

/** The same options, some of which the local runner has no use for. */
function passedOver<Table extends Options>(
  table: Table,
  reasons: { readonly [Name in keyof Table]?: string },
): Table {
  const entries = Object.entries(table).map(([name, entry]) => {
    const because = reasons[name];
    return [name, because === undefined ? entry : { ...entry, local: { heeded: false, because } }];
  });
  return Object.fromEntries(entries) as Table;
}
