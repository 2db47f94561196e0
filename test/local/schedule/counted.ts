// What trigger rules ask of upstream states, counted from the states themselves.
import { hasEnded, type TaskState } from "../../../src/local/schedule/task-instance.ts";
import type { Counts } from "../../../src/local/schedule/trigger-rule.ts";

export function counted(upstream: readonly TaskState[]): Counts {
  const counts = { success: 0, skipped: 0, failed: 0, upstream_failed: 0, total: upstream.length };
  for (const state of upstream) if (hasEnded(state)) counts[state] += 1;
  return counts;
}
