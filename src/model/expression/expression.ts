// Values known only at run time, as data: the emitter renders them to Jinja, the runtime evaluates them natively.
import * as z from "zod";
import type { JsonValue } from "../json.ts";
import { type RunField, runFields } from "../run/run-context.ts";

/** Fields of a connection that may appear in a rendered template. The password and extra never do. */
const connectionFields = ["conn_id", "conn_type", "host", "login", "schema", "port"] as const;

type ConnectionField = (typeof connectionFields)[number];

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
    }
  | { readonly kind: "connection"; readonly connId: string; readonly field: ConnectionField }
  | { readonly kind: "param"; readonly name: string; readonly path: readonly (string | number)[] }
  | { readonly kind: "run"; readonly field: RunField }
  | { readonly kind: "output"; readonly taskId: string; readonly path: readonly (string | number)[] }
  | { readonly kind: "asset_events"; readonly uri: string; readonly path: readonly (string | number)[] }
  | { readonly kind: "jinja"; readonly source: string };

const path = z.array(z.union([z.string(), z.number()]));

export const Expression: z.ZodType<Expression> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("literal"), value: z.json() }),
    z.object({ kind: z.literal("object"), entries: z.record(z.string(), Expression) }),
    z.object({ kind: z.literal("list"), items: z.array(Expression) }),
    z.object({ kind: z.literal("template"), parts: z.array(Expression) }),
    z.object({
      kind: z.literal("variable"),
      key: z.string(),
      json: z.boolean(),
      path,
      fallback: z.json().optional(),
    }),
    z.object({ kind: z.literal("connection"), connId: z.string(), field: z.enum(connectionFields) }),
    z.object({ kind: z.literal("param"), name: z.string(), path }),
    z.object({ kind: z.literal("run"), field: z.enum(runFields) }),
    z.object({ kind: z.literal("output"), taskId: z.string(), path }),
    z.object({ kind: z.literal("asset_events"), uri: z.string(), path }),
    z.object({ kind: z.literal("jinja"), source: z.string() }),
  ]),
);

/** Every expression inside `expression`, itself first. */
export function* walkExpression(expression: Expression): Generator<Expression> {
  yield expression;
  if (expression.kind === "object") {
    for (const entry of Object.values(expression.entries)) yield* walkExpression(entry);
  } else if (expression.kind === "list") {
    for (const item of expression.items) yield* walkExpression(item);
  } else if (expression.kind === "template") {
    for (const part of expression.parts) yield* walkExpression(part);
  }
}

/** Ids of the tasks whose output `expression` reads. */
export function producersOf(expression: Expression): string[] {
  const producers = new Set<string>();
  for (const part of walkExpression(expression)) if (part.kind === "output") producers.add(part.taskId);
  return [...producers];
}
