// Puts the constants among a task's input to its operator's schema: what only a run knows is checked when the task
// starts, and a constant need not wait for that.
import * as z from "zod";
import { closestName } from "../../model/closest-name.ts";
import { didYouMean } from "../../model/did-you-mean.ts";
import type { Expression } from "../../model/expression/expression.ts";
import type { JsonValue } from "../../model/json.ts";
import { written } from "../../model/written.ts";
import type { Misuse } from "./misuse.ts";

/** Who takes the values, in words, and what they are called. */
interface Taker {
  readonly name: string;
  readonly what: string;
}

/** In words that follow "Task ... ". */
export function refusedInput(schema: z.core.$ZodType | undefined, input: Expression): Misuse[] {
  return schema ? refused(schema, input, [], { name: "its operator", what: "input" }) : [];
}

/** The same of what another DAG's run is started with: each of it is one of the DAG's params. */
export function refusedConf(dagId: string, params: z.core.$ZodObject, conf: Expression): Misuse[] {
  const taker = { name: `DAG "${dagId}"`, what: "conf" };
  const known = Object.keys(params._zod.def.shape);
  const given = conf.kind === "object" ? Object.keys(conf.entries) : [];
  const strays = given
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: [name],
      problem: `is given conf.${name}, and ${taker.name} has no such param. ${didYouMean(name, known)}${paramsAre(known)}`,
    }));
  return [...strays, ...refused(params, conf, [], taker).filter(({ path }) => known.includes(path[0] ?? ""))];
}

function refused(
  schema: z.core.$ZodType,
  input: Expression,
  path: readonly string[],
  taker: Taker,
): Misuse[] {
  const { def } = inner(schema)._zod as z.core.$ZodTypes["_zod"];
  const isObject = def.type === "object" && input.kind === "object";
  const strays =
    isObject && !def.catchall
      ? mistyped(Object.keys(def.shape), Object.keys(input.entries), path, taker)
      : [];
  const constant = constantOf(input);
  if (constant) return [...refusals(schema, constant.value, path, taker), ...strays];
  if (isObject) {
    const fields = Object.entries(def.shape).flatMap(([name, field]) => {
      const entry = Object.hasOwn(input.entries, name) ? input.entries[name] : undefined;
      return entry ? refused(field, entry, [...path, name], taker) : missing(field, [...path, name], taker);
    });
    return [...fields, ...strays];
  }
  if (def.type === "array" && input.kind === "list") {
    return input.items.flatMap((item, index) => refused(def.element, item, [...path, String(index)], taker));
  }
  return [];
}

/** The schema of what is written, inside of what says that it need not be, or what becomes of it. */
function inner(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = schema._zod as z.core.$ZodTypes["_zod"];
  switch (def.type) {
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "nonoptional":
    case "readonly":
      return inner(def.innerType);
    case "pipe":
      return inner(def.in);
    default:
      return schema;
  }
}

/** Undefined where a part of it is only known in a run. */
function constantOf(input: Expression): { readonly value: JsonValue } | undefined {
  if (input.kind === "literal") return input;
  if (input.kind === "list") {
    const items = input.items.map(constantOf);
    return items.every((item) => item !== undefined) ? { value: items.map(({ value }) => value) } : undefined;
  }
  if (input.kind === "object") {
    const entries = Object.entries(input.entries).flatMap(([name, entry]) => {
      const constant = constantOf(entry);
      return constant ? [[name, constant.value] as const] : [];
    });
    if (entries.length < Object.keys(input.entries).length) return undefined;
    return { value: Object.fromEntries(entries) };
  }
  return undefined;
}

function refusals(
  schema: z.core.$ZodType,
  value: JsonValue,
  path: readonly string[],
  taker: Taker,
): Misuse[] {
  return issuesOf(schema, value).map((issue) => {
    const at = [...path, ...issue.path.map(String)];
    const wrong = issue.path.reduce<unknown>(
      (part, step) => (part as Record<PropertyKey, unknown>)?.[step],
      value,
    );
    if (wrong === undefined) return missingAt(at, issue.message, taker);
    return {
      path: at,
      problem: `is given ${written(wrong)} as ${nameOf(at, taker)}, which ${taker.name} refuses. ${sentence(issue.message)}`,
    };
  });
}

function missing(schema: z.core.$ZodType, path: readonly string[], taker: Taker): Misuse[] {
  return issuesOf(schema, undefined).map(({ message }) => missingAt(path, message, taker));
}

function missingAt(path: readonly string[], message: string, taker: Taker): Misuse {
  return {
    path,
    problem: `is given no ${nameOf(path, taker)}, which ${taker.name} needs. ${sentence(message)}`,
  };
}

/** What is left out of an input that may be, while something like it is there, was mistyped. */
function mistyped(
  known: readonly string[],
  given: readonly string[],
  path: readonly string[],
  taker: Taker,
): Misuse[] {
  const absent = known.filter((name) => !given.includes(name));
  return given
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const meant = closestName(name, absent);
      if (meant === undefined) return [];
      const problem = `is given ${nameOf([...path, name], taker)}, which ${taker.name} does not know. Did you mean "${meant}"?`;
      return [{ path: [...path, name], problem }];
    });
}

function issuesOf(schema: z.core.$ZodType, value: JsonValue | undefined): readonly z.core.$ZodIssue[] {
  try {
    return z.safeParse(schema, value).error?.issues ?? [];
  } catch {
    // A check that is asynchronous, or fails by itself, is for the task to make.
    return [];
  }
}

function paramsAre(names: readonly string[]): string {
  return names.length === 0 ? "It has none." : `Its params are ${names.join(", ")}.`;
}

function nameOf(path: readonly string[], { what }: Taker): string {
  return [what, ...path].join(".");
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}
