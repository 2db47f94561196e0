// What the compiler puts into a bundle beside the task's code.
import type { OutletModel } from "../model/dag/asset.ts";
import type { EventSchemas } from "../model/dag/dag-description.ts";
import type { Expression } from "../model/expression/expression.ts";
import type { JsonValue } from "../model/json.ts";
import type { AnyOperator } from "../sdk/operator.ts";
import type { AnySensor } from "../sdk/sensor.ts";

/** An operator or a sensor, or the function of an inline task. */
export type TaskCode = AnyOperator | AnySensor | ((args: never) => unknown);

type JsonSchema = Readonly<Record<string, JsonValue>>;

/** The task a bundle runs; the compiler writes it into the bundle's entry. */
export interface TaskProgram {
  readonly dagId: string;
  readonly taskId: string;
  readonly operatorName: string;
  /** Whether it waits, and each run of its code is one look. */
  readonly isSensor?: boolean;
  readonly doc?: string;
  /** How the input is made where no Airflow renders it. */
  readonly input: Expression;
  readonly inputSchema: JsonSchema;
  /** JSON Schemas of what the events carry that are in the input, by the URI of their asset. */
  readonly eventSchemas?: EventSchemas;
  /** Absent where it has none. */
  readonly outlets?: readonly OutletModel[];
  /** Connection ids by the operator's names for them. */
  readonly connections: Readonly<Record<string, string>>;
  /** JSON Schemas of the DAG's params. */
  readonly params: Readonly<Record<string, JsonSchema>>;
  /** Tells one build of the program from another; the DAG file asks for it by this name. */
  readonly build: string;
  /** Where local.env is, relative to the project's folder. */
  readonly dagsFolder: string;
}
