// What running the tasks and the callbacks of a DAG takes, beside what each of them says.
import type { Environment } from "../../model/connection/environment.ts";
import type { ExternalTask, TriggerDagRunTask } from "../../model/dag/task-model.ts";
import type { JsonValue } from "../../model/json.ts";
import type { Project } from "../../model/project.ts";
import type { Masker } from "../../model/secrets/masker.ts";
import type { OutFolder } from "../memory/out-folder.ts";
import type { CallingDag } from "../schedule/callback-calls.ts";
import type { TaskInstance } from "../schedule/task-instance.ts";
import type { TryResult } from "../schedule/try-result.ts";
import type { Prompt } from "./ask-people.ts";
import type { Answers } from "./given-answers.ts";
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
  /** Told of a sensor that waits for so many seconds, and keeps its place. */
  readonly waiting: (instance: TaskInstance, wait: number) => void;
  /** What was answered ahead, by the ids of the tasks that ask. */
  readonly answers: Answers;
  /** Absent where nobody can be asked. */
  readonly prompt: Prompt | undefined;
  /** What the task returned in the run before. */
  readonly prior: (instance: TaskInstance) => JsonValue | undefined;
  /** Writes Variables, texts by key or null to delete them, and says of each what was done. */
  readonly write: (variables: Readonly<Record<string, string | null>>) => readonly string[];
  /** Starts a run of another DAG, and waits for its end. */
  readonly start: (asked: AskedRun) => Promise<TryResult>;
  /** Has a run of another DAG take place that a task waits for, and says what the wait ends with. */
  readonly waitFor: (asked: AskedWait) => Promise<TryResult>;
}

/** A wait for a run of another DAG. */
export interface AskedWait {
  readonly task: ExternalTask;
  /** Of the run that waits; null where it has none. */
  readonly logicalDate: string | null;
  /** Takes what is said of the run. */
  readonly logFile: string;
  /** Seconds that it may take; null means no limit. */
  readonly timeout: number | null;
  readonly signal: AbortSignal;
}

/** A run of another DAG that a task starts. */
export interface AskedRun {
  readonly task: TriggerDagRunTask;
  /** Values of the other DAG's params. */
  readonly conf: JsonValue;
  /** As text; null where it is now. */
  readonly logicalDate: JsonValue;
  /** Null where it follows from the date. */
  readonly runId: JsonValue;
  /** Takes what is said of the run. */
  readonly logFile: string;
  /** Seconds that it may take; null means no limit. */
  readonly timeout: number | null;
  readonly signal: AbortSignal;
}
