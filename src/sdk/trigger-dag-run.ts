// Runs of other DAGs that a task starts, as authors say it.
import type * as z from "zod";
import type { triggerOptions } from "../model/dag/trigger-dag-run.ts";
import type { Expression } from "../model/expression/expression.ts";
import type { JsonValue } from "../model/json.ts";
import type { AuthoredOptions } from "./options.ts";
import { toExpression, type Wired } from "./reference.ts";

/** The run that a task starts of another DAG, whose params are `Conf`. */
export interface TriggerDagRun<Conf = { readonly [param: string]: JsonValue }>
  extends AuthoredOptions<typeof triggerOptions> {
  /** Values of the other DAG's params: values and run-time expressions. Params that are not in it have their defaults. */
  readonly conf?: Wired<Conf>;
  /** The run's logical date: ISO 8601, or an expression such as `ds`. @default the time at which it is started */
  readonly logicalDate?: Wired<string>;
  /** The run's id. @default that of a run by hand: `manual__` and its logical date */
  readonly runId?: Wired<string>;
}

/** What a run of a DAG is started with: its `conf` must be said where a param of the DAG has no default. */
export type TriggerDagRunArgs<Conf, Options> =
  Record<never, never> extends Conf
    ? [run?: TriggerDagRun<Conf>, options?: Options]
    : [run: TriggerDagRun<Conf> & { readonly conf: Wired<Conf> }, options?: Options];

/** What is known of the DAG whose runs are started. @internal */
interface TriggeredDag {
  readonly dagId: string;
  /** Null where nothing but its id is known. */
  readonly params: z.core.$ZodObject | undefined | null;
}

/** What such a task is made of. @internal */
export interface TriggerWork {
  readonly dag: TriggeredDag;
  readonly conf: Expression | undefined;
  readonly logicalDate: Expression | undefined;
  readonly runId: Expression | undefined;
  readonly options: AuthoredOptions<typeof triggerOptions>;
}

/** A DAG, as far as its params are concerned. */
export interface HasParams<Params> {
  readonly dagId: string;
  /** Only a type; nothing is ever there. */
  readonly "~params"?: Params | undefined;
}

/** @internal */
export function triggerWork(dag: HasParams<unknown> | string, given: TriggerDagRun): TriggerWork {
  const { conf, logicalDate, runId, ...options } = given;
  return {
    dag: typeof dag === "string" ? { dagId: dag, params: null } : triggered(dag),
    conf: conf === undefined ? undefined : toExpression(conf, "conf"),
    logicalDate: logicalDate === undefined ? undefined : toExpression(logicalDate, "logicalDate"),
    runId: runId === undefined ? undefined : toExpression(runId, "runId"),
    options,
  };
}

function triggered(dag: HasParams<unknown>): TriggeredDag {
  const { options } = dag as { readonly options?: { readonly params?: z.core.$ZodObject } };
  return { dagId: dag.dagId, params: options?.params };
}
