// The addresses of the pages. Ids may hold anything.

import { notMapped } from "../../model/run/outputs.ts";

export const home = "/";

export function dagLink(dagId: string): string {
  return `/dags/${encodeURIComponent(dagId)}`;
}

export function runLink(dagId: string, runId: string): string {
  return `${dagLink(dagId)}/runs/${encodeURIComponent(runId)}`;
}

/** @param mapIndex of the instance of a mapped task */
export function taskLink(dagId: string, runId: string, taskId: string, mapIndex: number = notMapped): string {
  const task = `${runLink(dagId, runId)}/tasks/${encodeURIComponent(taskId)}`;
  return mapIndex === notMapped ? task : `${task}/instances/${mapIndex}`;
}

/** What to see of a task in a run; what is left out is the last try, and the end of its log. */
export interface TryView {
  readonly tryNumber?: number;
  /** Where in the log, in bytes. */
  readonly at?: number;
  /** What to look for in the log. */
  readonly search?: string;
}

export function tryLink(task: string, { tryNumber, at, search }: TryView): string {
  const query = new URLSearchParams();
  if (tryNumber !== undefined) query.set("try", String(tryNumber));
  if (search !== undefined && search !== "") query.set("q", search);
  if (at !== undefined) query.set("at", String(at));
  return query.size === 0 ? task : `${task}?${query}`;
}

/** The whole log as text. */
export function logLink(task: string, tryNumber: number): string {
  return `${task}/log?try=${tryNumber}`;
}
