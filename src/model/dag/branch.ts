// Tasks whose output decides which of the tasks after them run.
import * as z from "zod";
import type { JsonValue } from "../json.ts";
import { downstreamOf } from "./reach.ts";
import { isTeardown, type RoleTask } from "./setup-teardown.ts";

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

/**
 * Ids of the tasks that are skipped when the task `taskId` returned `value`; or, in a sentence, why the value decides
 * nothing. As Airflow does, a task that comes after one that runs is not skipped: cases may meet. Nor is a teardown.
 */
export function skippedBy(
  branch: BranchModel,
  value: JsonValue,
  taskId: string,
  tasks: readonly RoleTask[],
): { readonly skipped: ReadonlySet<string> } | { readonly problem: string } {
  const teardowns = new Set(tasks.filter(isTeardown).map((task) => task.taskId));
  const butTeardowns = (ids: Iterable<string>) => new Set([...ids].filter((id) => !teardowns.has(id)));
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
      return { skipped: butTeardowns(all.filter((id) => !kept.has(id))) };
    }
    case "short_circuit": {
      if (typeof value !== "boolean") {
        return { problem: `It returned ${JSON.stringify(value)}, which is neither true nor false.` };
      }
      const after = branch.ignoreDownstreamTriggerRules
        ? downstreamOf(taskId, tasks)
        : new Set(tasks.filter(({ upstream }) => upstream.includes(taskId)).map((task) => task.taskId));
      return { skipped: value ? new Set() : butTeardowns(after) };
    }
  }
}

/** The name of a value's case. */
function caseOf(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
