// Writes which tasks set up and tear down for others: `create.as_setup()`, `remove.as_teardown(setups=create)`.
import { isTeardown, type RoleTask, setupsOf, type TaskRole } from "../../model/dag/setup-teardown.ts";
import { atom, call, type Layout, layOut, list } from "./python-layout.ts";
import { literal } from "./python-values.ts";

/**
 * A statement for each teardown, which makes setups of those that it names and an edge from each; and for each setup that
 * none of them names.
 *
 * @param names the Python name of each task
 * @param indent columns the statements are indented by
 */
export function emitRoles(
  tasks: readonly RoleTask[],
  names: ReadonlyMap<string, string>,
  indent: number,
): string[] {
  const named = new Set(tasks.filter(isTeardown).flatMap((task) => setupsOf(task, tasks)));
  const name = (id: string) => names.get(id) ?? id;
  return tasks.flatMap((task) => {
    if (task.role === undefined || named.has(task.taskId)) return [];
    const setups = setupsOf(task, tasks).map((id) => atom(name(id)));
    return [
      `${" ".repeat(indent)}${layOut(roleCall(name(task.taskId), task.role, setups), indent, indent, 0)}\n`,
    ];
  });
}

function roleCall(task: string, role: TaskRole, setups: readonly Layout[]): Layout {
  switch (role.kind) {
    case "setup":
      return call(`${task}.as_setup`, []);
    case "teardown": {
      const [first, ...others] = setups;
      return call(`${task}.as_teardown`, [
        ...(first ? [["setups", others.length > 0 ? list(setups) : first] as const] : []),
        ...(role.onFailureFailDagrun ? [["on_failure_fail_dagrun", literal(true)] as const] : []),
      ]);
    }
  }
}
