/// <reference types="node" preserve="true" />
/**
 * What tests of DAGs and operators import.
 *
 * @module windsock/testing
 */
export { dagModel, dagProblems } from "./dag-model.ts";
export type {
  AssetUpdate,
  CalledCallback,
  DagRunOptions,
  DagRunResult,
  OutputOf,
  StandIn,
  TaskResult,
  TaskTypes,
} from "./dag-run.ts";
export {
  type CallbackResult,
  type CallbackRun,
  dagCallbackContext,
  deadlineCallbackContext,
  runCallback,
  taskCallbackContext,
} from "./run-callback.ts";
export { runDag } from "./run-dag.ts";
export {
  type OperatorResult,
  type OperatorRun,
  type PokeOnce,
  pokeSensor,
  runOperator,
} from "./run-operator.ts";
