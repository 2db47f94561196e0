// What a task is made of that waits for another DAG.
import type { AnyOperator } from "./operator.ts";

/** @internal */
export interface WaitWork {
  readonly dagId: string;
  readonly target:
    | { readonly kind: "dag" }
    | { readonly kind: "task"; readonly taskId: string }
    | { readonly kind: "tasks"; readonly taskIds: readonly string[] }
    | { readonly kind: "group"; readonly groupId: string };
  /** Whether the DAG itself was given, or something in it, and not ids. */
  readonly isOfProject: boolean;
  /** What stands in for it where there is no Airflow, and the schema of what it returns, where that is known. */
  readonly code: AnyOperator;
  /** Whether the author has given the stand-in. */
  readonly hasStandIn: boolean;
  /** As they were given. */
  readonly options: object;
}
