// What the pages are made from.
import type { OutFolder } from "../../local/memory/out-folder.ts";
import type { Project } from "../../model/project.ts";
import type { Masker } from "../../model/secrets/masker.ts";
import type { KnownDag, ProjectHistory } from "../history/project-history.ts";
import type { RunHistory } from "../history/run-history.ts";

export interface Scene {
  readonly project: Project;
  readonly out: OutFolder;
  readonly history: ProjectHistory;
  /** Knows the project's secrets. */
  readonly masker: Masker;
  /** In milliseconds. */
  readonly now: number;
}

/** The tasks of a DAG in the order of its graph; then those that it does not have any more. */
export function taskIdsOf({ history, model }: KnownDag): string[] {
  const built = model?.tasks.map(({ taskId }) => taskId) ?? [];
  return [...new Set([...built, ...history.taskIds])];
}

/** The run to look at first: the one under way that began last, or else the one that began last of all. */
export function runInFocus({ history }: KnownDag): RunHistory | undefined {
  const begun = (run: RunHistory) => run.startedAt ?? run.begunAt;
  const latest = (runs: readonly RunHistory[]) =>
    runs.reduce<RunHistory | undefined>(
      (best, run) => (best && begun(best) > begun(run) ? best : run),
      undefined,
    );
  const started = history.runs.filter(({ startedAt }) => startedAt !== null);
  return (
    latest(started.filter((run) => history.stateOf(run) === "running")) ??
    latest(started) ??
    history.runs.at(-1)
  );
}
