// Finds, before any task runs, what a DAG needs and does not have.
import { existsSync } from "node:fs";
import path from "node:path";
import { buildCommand } from "../../model/command.ts";
import { ConnectionFormatError } from "../../model/connection/connection.ts";
import type { Environment } from "../../model/connection/environment.ts";
import type { DagModel } from "../../model/dag/dag-model.ts";
import { producersOf } from "../../model/dag/mapping.ts";
import { codeOfTask, expressionsHere, type TaskModel } from "../../model/dag/task-model.ts";
import { MissingValueError, UserError } from "../../model/errors.ts";
import { evaluateExpression } from "../../model/expression/evaluate-expression.ts";
import type { Expression } from "../../model/expression/expression.ts";
import { readsOf } from "../../model/expression/reads-of.ts";
import { bundlePath, type Project } from "../../model/project.ts";
import { runContext, runWithoutDates } from "../../model/run/make-run.ts";
import { connectionIds } from "../execute/task-connections.ts";
import { checkPackages, MissingPackagesError } from "../warehouse/warehouse-packages.ts";
import type { Survey } from "./survey.ts";

/** Everything that keeps a DAG from starting, found before any task runs. */
class CannotStartError extends UserError {
  readonly problems: readonly string[];

  constructor(dagId: string, problems: readonly string[]) {
    super([`DAG "${dagId}" cannot start:`, ...problems.map((problem) => `  - ${problem}`)].join("\n"));
    this.name = "CannotStartError";
    this.problems = problems;
  }
}

export interface Start {
  readonly project: Project;
  readonly dag: DagModel;
  readonly environment: Environment;
  /** The tasks to run. */
  readonly tasks: readonly TaskModel[];
}

/** @throws {CannotStartError} with every problem, as a sentence that names the task */
export function checkStart({ project, dag, environment, tasks }: Start, runs: Survey): void {
  const problems = tasks.flatMap((task) => {
    const reads = readsOf(expressionsHere(task));
    return [
      ...(codeOfTask(task) ? checkBundle(project, dag.dagId, task.taskId) : []),
      ...connectionIds(task).flatMap((connId) =>
        complaint(() => checkPackages(environment.connection(connId))),
      ),
      // Variables must be there, and raw Jinja can never be evaluated here; neither asks which run it is.
      ...[...reads.variables.filter(({ mayBeWritten }) => !mayBeWritten), ...reads.jinja].flatMap((part) =>
        checkValue(environment, part),
      ),
      ...checkOutputs(task.taskId, producersOf(task, dag.groups), runs),
    ].map((problem) => `Task "${task.taskId}": ${problem}`);
  });
  if (problems.length > 0) throw new CannotStartError(dag.dagId, problems);
}

function checkBundle(project: Project, dagId: string, taskId: string): string[] {
  const file = path.join(project.settings.generated, bundlePath(dagId, taskId));
  if (existsSync(path.join(project.folder, file))) return [];
  return [`Its bundle ${file} is missing. Run \`${buildCommand}\`.`];
}

function checkValue(environment: Environment, part: Expression): string[] {
  return complaint(() =>
    evaluateExpression(part, {
      context: runContext({ dagId: "", taskId: "" }, runWithoutDates(""), {}),
      variable: (key) => environment.variable(key),
      connection: (connId) => environment.connection(connId),
      output: () => undefined,
      priorOutput: () => undefined,
      outputs: () => [],
      assetEvents: () => [],
      inletEvents: () => [],
    }),
  );
}

/** Outputs of tasks that do not run this time must be known from an earlier runner. */
function checkOutputs(taskId: string, producers: readonly string[], { without }: Survey): string[] {
  return producers.flatMap((producer) => {
    const lacking = without.get(producer);
    if (!lacking) return [];
    const others = lacking.runs > 1 ? ` (and ${lacking.runs - 1} more runs)` : "";
    return [
      `It reads the output of "${producer}", and there is none for ${lacking.first}${others}. ` +
        `Run "${producer}" too: --task ${producer} --task ${taskId}.`,
    ];
  });
}

/** What a person can put right before the start. */
const expected = [MissingValueError, ConnectionFormatError, MissingPackagesError];

function complaint(attempt: () => unknown): string[] {
  try {
    attempt();
    return [];
  } catch (error) {
    if (expected.some((type) => error instanceof type)) return [(error as Error).message];
    throw error;
  }
}
