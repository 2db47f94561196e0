// One try of a task in the test's own process, where breakpoints, mocks and coverage work.
import { askPeople } from "../local/execute/ask-people.ts";
import { evaluateInput, type InputSources } from "../local/execute/evaluate-input.ts";
import {
  connectionIds,
  type HeldConnections,
  type TaskConnections,
} from "../local/execute/task-connections.ts";
import { endOfPoke, endOfTime, nextPoke } from "../local/schedule/poke-rules.ts";
import type { TaskInstance } from "../local/schedule/task-instance.ts";
import type { PokeResult, TryResult } from "../local/schedule/try-result.ts";
import type { Environment } from "../model/connection/environment.ts";
import { awaitedText } from "../model/dag/awaited.ts";
import type { EventSchemas } from "../model/dag/dag-description.ts";
import { listProblem, longestList } from "../model/dag/mapping.ts";
import {
  type ExternalTask,
  expressionsHere,
  type HitlTask,
  type ItemsTask,
  type SensorTask,
  skippedLocally,
  standInOf,
  standInOfWait,
  type TaskCodeModel,
  type TriggerDagRunTask,
} from "../model/dag/task-model.ts";
import { MissingValueError } from "../model/errors.ts";
import { textOf } from "../model/expression/evaluate-expression.ts";
import type { JsonValue } from "../model/json.ts";
import { runContext } from "../model/run/make-run.ts";
import { instanceName } from "../model/run/outputs.ts";
import type { Params } from "../model/run/run-context.ts";
import { maskedError } from "../model/run/task-error.ts";
import { taskMasker } from "../model/secrets/task-masker.ts";
import { checkEvents } from "../runtime/check-events.ts";
import { executePoke, executeTask } from "../runtime/execute-task.ts";
import { outcomeOf } from "../runtime/outcome-of.ts";
import { reportFailure } from "../runtime/report-failure.ts";
import { taskError } from "../runtime/task-error.ts";
import type { TaskCode } from "../runtime/task-program.ts";
import { collectLines } from "./collect-lines.ts";
import { testBuild } from "./test-build.ts";

/** What is kept of a task's tries. */
export interface TaskRecord {
  input: JsonValue | undefined;
  error: unknown;
  readonly log: string[];
}

/** What is kept of all tasks of a run. */
export class TaskRecords {
  readonly #records = new Map<string, TaskRecord>();

  of({ task, mapIndex }: TaskInstance): TaskRecord {
    const name = instanceName(task.taskId, mapIndex);
    const record = this.#records.get(name) ?? { input: undefined, error: undefined, log: [] };
    this.#records.set(name, record);
    return record;
  }
}

export interface TrySources {
  readonly dagId: string;
  readonly params: Params;
  readonly environment: Environment;
  readonly connections: TaskConnections;
  readonly codeOf: (taskId: string) => TaskCode;
  /** Ids of the waits for other DAGs whose output other tasks read. */
  readonly read: ReadonlySet<string>;
  readonly records: TaskRecords;
  /** What tasks read of inlets. */
  readonly inletEvents: InputSources["inletEvents"];
  readonly eventSchemas: EventSchemas;
  /** Answers by the ids of the tasks that ask people. */
  readonly answers: Readonly<Record<string, JsonValue>>;
  /** What a task returned in the run before. */
  readonly priorOf: (taskId: string) => JsonValue | undefined;
  /** Writes Variables, texts by key or null to delete them. */
  readonly write: (variables: Readonly<Record<string, string | null>>) => void;
}

export async function runTry(
  sources: TrySources,
  instance: TaskInstance,
  signal: AbortSignal,
): Promise<TryResult> {
  const { task } = instance;
  switch (task.kind) {
    case "node":
      return runNode(sources, instance, task, signal);
    case "sensor":
      return sense(sources, instance, task, signal);
    case "trigger_dag_run":
      return triggerNothing(sources, instance, task);
    case "external_task":
      return task.hasStandIn
        ? runNode(sources, instance, standInOfWait(task), signal)
        : waitForNothing(sources, instance, task);
    case "python": {
      if (task.hasStandIn) return runNode(sources, instance, standInOf(task), signal);
      const reason = skippedLocally(task);
      sources.records.of(instance).log.push(`INFO ${reason}`);
      return { kind: "skip", reason };
    }
    case "hitl":
      return ask(sources, instance, task, signal);
    case "items":
      return makeList(sources, instance, task);
    case "empty":
    case "latest_only":
      return { kind: "success", value: null };
  }
}

/** Nobody is asked in a test: it says what the answer is. */
function ask(
  sources: TrySources,
  instance: TaskInstance,
  task: HitlTask,
  signal: AbortSignal,
): Promise<TryResult> {
  const { records, answers } = sources;
  return withInput(sources, instance, (input) => {
    const [subject = "", body] = expressionsHere(task).map((part) => textOf(evaluateInput(part, input)));
    const record = records.of(instance);
    record.input = { subject, ...(body !== undefined && { body }) };
    return askPeople({
      ...{ task, subject, body, signal, prompt: undefined, timeout: null },
      given: answers[task.taskId],
      say: (text) => record.log.push(`INFO ${text}`),
    });
  });
}

