// What running the tasks and the callbacks of a DAG takes, beside what each of them says.
import type { Environment } from "../../model/connection/environment.ts";
import type { Project } from "../../model/project.ts";
import type { Masker } from "../../model/secrets/masker.ts";
import type { OutFolder } from "../memory/out-folder.ts";
import type { CallingDag } from "../schedule/callback-calls.ts";
import type { TaskInstance } from "../schedule/task-instance.ts";
import type { TaskConnections } from "./task-connections.ts";

export interface ExecutorOptions extends CallingDag {
  readonly project: Project;
  readonly dagId: string;
  readonly out: OutFolder;
  readonly environment: Environment;
  readonly connections: TaskConnections;
  /** Masks what is kept for people of the task's input and output. */
  readonly projectMasker: Masker;
  /** What tasks' processes inherit. */
  readonly env: NodeJS.ProcessEnv;
  /** Told what the tasks' processes say, masked, as it is written to their logs. */
  readonly heard: (instance: TaskInstance, masked: Buffer) => void;
}
