// Writes to the journal what a later runner must know of an event.
import type { RunEvent } from "../schedule/run-event.ts";
import { hasEnded, type TaskInstance } from "../schedule/task-instance.ts";
import type { Journal } from "./journal.ts";

export function recordEvent(journal: Journal, event: RunEvent): void {
  const at = new Date().toISOString();
  if (event.kind === "run-finished" && !event.run.kept) {
    journal.runEnded(event.run.runId, event.run.state === "success" ? "success" : "failed", at);
  } else if (event.kind === "task-finished") {
    recordTask(journal, event.instance, at);
  }
}

function recordTask(journal: Journal, instance: TaskInstance, at: string): void {
  const { run, task, state, tries, durationMs, reason } = instance;
  if (!hasEnded(state)) return;
  journal.taskEnded({
    at,
    runId: run.runId,
    taskId: task.taskId,
    state,
    tries,
    durationMs,
    ...(state === "success" && { value: run.outputs.get(task.taskId) ?? null }),
    ...(reason !== undefined && { reason }),
  });
}
