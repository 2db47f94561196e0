// Runs a task's code between its checks: input, connections, the work, output.
import type { Connection } from "../model/connection/connection.ts";
import type { JsonValue } from "../model/json.ts";
import { dateNames, type RunContext } from "../model/run/run-context.ts";
import type { TaskOutcome } from "../model/run/task-protocol.ts";
import { toJson } from "../model/to-json.ts";
import type { HookServices } from "../sdk/hook.ts";
import type { Logger } from "../sdk/logger.ts";
import type { AnyOperator } from "../sdk/operator.ts";
import { AirflowFailException } from "../sdk/outcome.ts";
import type { TaskArgs, TaskContext } from "../sdk/task-handler.ts";
import { checkValue } from "./check-value.ts";
import type { TaskCode } from "./task-program.ts";
import { warnOfLargeResult } from "./warn-of-size.ts";
import { withClients } from "./with-clients.ts";

/** What one execution is given; everything comes from outside, so that a test can give it, too. */
export interface Execution extends HookServices {
  readonly input: JsonValue;
  readonly connections: Readonly<Record<string, Connection>>;
  readonly context: RunContext;
  /** Names the sources the code was built from. */
  readonly build: string;
}

type Run = (args: TaskArgs<unknown, Readonly<Record<string, object>>>) => unknown;

/**
 * Runs the code once.
 *
 * @returns success with the value, checked and as JSON carries it
 * @throws whatever the code throws; AirflowFailException when input, output or a connection is not what the
 *   operator says
 */
export async function executeTask(
  code: TaskCode,
  execution: Execution,
): Promise<Extract<TaskOutcome, { kind: "success" }>> {
  const {
    name,
    input,
    output,
    connections = {},
    run,
  }: AnyOperator = typeof code === "function" ? { name: "@task", run: code } : code;
  const { log, signal } = execution;
  const checked = await checkValue(input, execution.input, `The input of ${name} does not fit its schema`);
  return await withClients(connections, execution, async (clients) => {
    const returned: unknown = await (run as Run)({
      input: checked,
      connections: clients,
      context: taskContext(execution),
      log,
      signal,
    });
    signal.throwIfAborted();
    const value = await checkValue(output, returned, `What ${name} returned does not fit its schema`);
    return { kind: "success", value: toOutcomeValue(value, log) };
  });
}

function toOutcomeValue(value: unknown, log: Logger): JsonValue {
  try {
    const json = toJson(value, "output");
    warnOfLargeResult(log, json);
    return json;
  } catch (cause) {
    // The message says all; where in here it was made is of no use.
    throw new AirflowFailException((cause as Error).message);
  }
}

/** The context a task sees: the run, its date names where it has any, and the build. */
function taskContext({ context, build }: Pick<Execution, "context" | "build">): TaskContext {
  return {
    ...context,
    build,
    get dates() {
      if (context.logicalDate === null) {
        throw new AirflowFailException(
          `Run "${context.runId}" has no logical date, so ds, ts and the like have no values in it.`,
        );
      }
      return dateNames(context.logicalDate);
    },
  };
}
