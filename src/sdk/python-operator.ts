// Operators of Airflow and its providers, which are classes of Python, as operators of ours.
import type * as z from "zod";
import { shortName, skippedLocally } from "../model/dag/task-model.ts";
import type { Expression } from "../model/expression/expression.ts";
import type { IfJson, JsonValue } from "../model/json.ts";
import type { ConnectionReference } from "./expressions.ts";
import { AirflowSkipException } from "./outcome.ts";
import type { PythonValue } from "./python-value.ts";
import { expressionOf, type Reference, toExpression } from "./reference.ts";
import type { TaskArgs } from "./task-handler.ts";

type Schema = z.core.$ZodType;
type Awaitable<T> = Promise<T> | T;

/** What may be given where a Python operator takes a `T`: the value, a run-time expression of it, or Python. */
export type PythonArgument<T> =
  | PythonValue
  | Reference<T>
  | (T extends PythonValue
      ? never
      : T extends (...args: never[]) => unknown
        ? never
        : T extends readonly (infer Item)[]
          ? readonly PythonArgument<Item>[]
          : T extends object
            ? { readonly [Key in keyof T]: PythonArgument<T[Key]> }
            : T);

/** Whether nothing but Python, or nothing at all, can be given. */
type OnlyPython<T> = [PythonValue] extends [T]
  ? [Exclude<T, null | undefined>] extends [PythonValue]
    ? true
    : false
  : false;

/** The arguments of a Python operator, by their names in Python. */
export type PythonArguments<Args> = {
  readonly [Name in keyof Args]:
    | (OnlyPython<Args[Name]> extends true ? Args[Name] : PythonArgument<Args[Name]>)
    | (string extends Name
        ? ConnectionReference
        : Name extends `${string}conn_id`
          ? ConnectionReference
          : never);
};

/** What a stand-in gets of the arguments: all but those that only Python can make. */
export type StandInArguments<Args> = {
  readonly [Name in keyof Args as OnlyPython<Args[Name]> extends true ? never : Name]: Args[Name];
};

/** An operator that is a class of Python: what `dag.task` makes tasks of. Made by `pythonOperator`. */
export interface PythonOperator<Args, Output> {
  /** The name of its class. */
  readonly name: string;
  /** Module and name of its class. */
  readonly className: string;
  readonly templateFields: readonly string[] | undefined;
  readonly input: Schema | undefined;
  readonly output: Schema | undefined;
  /** @internal */
  readonly hasStandIn: boolean;
  /** What stands in for it where there is no Airflow; without a stand-in it skips the task. */
  run(args: TaskArgs<StandInArguments<Args>>): Awaitable<Output>;
}

/** Any Python operator, where its types do not matter. */
export type AnyPythonOperator = Omit<PythonOperator<never, unknown>, "run"> & { run(args: never): unknown };

interface PythonOperatorOptions<Args, Output> {
  /**
   * Names of the arguments that Airflow renders, the class's `template_fields`. With them, a build tells when an
   * expression is given to another argument; without them, the DAG's import in Airflow does.
   */
  readonly templateFields?: readonly string[];
  /**
   * Stands in for the operator where there is no Airflow: in local runs. It gets the arguments as input, but for those
   * that only Python can make, and returns what the operator would.
   *
   * @default the task is skipped there
   */
  readonly local?: (args: TaskArgs<StandInArguments<Args>>) => Awaitable<Output>;
}

interface PythonOperatorSchemas<Input extends Schema, Output extends Schema>
  extends PythonOperatorOptions<z.output<Input>, z.input<Output>> {
  /** Schema of the arguments. Constants are checked when the DAG is built. */
  readonly input: Input;
  /** Schema of what the operator returns. @default nothing is known of it */
  readonly output?: Output & IfJson<z.output<Output>, "output", unknown>;
}

/** Arguments that nobody described. */
type AnyArguments = Readonly<Record<string, JsonValue>>;

/**
 * Makes an operator of a Python class: an operator of Airflow, of a provider, or your own. Its tasks are that class in
 * the DAG file. Give the types of its arguments and its output, or schemas of them; `windsock python-types` writes them
 * for a class that is installed.
 *
 * Arguments have their names in Python. They take values, run-time expressions in the arguments that Airflow renders,
 * and what `python` makes; those that end in `conn_id` take a `connection(...)`, too. Numbers, lists and objects of
 * expressions arrive as such.
 *
 * @param className module and name, such as `airflow.providers.standard.operators.bash.BashOperator`
 * @throws TypeError when that is no name of a class
 *
 * @example
 * import { connection, Dag, ds_nodash, pythonOperator, t } from "windsock";
 *
 * interface CopyArguments {
 *   table: string;
 *   s3_bucket: string;
 *   s3_key: string;
 *   copy_options?: string[];
 *   redshift_conn_id?: string;
 * }
 * const s3ToRedshift = pythonOperator<CopyArguments, null>(
 *   "airflow.providers.amazon.aws.transfers.s3_to_redshift.S3ToRedshiftOperator",
 * );
 *
 * const dag = new Dag("loads", { schedule: "@daily", startDate: "2026-01-01" });
 * dag.task("load", s3ToRedshift)({
 *   table: "listings",
 *   s3_bucket: "listings",
 *   s3_key: t`clean/${ds_nodash}.csv`,
 *   copy_options: ["CSV"],
 *   redshift_conn_id: connection("warehouse"),
 * });
 * export default dag;
 */
export function pythonOperator<Input extends z.core.$ZodObject, Output extends Schema = z.ZodUnknown>(
  className: string,
  options: PythonOperatorSchemas<Input, Output>,
): PythonOperator<z.input<Input>, z.output<Output>>;
export function pythonOperator<Args extends object = AnyArguments, Output = unknown>(
  className: string,
  options?: PythonOperatorOptions<Args, Output>,
): PythonOperator<Args, Output>;
export function pythonOperator(
  className: string,
  options: Partial<PythonOperatorSchemas<Schema, Schema>> = {},
): AnyPythonOperator {
  if (!classPath.test(className)) {
    throw new TypeError(
      `${JSON.stringify(className)} is no class of Python. Write its module and its name, such as ` +
        '"airflow.providers.standard.operators.bash.BashOperator".',
    );
  }
  const { templateFields, input, output, local } = options;
  const skip = () => {
    throw new AirflowSkipException(skippedLocally({ className }));
  };
  const name = shortName(className);
  return { name, className, templateFields, input, output, hasStandIn: !!local, run: local ?? skip };
}

const classPath = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/;

export function isPythonOperator(operator: object): operator is AnyPythonOperator {
  return "className" in operator;
}

/**
 * The arguments of a task as expressions.
 *
 * @throws TypeError naming the argument that Python could not be given
 */
export function toArguments(args: object): Readonly<Record<string, Expression>> {
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, toArgument(name, value)]));
}

function toArgument(name: string, value: unknown): Expression {
  if (isConnection(value)) {
    if (name.endsWith("conn_id")) return { kind: "literal", value: value.connId };
    throw new TypeError(
      `${name} is given a connection, and its name does not end in "conn_id". Give it the connection's id as text.`,
    );
  }
  try {
    return toExpression(value, name);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new TypeError(
      `${error.message} What only Python can make is written in Python: ${name}: python("...").`,
    );
  }
}

function isConnection(value: unknown): value is ConnectionReference {
  return (
    typeof value === "object" &&
    value !== null &&
    !(expressionOf in value) &&
    "connId" in value &&
    "login" in value
  );
}
