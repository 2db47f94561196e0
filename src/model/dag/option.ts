// What is known of an option of a DAG or a task. The author's types, the model, the emitted Python and the local
// runner are all derived from the tables in task-options.ts and dag-options.ts, each entry of which is an Option.
import * as z from "zod";
import type { AirflowVersion } from "../settings.ts";
import type { CallbackState } from "./callback.ts";

/**
 * How an option is written by authors, kept in the model and written in Python:
 *
 * - `plain`: the same value in all three
 * - `duration`: parts that add up, such as `{ minutes: 5 }`; seconds; a `timedelta`
 * - `seconds`: such parts, too; seconds; the number of them
 * - `date`: a wall-clock date without offset, read in the DAG's time zone
 * - `markdown`: text that Python lays out line by line
 * - `inlets`, `outlets`: assets and aliases
 * - `executor_config`: an object; one in which what Kubernetes needs is made by Python
 * - `access`: actions by resource, by role; Python has them in sets
 * - `task_callbacks`, `dag_callbacks`: one or several; a list
 * - `deadlines`: one or several; a list
 * - `schedule`, `params`, `defaults`: what is particular to the DAG option of that name
 */
export type OptionKind =
  | "plain"
  | "duration"
  | "seconds"
  | "date"
  | "markdown"
  | "inlets"
  | "outlets"
  | "executor_config"
  | "access"
  | "task_callbacks"
  | "dag_callbacks"
  | "deadlines"
  | "schedule"
  | "params"
  | "defaults";

/** An option that the local runner has no use for, and why. */
interface Passed {
  readonly heeded: false;
  readonly because: string;
}

/** An option that means the same in a local run. */
interface Heeded {
  readonly heeded: true;
}

/** One option of a DAG or a task. Its JSDoc is what editors show to authors. */
export interface Option {
  /** Its name in Python; null when it is part of what other options are written as. */
  readonly python: string | null;
  readonly kind: OptionKind;
  /** Of its value in the model. */
  readonly schema: z.ZodType;
  /** Its value in the model where the author says nothing; without one it is absent there. */
  readonly initial?: unknown;
  /** The first Airflow that has it, of those that the emitted files run on. */
  readonly since: AirflowVersion;
  /** The last Airflow that heeds it; without one all do. */
  readonly until?: AirflowVersion;
  /** Values, or types of values such as `number`, that only a later Airflow has. */
  readonly later?: Readonly<Record<string, AirflowVersion>>;
  /** Of callbacks: what the task or the run is when they are called. */
  readonly state?: CallbackState;
  readonly local: Heeded | Passed;
}

/** An option that a task has and a DAG can set for all its tasks. */
interface TaskOption extends Option {
  readonly kind: "plain" | "duration" | "executor_config" | "task_callbacks";
  readonly initial?: never;
  /** With Airflow's default, from airflow.models.baseoperator, where the local runner needs one. */
  readonly local: (Heeded & { readonly default: unknown }) | Passed;
}

/** An entry of a table, as exactly as it is written; what it lacks is a fault of the entry alone. */
export const option = <const Entry extends Option>(entry: Entry): Entry => entry;

/** The same, for a table of options that a DAG can set for all its tasks. */
export const taskOption = <const Entry extends TaskOption>(entry: Entry): Entry => entry;

/** Options by the names that authors know them by, in the order in which Python lists them. */
export type Options = Readonly<Record<string, Option>>;

type Shape<Table extends Options> = {
  readonly [Name in keyof Table]: Table[Name] extends { readonly initial: unknown }
    ? Table[Name]["schema"]
    : z.ZodOptional<Table[Name]["schema"]>;
};

/** The values of a table's options in a model. */
export type OptionsModel<Table extends Options> = z.infer<z.ZodObject<Shape<Table>>>;

/** The part of a model's schema that a table's options make. */
export function shapeOf<Table extends Options>(options: Table): Shape<Table> {
  const shape = Object.entries(options).map(([name, { schema, initial }]) => [
    name,
    initial === undefined ? schema.optional() : schema,
  ]);
  return Object.fromEntries(shape) as Shape<Table>;
}

/** The longest time that Python's timedelta has. */
export const longestSeconds = 86_399_999_913_600;

/** A length of time, of those that Python's timedelta has. */
export const seconds = z.number().nonnegative().max(longestSeconds);

/** A whole number that Airflow keeps in its database. */
export const databaseInteger = z.number().int().max(2_147_483_647);

/** A text that Airflow keeps in its database, in a column with room for so many characters. */
export const databaseText = (room: number) =>
  z.string().refine((text) => [...text].length <= room, { error: `Airflow has room for ${room} characters` });
