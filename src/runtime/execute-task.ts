// Runs a task's code between its checks: input, connections, the work, output.
import type { Connection } from "../model/connection/connection.ts";
import type { OutletModel } from "../model/dag/asset.ts";
import type { JsonValue } from "../model/json.ts";
import { dateNames, type RunContext } from "../model/run/run-context.ts";
import type { PokeOutcome, TaskOutcome } from "../model/run/task-protocol.ts";
import { toJson } from "../model/to-json.ts";
import { written } from "../model/written.ts";
import type { HookServices } from "../sdk/hook.ts";
import type { Logger } from "../sdk/logger.ts";
import type { AnyOperator } from "../sdk/operator.ts";
import { AirflowFailException } from "../sdk/outcome.ts";
import type { OutletEvents } from "../sdk/outlet-events.ts";
import type { Done } from "../sdk/sensor.ts";
import type { TaskArgs, TaskContext } from "../sdk/task-handler.ts";
import { checkValue } from "./check-value.ts";
import { SaidUpdates } from "./said-updates.ts";
import type { TaskCode } from "./task-program.ts";
import { warnOfLargeResult } from "./warn-of-size.ts";
import { withClients } from "./with-clients.ts";
import { collectVariables } from "./written-variables.ts";

/** What one execution is given; everything comes from outside, so that a test can give it, too. */
export interface Execution extends HookServices {
  readonly input: JsonValue;
  readonly connections: Readonly<Record<string, Connection>>;
  readonly context: RunContext;
  /** Of the task; undefined where code runs without one. */
  readonly outlets?: readonly OutletModel[] | undefined;
  /** Names the sources the code was built from. */
  readonly build: string;
}

type Run = (args: TaskArgs<unknown, Readonly<Record<string, object>>>) => unknown;

type Success = Extract<TaskOutcome, { kind: "success" }>;

/**
 * Runs the code once.
 *
 * @returns success with the value, checked and as JSON carries it
 * @throws whatever the code throws; AirflowFailException when input, output or a connection is not what the
 *   operator says
 */
export async function executeTask(code: TaskCode, execution: Execution): Promise<Success> {
  return await runCode(partsOf(code), execution, (returned, succeed) => succeed(returned));
}

/**
 * Has a sensor look once.
 *
 * @returns success with the value, checked and as JSON carries it; or that it is not done
 * @throws as {@link executeTask} does
 */
export async function executePoke(
  code: TaskCode,
  execution: Execution,
): Promise<Success | Extract<PokeOutcome, { kind: "not_done" }>> {
  const parts = partsOf(code);
  return await runCode<Success | { kind: "not_done" }>(parts, execution, (returned, succeed) => {
    if (returned === false) return { kind: "not_done" };
    if (returned === true) return succeed(undefined);
    if (isDone(returned)) return succeed(returned.value);
    throw new AirflowFailException(
      `The poke of ${parts.name} returned ${written(returned)}. It returns false for "not yet", and true or ` +
        "done(value) when what it waits for is there.",
    );
  });
}

function isDone(returned: unknown): returned is Done<unknown> {
  return (
    typeof returned === "object" && returned !== null && "isDone" in returned && returned.isDone === true
  );
}

type Parts = Pick<AnyOperator, "name" | "input" | "output" | "connections"> & { readonly run: unknown };

function partsOf(code: TaskCode): Parts {
  if (typeof code === "function") return { name: "the function", run: code };
  const { name, input, output, connections } = code;
  return { name, input, output, connections, run: "poke" in code ? code.poke : code.run };
}

/** @param conclude what comes of what the code returned */
async function runCode<Outcome>(
  { name, input, output, connections = {}, run }: Parts,
  execution: Execution,
  conclude: (
    returned: unknown,
    succeed: (value: unknown) => Promise<Success>,
  ) => Outcome | Promise<Outcome | Success>,
): Promise<Outcome | Success> {
  const { log, signal } = execution;
  const said = new SaidUpdates(execution.outlets);
  const checked = await checkValue(input, execution.input, `The input of ${name} does not fit its schema`);
  return await withClients(connections, execution, async (clients) => {
    const { variables, written } = collectVariables();
    const returned: unknown = await (run as Run)({
      input: checked,
      connections: clients,
      outletEvents: said as unknown as OutletEvents,
      context: taskContext(execution),
      log,
      variables,
      signal,
    });
    signal.throwIfAborted();
    return await conclude(returned, async (value) => {
      const valid = await checkValue(output, value, `What ${name} returned does not fit its schema`);
      const updates = await said.taken();
      const isWriting = Object.keys(written).length > 0;
      return {
        kind: "success",
        value: toOutcomeValue(valid, log),
        ...(updates.length > 0 && { updates }),
        ...(isWriting && { variables: written }),
      };
    });
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
