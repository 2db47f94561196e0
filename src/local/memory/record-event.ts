// Writes to the journal what a later runner, or who looks at the runs, must know of an event.
import type { RunEvent } from "../schedule/run-event.ts";
import { hasEnded, type TaskInstance } from "../schedule/task-instance.ts";
import type { Journal } from "./journal.ts";

export function recordEvent(journal: Journal, event: RunEvent): void {
  const at = new Date().toISOString();
  switch (event.kind) {
    case "run-started": {
      const { runId, kept, dataIntervalStart, dataIntervalEnd } = event.run;
      if (!kept) journal.runStarted({ at, runId, dataIntervalStart, dataIntervalEnd });
      break;
    }
    case "run-finished": {
      const { runId, kept, state } = event.run;
      if (!kept) journal.runEnded(runId, state === "success" ? "success" : "failed", at);
      break;
    }
    case "try-started": {
      const { run, task, tries } = event.instance;
      journal.tryStarted({ at, runId: run.runId, taskId: task.taskId, tryNumber: tries });
      break;
    }
    case "retry": {
      const { run, task } = event.instance;
      journal.tryFailed({ at, runId: run.runId, taskId: task.taskId, reason: event.reason });
      break;
    }
    case "waiting":
      // Whoever goes on with the run begins to wait anew.
      break;
    case "task-finished":
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
