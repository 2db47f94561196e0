// Runs a task's code between its checks: input, connections, the work, output.
import { prettifyError, safeParseAsync } from "zod/v4/core";
import { type Connection, isOfType, typeText } from "../model/connection/connection.ts";
import type { JsonValue } from "../model/json.ts";
import { dateNames, type RunContext } from "../model/run/run-context.ts";
import type { TaskOutcome } from "../model/run/task-protocol.ts";
import { toJson } from "../model/to-json.ts";
import type { Client, HookServices } from "../sdk/hook.ts";
import type { Logger } from "../sdk/logger.ts";
import type { AnyOperator } from "../sdk/operator.ts";
import { AirflowFailException } from "../sdk/outcome.ts";
import type { Hooks, TaskArgs, TaskContext } from "../sdk/task-handler.ts";
import type { TaskCode } from "./task-program.ts";
import { warnOfLargeResult } from "./warn-of-size.ts";

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
  const checked = await check(input, execution.input, `The input of ${name}`);
  const clients = await openClients(connections, execution);
  try {
    const returned: unknown = await (run as Run)({
      input: checked,
      connections: Object.fromEntries(clients),
      context: taskContext(execution),
      log,
      signal,
    });
    signal.throwIfAborted();
    const value = await check(output, returned, `What ${name} returned`);
    return { kind: "success", value: toOutcomeValue(value, log) };
  } finally {
    for (const [, client] of clients) await client.close?.();
  }
}

async function check(schema: AnyOperator["input"], value: unknown, what: string): Promise<unknown> {
  if (!schema) return value;
  const result = await safeParseAsync(schema, value);
  if (result.success) return result.data;
  throw new AirflowFailException(`${what} does not fit its schema:\n${prettifyError(result.error)}`);
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

async function openClients(hooks: Hooks, execution: Execution): Promise<(readonly [string, Client])[]> {
  const clients: (readonly [string, Client])[] = [];
  for (const [name, hook] of Object.entries(hooks)) {
    const connection = execution.connections[name];
    if (!connection) throw new AirflowFailException(`No connection was given for "${name}".`);
    const { connTypes } = hook;
    if (connTypes.length > 0 && !isOfType(connection, connTypes)) {
      throw new AirflowFailException(
        `Connection "${connection.connId}" has ${typeText(connection)}, and ${hook.name} takes ` +
          `${connTypes.join(", ")}. Change the connection's type, or pass another connection.`,
      );
    }
    clients.push([name, await hook.open(connection, execution)]);
  }
  return clients;
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
