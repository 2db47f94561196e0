// What happens during a local run, as told to the journal and the progress displays.
import type { DagRun, Deadline, TaskInstance } from "./task-instance.ts";

/** The instances are the scheduler's own: read them, and copy what is needed later. */
export type RunEvent =
  | { readonly kind: "run-started"; readonly run: DagRun }
  | { readonly kind: "run-finished"; readonly run: DagRun }
  | { readonly kind: "deadline-missed"; readonly run: DagRun; readonly deadline: Deadline }
  | { readonly kind: "try-started"; readonly instance: TaskInstance }
  /** A try failed and another one follows after `wait` seconds. */
  | {
      readonly kind: "retry";
      readonly instance: TaskInstance;
      readonly reason: string;
      readonly wait: number;
    }
  /** A sensor has looked, and looks again after `wait` seconds. */
  | { readonly kind: "waiting"; readonly instance: TaskInstance; readonly wait: number }
  /** The instance is in one of the end states. */
  | { readonly kind: "task-finished"; readonly instance: TaskInstance };
