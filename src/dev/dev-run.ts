// The run under way.
import { availableParallelism } from "node:os";
import picocolors from "picocolors";
import type { Screen } from "../local/progress/progress.ts";
import { StreamingProgress } from "../local/progress/streaming-progress.ts";
import { runOnce } from "../local/run-once.ts";
import type { Project } from "../model/project.ts";
import { errorText } from "./error-text.ts";

export interface DevRunOptions {
  /** Ids of the only tasks to run; none means all. */
  readonly tasks: readonly string[];
  /** `name=value` each. */
  readonly params: readonly string[];
  readonly date: string | undefined;
  /** What a person can do, said when a run has ended. */
  readonly help: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: Screen & { readonly columns?: number };
}

export class DevRun {
  readonly #stop = new AbortController();
  /** Resolves when nothing of it runs any more, however it ended: what went wrong has been said. */
  readonly ended: Promise<void>;

  constructor(project: Project, dagId: string, options: DevRunOptions) {
    this.ended = this.#run(project, dagId, options);
  }

  /** Its tasks are told to stop, and get five seconds to end. */
  stop(): void {
    this.#stop.abort();
  }

  async #run(project: Project, dagId: string, options: DevRunOptions): Promise<void> {
    const { tasks, params, date, env, stdout, help } = options;
    try {
      await runOnce(
        { dagId, tasks, params, date, jobs: availableParallelism() },
        {
          ...{ project, env, stdout },
          progress: (shown) => new StreamingProgress(shown, picocolors),
        },
        this.#stop.signal,
      );
    } catch (error) {
      stdout.write(`${errorText(error)}\n`);
    }
    if (!this.#stop.signal.aborted) stdout.write(`${picocolors.dim(help)}\n`);
  }
}