/** What others are mapped over. */
function makeList(sources: TrySources, instance: TaskInstance, task: ItemsTask): Promise<TryResult> {
  return withInput(sources, instance, (input) => {
    const value = copyOf(evaluateInput(task.items, input));
    const problem = listProblem(value, longestList({}));
    return problem === undefined ? { kind: "success", value } : { kind: "fail", reason: problem };
  });
}

/** No other DAG is waited for in a test; what it would have returned is for the test to say. */
function waitForNothing(
  { read, records }: TrySources,
  instance: TaskInstance,
  task: ExternalTask,
): TryResult {
  const reason = `It waits for ${awaitedText(task)}, which has no run in a test.`;
  if (!read.has(task.taskId)) {
    records.of(instance).log.push(`INFO ${reason}`);
    return { kind: "success", value: null };
  }
  return {
    kind: "fail",
    reason: `${reason} What it returns is read. Give it: tasks: { ${JSON.stringify(task.taskId)}: ... }.`,
  };
}

/** No run is started in a test: it learns with what one would have been. */
function triggerNothing(
  sources: TrySources,
  instance: TaskInstance,
  task: TriggerDagRunTask,
): Promise<TryResult> {
  return withInput(sources, instance, (input) => {
    sources.records.of(instance).input = task.conf ? copyOf(evaluateInput(task.conf, input)) : {};
    return { kind: "success", value: null };
  });
}

/** What a task does that runs no code, with what its expressions refer to. */
async function withInput(
  sources: TrySources,
  instance: TaskInstance,
  work: (input: InputSources) => Promise<TryResult> | TryResult,
): Promise<TryResult> {
  const held = await sources.connections.hold(instance.task);
  try {
    return await work(inputSources(sources, instance, held));
  } catch (error) {
    if (error instanceof MissingValueError) return { kind: "fail", reason: error.message };
    throw error;
  } finally {
    await held.release();
  }
}

function inputSources(
  { dagId, params, environment, priorOf, inletEvents }: TrySources,
  { run, task: { taskId }, tries, mapIndex }: TaskInstance,
  held: HeldConnections,
): InputSources {
  const context = runContext({ dagId, taskId, tryNumber: tries, mapIndex }, run, params);
  return { run, context, environment, held, prior: () => priorOf(taskId), inletEvents };
}

/** A test does not wait: each poke follows the one before at once, and counts as later as it would be. */
async function sense(
  sources: TrySources,
  instance: TaskInstance,
  task: SensorTask,
  signal: AbortSignal,
): Promise<TryResult> {
  const { dagId } = sources;
  const since = Date.now();
  let elapsed = 0;
  for (let pokes = 1; ; pokes += 1) {
    const poke = await pokeNode(sources, instance, task, signal);
    const end = endOfPoke(task, poke) ?? endOfTime(task, { elapsed });
    if (end) return end;
    elapsed += Math.max(nextPoke(task, { dagId, since, elapsed, pokes }), 1) * 1000;
  }
}

async function runNode(
  sources: TrySources,
  instance: TaskInstance,
  task: TaskCodeModel,
  signal: AbortSignal,
): Promise<TryResult> {
  const result = await pokeNode(sources, instance, task, signal);
  if (result.kind === "not_done") throw new Error(`Task "${task.taskId}" is no sensor, and not done.`);
  return result;
}

/** Runs the code once, which may be a sensor's. */
async function pokeNode(
  sources: TrySources,
  instance: TaskInstance,
  task: TaskCodeModel,
  signal: AbortSignal,
): Promise<PokeResult> {
  const { environment, connections, codeOf, records, write, eventSchemas } = sources;
  const record = records.of(instance);
  const held = await connections.hold(instance.task);
  const masker = taskMasker(
    connectionIds(instance.task).map((connId) => held.get(connId)),
    task.input,
    environment,
  );
  const { log, lines } = collectLines(masker);
  record.error = undefined;
  try {
    const from = inputSources(sources, instance, held);
    const outcome = await outcomeOf(log, async () => {
      try {
        // A copy: what a task does to its input is nothing to the others.
        const input = copyOf(evaluateInput(task.input, from));
        record.input = copyOf(input);
        await checkEvents(task.input, input, eventSchemas);
        const code = codeOf(task.taskId);
        const execute = typeof code === "object" && "poke" in code ? executePoke : executeTask;
        return await execute(code, {
          input,
          connections: Object.fromEntries(
            Object.entries(task.connections).map(([name, connId]) => [name, held.get(connId)]),
          ),
          context: from.context,
          outlets: instance.task.outlets,
          build: testBuild,
          log,
          signal,
        });
      } catch (error) {
        record.error = error;
        throw error;
      }
    });
    if (outcome.kind === "success" && outcome.variables) write(outcome.variables);
    if (!("reason" in outcome)) return outcome;
    const masked = { ...outcome, reason: masker.text(outcome.reason) };
    return "error" in masked && masked.error
      ? { ...masked, error: maskedError(masked.error, masker) }
      : masked;
  } catch (error) {
    if (signal.aborted) return { kind: "stopped" };
    await reportFailure(log, error);
    return {
      kind: "error",
      reason: masker.text(error instanceof Error ? error.message : String(error)),
      error: maskedError(taskError(error), masker),
    };
  } finally {
    record.log.push(...lines);
    await held.release();
  }
}

function copyOf(value: JsonValue): JsonValue {
  return structuredClone(value) as JsonValue;
}
