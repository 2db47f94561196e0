// Tasks whose output decides which of the tasks after them run.
import * as z from "zod";
import type { JsonValue } from "../json.ts";

/**
 * What a task's output decides:
 *
 * - `cases`: of the tasks that are in some case, those run that are in the case of its value (`true` and `false` of a
 *   boolean), or in the cases of its values, where it is a list. All others after it are no concern of it.
 * - `short_circuit`: whether what comes after it runs at all; with `ignoreDownstreamTriggerRules` everything that
 *   comes after it by any way, else what comes directly after it, and the rest as its trigger rules say.
 */
export const BranchModel = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("cases"),
    /** Ids of the tasks of each case; for a group, those that it begins with. */
    cases: z.record(z.string(), z.array(z.string())),
  }),
  z.object({ kind: z.literal("short_circuit"), ignoreDownstreamTriggerRules: z.boolean() }),
]);
export type BranchModel = z.infer<typeof BranchModel>;

/** A task, as far as branches look at it. */
interface OrderedTask {
  readonly taskId: string;
  readonly upstream: readonly string[];
}

/**
 * Ids of the tasks that are skipped when the task `taskId` returned `value`; or, in a sentence, why the value decides
 * nothing. As Airflow does, a task that comes after one that runs is not skipped: cases may meet.
 */
export function skippedBy(
  branch: BranchModel,
  value: JsonValue,
  taskId: string,
  tasks: readonly OrderedTask[],
): { readonly skipped: ReadonlySet<string> } | { readonly problem: string } {
  switch (branch.kind) {
    case "cases": {
      const known = Object.keys(branch.cases);
      const chosen = (Array.isArray(value) ? value : [value]).map(caseOf);
      const stray = chosen.find((name) => !known.includes(name));
      if (stray !== undefined) {
        const cases = known.map((name) => JSON.stringify(name)).join(", ");
        return { problem: `It returned ${JSON.stringify(value)}, and its cases are ${cases}.` };
      }
      const followed = chosen.flatMap((name) => branch.cases[name] ?? []);
      const kept = new Set(followed.flatMap((id) => [id, ...downstreamOf(id, tasks)]));
      const all = Object.values(branch.cases).flat();
      return { skipped: new Set(all.filter((id) => !kept.has(id))) };
    }
    case "short_circuit": {
      if (typeof value !== "boolean") {
        return { problem: `It returned ${JSON.stringify(value)}, which is neither true nor false.` };
      }
      const after = branch.ignoreDownstreamTriggerRules
        ? downstreamOf(taskId, tasks)
        : new Set(tasks.filter(({ upstream }) => upstream.includes(taskId)).map((task) => task.taskId));
      return { skipped: value ? new Set() : after };
    }
  }
}

/** The name of a value's case. */
function caseOf(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Ids of all that comes after a task, by any way. */
function downstreamOf(taskId: string, tasks: readonly OrderedTask[]): Set<string> {
  const found = new Set<string>();
  const visit = (id: string) => {
    for (const task of tasks) {
      if (!task.upstream.includes(id) || found.has(task.taskId)) continue;
      found.add(task.taskId);
      visit(task.taskId);
    }
  };
  visit(taskId);
  return found;
}
