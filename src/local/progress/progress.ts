// What a person sees of a local run: live in a terminal, plain lines elsewhere.
import picocolors from "picocolors";
import type { DagModel } from "../../model/dag-model.ts";
import type { Project } from "../../model/project.ts";
import type { DagRun } from "../dag-run.ts";
import type { RunEvent } from "../run-event.ts";
import { LiveProgress } from "./live-progress.ts";
import { PlainProgress } from "./plain-progress.ts";

export interface Progress {
  on(event: RunEvent): void;
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
  readonly runs: readonly DagRun[];
  readonly jobs: number;
  readonly project: Project;
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: Screen;
}

export type Colors = ReturnType<typeof picocolors.createColors>;

export function createProgress(options: ProgressOptions): Progress {
  const { env, stdout } = options;
  // Some pseudo-terminals have no size, and nothing can be drawn on them.
  const canDraw = stdout.isTTY === true && stdout.rows !== 0 && env.TERM !== "dumb";
  const live = canDraw && !env.CI && !env.NO_COLOR;
  const colors = picocolors.createColors(live);
  return live ? new LiveProgress(options, colors) : new PlainProgress(options, colors);
}
