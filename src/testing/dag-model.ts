// A DAG as plain data, for tests of its shape.
import { type EventSchemas, eventSchemas } from "../model/dag/dag-description.ts";
import type { DagModel } from "../model/dag/dag-model.ts";
import type { Problem } from "../model/problem.ts";
import { validateDag } from "../model/validate/validate-dag.ts";
import { describeDag } from "../sdk/describe/describe-dag.ts";
import type { DagContents } from "../sdk/task-scope.ts";

/** A Dag, whatever its params. */
export interface AnyDag {
  readonly dagId: string;
  /** @internal */
  readonly contents: DagContents;
}

/**
 * The DAG's model: its options, tasks, dependencies and inputs, as the compiler sees them. Positions are not
 * filled in.
 */
export function dagModel(dag: AnyDag): DagModel {
  return describe(dag).model;
}

/** What the compiler would refuse; empty for a DAG that builds. */
export function dagProblems(dag: AnyDag): string[] {
  return validateDag(describe(dag)).map(({ message }: Problem) => message);
}

/** JSON Schemas of what the events of assets carry, by URI. @internal */
export function eventSchemasOf(dag: AnyDag): EventSchemas {
  return eventSchemas(describe(dag).assets);
}

function describe(dag: unknown) {
  return describeDag(dag, () => ({ file: "", line: 1, column: 1 }));
}
