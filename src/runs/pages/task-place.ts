// Which task of which run is looked at.
import type { KnownDag } from "../history/project-history.ts";
import type { RunHistory } from "../history/run-history.ts";
import type { LogMatches } from "../history/search-log.ts";
import type { TryView } from "./links.ts";

/** A task in a run, and what to see of it. */
export interface TaskPlace {
  readonly dag: KnownDag;
  readonly run: RunHistory;
  readonly taskId: string;
  /** Of the instance of a mapped task; -1 for a task as a whole. */
  readonly mapIndex: number;
  readonly view: TryView;
  /** What was found in the log, where something was looked for. */
  readonly found: LogMatches | null;
}
