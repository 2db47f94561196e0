// Values known only at run time, as data: the emitter renders them to Jinja, the runtime evaluates them natively.
import * as z from "zod";
import type { JsonValue } from "../json.ts";
import { kindUnion } from "../kind-union.ts";
import { type RunField, runFields } from "../run/run-context.ts";

/** Fields of a connection that may appear in a rendered template. The password and extra never do. */
const connectionFields = ["conn_id", "conn_type", "host", "login", "schema", "port"] as const;

type ConnectionField = (typeof connectionFields)[number];

/**
 * How lists are made one:
 *
 * - `zip`: the first elements together, then the second ones, as long as each list has one
 * - `concat`: one list behind the other
 * - `cross`: each element of the first with each of the second, and so on; those of the last list change fastest
 */
const combinations = ["zip", "concat", "cross"] as const;

export type Combination = (typeof combinations)[number];

export type Expression =
  | { readonly kind: "literal"; readonly value: JsonValue }
  | { readonly kind: "object"; readonly entries: Readonly<Record<string, Expression>> }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "template"; readonly parts: readonly Expression[] }
  | {
      readonly kind: "variable";
      readonly key: string;
      readonly json: boolean;
      readonly path: readonly (string | number)[];
      readonly fallback?: JsonValue | undefined;
      /** Tasks may write it: nobody knows before a run whether it is there when it is read. */
      readonly mayBeWritten?: true | undefined;
    }
  | { readonly kind: "connection"; readonly connId: string; readonly field: ConnectionField }
  | { readonly kind: "param"; readonly name: string; readonly path: readonly (string | number)[] }
  | { readonly kind: "run"; readonly field: RunField }
  | {
      readonly kind: "output";
      readonly taskId: string;
      readonly path: readonly (string | number)[];
      /** Of a task of the same mapped group as the one that reads it: of that instance of the group. */
      readonly sameInstance?: true | undefined;
      /** What it has pushed under this key, or null; absent where it is what it returned. */
      readonly key?: string | undefined;
    }
  | {
      /** What the task that reads it returned in the latest run before its own, or null. */
      readonly kind: "prior_output";
    }
  | {
      /** What the instances of a mapped task returned, in their order; those that returned nothing are not in it. */
      readonly kind: "outputs";
      readonly taskId: string;
      readonly path: readonly (string | number)[];
    }
  | {
      /** The element that an instance of a mapped task, or of a mapped group, is there for. */
      readonly kind: "item";
      readonly of: "task" | "group";
      /** The output of a task, or a literal. */
      readonly list: Expression;
      readonly path: readonly (string | number)[];
    }
  | {
      /** A list made of lists. */
      readonly kind: "combination";
      readonly how: Combination;
      readonly lists: readonly Expression[];
    }
  | { readonly kind: "asset_events"; readonly uri: string; readonly path: readonly (string | number)[] }
  | {
      /** Events of one of the task's inlets. */
      readonly kind: "inlet_events";
      readonly uri: string;
      readonly path: readonly (string | number)[];
      /** Evaluate to instants: the first and the last one that an event may be of. */
      readonly after?: Expression | undefined;
      readonly before?: Expression | undefined;
      /** Whether the oldest one comes first. */
      readonly ascending: boolean;
      /** How many of them in that order. */
      readonly limit?: number | undefined;
    }
  | { readonly kind: "jinja"; readonly source: string }
  | {
      /** Python, for an argument of a Python operator: what neither JSON nor Jinja can make. */
      readonly kind: "python";
      readonly source: string;
      /** Import statements of the names in it. */
      readonly imports: readonly string[];
    };

type ExpressionKind = Expression["kind"];
export type ExpressionOf<Kind extends ExpressionKind> = Extract<Expression, { readonly kind: Kind }>;

const path = z.array(z.union([z.string(), z.number()]));

export const Expression: z.ZodType<Expression> = z.lazy(() =>
  kindUnion<Expression>({
    literal: { value: z.json() },
    object: { entries: z.record(z.string(), Expression) },
    list: { items: z.array(Expression) },
    template: { parts: z.array(Expression) },
    variable: {
      ...{ key: z.string(), json: z.boolean(), path, fallback: z.json().optional() },
      mayBeWritten: z.literal(true).optional(),
    },
    connection: { connId: z.string(), field: z.enum(connectionFields) },
    param: { name: z.string(), path },
    run: { field: z.enum(runFields) },
    output: {
      taskId: z.string(),
      path,
      sameInstance: z.literal(true).optional(),
      key: z.string().optional(),
    },
    prior_output: {},
    outputs: { taskId: z.string(), path },
    item: { of: z.enum(["task", "group"]), list: Expression, path },
    combination: { how: z.enum(combinations), lists: z.array(Expression) },
    asset_events: { uri: z.string(), path },
    inlet_events: {
      uri: z.string(),
      path,
      after: Expression.optional(),
      before: Expression.optional(),
      ascending: z.boolean(),
      limit: z.number().int().positive().optional(),
    },
    jinja: { source: z.string() },
    python: { source: z.string(), imports: z.array(z.string()) },
  }),
);
