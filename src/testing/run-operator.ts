// Runs an operator in a test, the way a bundle would: checked input, real hooks, output as JSON carries it.
import type * as z from "zod";
import type { JsonValue } from "../model/json.ts";
import { readInstant } from "../model/run/date-text.ts";
import { type Run, runContext, runOfDay, runWithoutDates } from "../model/run/make-run.ts";
import { Masker } from "../model/secrets/masker.ts";
import { toJson } from "../model/to-json.ts";
import { type Execution, executePoke, executeTask } from "../runtime/execute-task.ts";
import type { Operator } from "../sdk/operator.ts";
import type { Sensor } from "../sdk/sensor.ts";
import type { Hooks } from "../sdk/task-handler.ts";
import { collectLines } from "./collect-lines.ts";
import { givenEnvironment } from "./given-environment.ts";
import { testBuild } from "./test-build.ts";

/** What a test gives an operator. */
export interface OperatorRun<Input, H extends Hooks> {
  readonly input: Input;
  /**
   * Connections as an AIRFLOW_CONN_* variable holds them (URI or JSON), by the operator's names. A relative
   * `path` is relative to the working directory.
   */
  readonly connections: { readonly [Name in keyof H]: string };
  /**
   * Logical date, `2021-07-02` or `2021-07-02T06:00`, in UTC unless it has an offset. The data interval is the day
   * that begins there. @default a run without dates
   */
  readonly logicalDate?: string;
  /** @default {} */
  readonly params?: Readonly<Record<string, JsonValue>>;
  /** @default 1 */
  readonly tryNumber?: number;
  /** @default never aborted */
  readonly signal?: AbortSignal;
}

/** What came of it. */
export interface OperatorResult<Output> {
  readonly value: Output;
  /** Texts of the Variables that it has written, by key; null where one was deleted. */
  readonly variables: Readonly<Record<string, string | null>>;
  /** The lines of its log, level first, without secrets. */
  readonly log: readonly string[];
}

/**
 * Runs an operator once.
 *
 * @throws TypeError when `logicalDate` is not a date
 * @throws whatever the operator throws: AirflowSkipException, AirflowFailException, or an error that a real run
 *   would be retried after
 *
 * @example
 * import { runOperator } from "windsock/testing";
 * import { summarizePrices } from "./operators/summarize-prices.ts";
 *
 * const { value, log } = await runOperator(summarizePrices, {
 *   input: { bucket: "listings", key: "2026-01-01.csv" },
 *   connections: { store: "fs://?path=sample-data" },
 *   logicalDate: "2026-01-01",
 * });
 * console.log(value.average, log);
 */
export async function runOperator<
  Input extends z.core.$ZodType,
  Output extends z.core.$ZodType,
  H extends Hooks,
>(
  operator: Operator<Input, Output, H>,
  run: OperatorRun<z.input<Input>, H>,
): Promise<OperatorResult<z.output<Output>>> {
  const { execution, lines } = givenExecution(run);
  const { value, variables = {} } = await executeTask(operator, execution);
  return { value: value as z.output<Output>, variables, log: lines };
}

/** What came of one look. */
export type PokeOnce<Output> =
  | { readonly isDone: false; readonly log: readonly string[] }
  | {
      readonly isDone: true;
      /** The output of the sensor's task; null where it has none. */
      readonly value: Output;
      /** The lines of its log, level first, without secrets. */
      readonly log: readonly string[];
    };

/**
 * Has a sensor look once.
 *
 * @throws TypeError when `logicalDate` is not a date
 * @throws whatever the sensor throws: AirflowSkipException, AirflowFailException, or an error that a real run would be
 *   retried after
 *
 * @example
 * import { objectSensor } from "windsock/sensors";
 * import { pokeSensor } from "windsock/testing";
 *
 * const look = await pokeSensor(objectSensor, {
 *   input: { bucket: "listings", key: "2026-01-01.csv" },
 *   connections: { store: "fs://?path=sample-data" },
 * });
 * console.log(look.isDone && look.value.size);
 */
export async function pokeSensor<
  Input extends z.core.$ZodType,
  Output extends z.core.$ZodType,
  H extends Hooks,
>(
  sensor: Sensor<Input, Output, H>,
  run: OperatorRun<z.input<Input>, H>,
): Promise<PokeOnce<z.output<Output>>> {
  const { execution, lines } = givenExecution(run);
  const outcome = await executePoke(sensor, execution);
  if (outcome.kind === "not_done") return { isDone: false, log: lines };
  return { isDone: true, value: outcome.value as z.output<Output>, log: lines };
}

/** What a test gives, as the code gets it, and the lines of the log. */
function givenExecution(run: OperatorRun<unknown, Hooks>): {
  readonly execution: Execution;
  readonly lines: readonly string[];
} {
  const environment = givenEnvironment(run.connections, {});
  const connections = Object.keys(run.connections).map(
    (name) => [name, environment.connection(name)] as const,
  );
  const { log, lines } = collectLines(new Masker({ connections: connections.map(([, each]) => each) }));
  const execution = {
    input: toJson(run.input, "input"),
    connections: Object.fromEntries(connections),
    context: runContext(
      { dagId: "test", taskId: "test", tryNumber: run.tryNumber },
      runOn(run.logicalDate),
      run.params ?? {},
    ),
    build: testBuild,
    log,
    signal: run.signal ?? new AbortController().signal,
  };
  return { execution, lines };
}

function runOn(logicalDate: string | undefined): Run {
  if (logicalDate === undefined) return runWithoutDates("manual__test");
  const instant = readInstant(logicalDate);
  if (instant) return runOfDay(instant);
  throw new TypeError(
    `logicalDate ${JSON.stringify(logicalDate)} is not a date. Write 2021-07-02 or 2021-07-02T06:00Z.`,
  );
}
