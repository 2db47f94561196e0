/// <reference types="node" preserve="true" />
/// <reference path="./text-modules.d.ts" preserve="true" />
/**
 * The package's front door: all that a DAG or operator module imports.
 *
 * @module windsock
 */
export type { ExecutorConfig } from "../model/dag/executor-config.ts";
export type { PodOverride } from "../model/dag/pod.ts";
export type { JsonValue } from "../model/json.ts";
export type {
  CallbackContext,
  DagCallbackContext,
  DagCallbackState,
  DeadlineCallbackContext,
  FailedTask,
  TaskCallbackContext,
  TaskCallbackState,
} from "../model/run/callback-context.ts";
export { type DateNames, dateNames } from "../model/run/run-context.ts";
export type { TaskError } from "../model/run/task-error.ts";
export {
  type AnyAsset,
  type Asset,
  type AssetAlias,
  type AssetCondition,
  type AssetOptions,
  type AssetWatcher,
  allOf,
  anyOf,
  asset,
  assetAlias,
} from "./asset.ts";
export {
  type AssetEvent,
  type InletEventsOptions,
  inlet_events,
  triggering_asset_events,
} from "./asset-events.ts";
export {
  Callback,
  type CallbackArgs,
  type CallbackDefinition,
  type CallbackKind,
  type CallbackSpec,
  type Callbacks,
  defineCallback,
  type OneCallback,
} from "./callback.ts";
export { chain, type Label, label } from "./chain.ts";
export { Dag } from "./dag.ts";
export type { DagNode } from "./dag-node.ts";
export type { DeadlineAlert, DeadlineReference } from "./deadline.ts";
export type { Duration } from "./duration.ts";
export {
  type ConnectionReference,
  connection,
  data_interval_end,
  data_interval_start,
  ds,
  ds_nodash,
  jinja,
  logical_date,
  priorOutput,
  run_id,
  t,
  ts,
  ts_nodash,
  ts_nodash_with_tz,
  variable,
} from "./expressions.ts";
export type {
  ExternalTask,
  ExternalTaskGroup,
  ExternalTasks,
  OutputsOf,
  WaitForDag,
  WaitForTask,
} from "./external-task.ts";
export {
  type Client,
  type Connection,
  defineHook,
  type Hook,
  type HookServices,
  type HookSpec,
  rawConnection,
} from "./hook.ts";
export { concat, cross, type InstanceName, type ItemOf, zip } from "./items.ts";
export type { Logger } from "./logger.ts";
export { type Gathered, MappedTask } from "./mapped-task.ts";
export type { GroupOutput, GroupResult, MappedTaskGroup } from "./mapped-task-group.ts";
export { defineOperator, type Operator, type OperatorSpec } from "./operator.ts";
export type { DagOptions, Schedule, TaskDefaults, TaskGroupOptions, TaskOptions } from "./options.ts";
export { AirflowFailException, AirflowSkipException } from "./outcome.ts";
export type { OutletEvents } from "./outlet-events.ts";
export {
  type PythonArgument,
  type PythonArguments,
  type PythonOperator,
  pythonOperator,
  type StandInArguments,
} from "./python-operator.ts";
export { type PythonValue, python } from "./python-value.ts";
export type { Approval, Choose, ChooseSeveral, Form } from "./question.ts";
export type { Fields, Reference, Wired } from "./reference.ts";
export {
  type Done,
  defineSensor,
  done,
  type PokeResult,
  type Sensor,
  type SensorOptions,
  type SensorSpec,
} from "./sensor.ts";
export { Task, type Teardown, type TeardownOptions } from "./task.ts";
export type { Clients, Hooks, TaskArgs, TaskContext } from "./task-handler.ts";
export type { TaskGroup } from "./task-scope.ts";
export {
  type AssetOrTimeSchedule,
  assetOrTimeSchedule,
  type CronTriggerOptions,
  cronTriggerTimetable,
  deltaTriggerTimetable,
  type EventsOptions,
  eventsTimetable,
  multipleCronTriggerTimetable,
  type Timetable,
  type TriggerOptions,
} from "./timetable.ts";
export { defineVariable, type Variable, type Variables } from "./variables.ts";
