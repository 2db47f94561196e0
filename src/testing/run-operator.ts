// Runs an operator in a test, the way a bundle would: checked input, real hooks, output as JSON carries it.
import type * as z from "zod";
import type { JsonValue } from "../model/json.ts";
import { readInstant } from "../model/run/date-text.ts";
import { type Run, runContext, runOfDay, runWithoutDates } from "../model/run/make-run.ts";
import { Masker } from "../model/secrets/masker.ts";
import { toJson } from "../model/to-json.ts";
import { executeTask } from "../runtime/execute-task.ts";
import type { Operator } from "../sdk/operator.ts";
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
 * const { value } = await runOperator(countRows, {
 *   input: { table: "listings" },
 *   connections: { warehouse: "postgres://localhost/test" },
 *   logicalDate: "2021-07-02",
 * });
 */
export async function runOperator<
  Input extends z.core.$ZodType,
  Output extends z.core.$ZodType,
  H extends Hooks,
>(
  operator: Operator<Input, Output, H>,
  run: OperatorRun<z.input<Input>, H>,
): Promise<OperatorResult<z.output<Output>>> {
  const environment = givenEnvironment(run.connections, {});
  const connections = Object.keys(run.connections).map(
    (name) => [name, environment.connection(name)] as const,
  );
  const { log, lines } = collectLines(new Masker({ connections: connections.map(([, each]) => each) }));
  const { value } = await executeTask(operator, {
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
  });
  return { value: value as z.output<Output>, log: lines };
}

function runOn(logicalDate: string | undefined): Run {
  if (logicalDate === undefined) return runWithoutDates("manual__test");
  const instant = readInstant(logicalDate);
  if (instant) return runOfDay(instant);
  throw new TypeError(
    `logicalDate ${JSON.stringify(logicalDate)} is not a date. Write 2021-07-02 or 2021-07-02T06:00Z.`,
  );
}
