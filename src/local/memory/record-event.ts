// Writes to the journal what a later runner, or who looks at the runs, must know of an event.
import { notMapped } from "../../model/run/outputs.ts";
import type { RunEvent } from "../schedule/run-event.ts";
import { hasEnded, type TaskInstance } from "../schedule/task-instance.ts";
import type { Journal } from "./journal.ts";
import type { TaskRecord } from "./journal-record.ts";

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
    case "try-started":
      journal.tryStarted({ at, ...placeOf(event.instance), tryNumber: event.instance.tries });
      break;
    case "retry":
      journal.tryFailed({ at, ...placeOf(event.instance), reason: event.reason });
      break;
    case "waiting":
    case "deadline-missed":
      // Whoever goes on with the run begins to wait anew.
      break;
    case "task-finished":
      recordTask(journal, event.instance, at);
  }
}

function placeOf({ run, task, mapIndex }: TaskInstance): Pick<TaskRecord, "runId" | "taskId" | "mapIndex"> {
  return { runId: run.runId, taskId: task.taskId, ...(mapIndex !== notMapped && { mapIndex }) };
}

function recordTask(journal: Journal, instance: TaskInstance, at: string): void {
  const { run, task, mapIndex, state, tries, durationMs, reason } = instance;
  if (!hasEnded(state)) return;
  journal.taskEnded({
    at,
    ...placeOf(instance),
    state,
    tries,
    durationMs,
    ...(state === "success" && { value: run.outputs.get(task.taskId, mapIndex) ?? null }),
    ...(reason !== undefined && { reason }),
  });
}
