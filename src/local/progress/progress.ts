// What a person sees of a local run.
import type picocolors from "picocolors";
import type { Environment } from "../../model/connection/environment.ts";
import type { DagModel } from "../../model/dag/dag-model.ts";
import type { Project } from "../../model/project.ts";
import type { Survey } from "../plan/survey.ts";
import type { RunEvent } from "../schedule/run-event.ts";
import type { TaskInstance } from "../schedule/task-instance.ts";

export interface Progress {
  on(event: RunEvent): void;
  /** Told what tasks' processes say, masked; absent where their logs are shown only after a failure. */
  heard?(instance: TaskInstance, masked: Buffer): void;
  /** A line between the others. */
  note(text: string): void;
  /** What came of it all, as a table; `advice` follows when runs failed. */
  summarize(advice: string): void;
  /** Leaves the screen in order when there is no summary to come. */
  close(): void;
}

/** Where progress goes: a terminal, a pipe or a file. */
export interface Screen extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly rows?: number;
}

export interface ProgressOptions {
  readonly dag: DagModel;
  readonly runs: Survey;
  readonly jobs: number;
  readonly project: Project;
  readonly environment: Environment;
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: Screen;
  /** Whether lines stay where they are, whatever the terminal can do. */
  readonly isPlain?: boolean;
}

export type Colors = ReturnType<typeof picocolors.createColors>;
