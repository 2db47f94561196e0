// What one DAG's runs take, from the process and from whoever asks for them.
import type { Environment } from "../model/connection/environment.ts";
import type { DagModel } from "../model/dag/dag-model.ts";
import type { TaskModel } from "../model/dag/task-model.ts";
import type { Project } from "../model/project.ts";
import type { Params } from "../model/run/run-context.ts";
import type { Prompt } from "./execute/ask-people.ts";
import type { TaskConnections } from "./execute/task-connections.ts";
import type { OutFolder } from "./memory/out-folder.ts";
import type { OtherRuns } from "./other-runs.ts";
import type { RunOptions } from "./plan/run-options.ts";
import type { Progress, ProgressOptions, Screen } from "./progress/progress.ts";
import type { PlannedRun } from "./schedule/task-instance.ts";
import type { StopSignals } from "./stop-signals.ts";

/** What a run takes from the process it runs in. */
export interface Surroundings {
  /** Asks whoever sits at the terminal. @default nobody does */
  readonly prompt?: Prompt | undefined;
  readonly project: Project;
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: Screen;
  /** How it is shown. @default live in a terminal, plain lines elsewhere */
  readonly progress?: (options: ProgressOptions) => Progress;
}

/** One DAG to run, and all it takes. */
export interface Session extends Surroundings {
  readonly options: RunOptions;
  readonly dag: DagModel;
  readonly tasks: readonly TaskModel[];
  readonly planned: Iterable<PlannedRun>;
  readonly params: Params;
  readonly environment: Environment;
  readonly out: OutFolder;
  readonly stop: StopSignals;
  /** Of the run that started this one, which goes on when it has ended. @default its own */
  readonly connections?: TaskConnections;
  /** Ids of the DAGs whose tasks have started this run, one in the other. @default none */
  readonly startedBy?: readonly string[];
  /** What is known of runs that tasks have brought about. @default nothing yet */
  readonly others?: OtherRuns;
}

/** One whose tasks bring runs of other DAGs about. */
export interface OuterSession extends Session {
  readonly connections: TaskConnections;
  readonly others: OtherRuns;
}
