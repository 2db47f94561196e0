// Turns callbacks as authors set them into the model's, or says what is wrong with one.
import { type CallbackCodeModel, type CallbackModel, callbackTimeLimit } from "../../model/dag/callback.ts";
import { keyProblem } from "../../model/dag/key.ts";
import type { Position } from "../../model/problem.ts";
import { toJson } from "../../model/to-json.ts";
import { written } from "../../model/written.ts";
import {
  type AnyCallbackSpec,
  type Callback,
  type CallbackKind,
  isCallback,
  isDefinition,
} from "../callback.ts";
import {
  type CallbackCode,
  type CallbackNames,
  type callbacksOf,
  codeOf,
  isInline,
  listOf,
} from "../callback-names.ts";
import { inSeconds, isDuration } from "../duration.ts";
import { toExpression } from "../reference.ts";
import { refusedInput } from "./refused-input.ts";

/** One callback or several, as the model has them. */
export function describeCallbacks(given: unknown, names: CallbackNames): CallbackModel[] {
  return listOf(given).map((callback) => {
    const name = names.get(codeOf(callback)) ?? "";
    if (!isCallback(callback)) return { name, input: {}, connections: {}, timeLimit: callbackTimeLimit };
    const { code, input, connections } = callback;
    const { timeLimit } = code;
    return {
      name,
      input: toJson(input, "input"),
      connections,
      timeLimit: timeLimit ? inSeconds(timeLimit) : callbackTimeLimit,
    };
  });
}

/**
 * The code of a DAG's callbacks.
 *
 * @param locate turns a stack into the position of its first line
 */
export function describeCode(
  callbacks: ReturnType<typeof callbacksOf>,
  names: CallbackNames,
  locate: (stack: string) => Position,
): CallbackCodeModel[] {
  const stacks = new Map<CallbackCode, string>();
  for (const { callback } of callbacks) if (isCallback(callback)) stacks.set(callback.code, callback.stack);
  return [...names].map(([code, name]) => {
    const stack = stacks.get(code);
    return { name, position: stack === undefined ? null : locate(stack) };
  });
}

/** Part of what is given, and what is wrong with it, in words that follow "has ... as onFailure. ". */
export interface WrongCallback {
  readonly path: readonly string[];
  readonly what: string;
  readonly remedy: string;
}

/** What is wrong with what is given as callbacks of a kind. */
export function wrongCallback(given: unknown, kind: CallbackKind): WrongCallback | undefined {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  for (const [index, callback] of list.entries()) {
    const wrong = problemOf(callback, kind);
    if (wrong) return { path: Array.isArray(given) ? [String(index)] : [], ...wrong };
  }
  return undefined;
}

type Wrong = Omit<WrongCallback, "path">;

function problemOf(callback: unknown, kind: CallbackKind): Wrong | undefined {
  if (isDefinition(callback)) {
    const { name } = callback.spec;
    return {
      what: `callback ${JSON.stringify(name)}`,
      remedy: "It waits for its input and its connections: call it with them, even where there are none.",
    };
  }
  if (isInline(callback)) return undefined;
  if (!isCallback(callback)) {
    return {
      what: written(callback),
      remedy:
        "Write a function, or what a callback made by defineCallback returns when it is called, or a list of them.",
    };
  }
  const remedy = wrongCode(callback.code, kind) ?? wrongConnections(callback) ?? wrongInput(callback);
  return remedy === undefined
    ? undefined
    : { what: `callback ${JSON.stringify(callback.code.name)}`, remedy };
}

/** Where a callback can be set that is of one kind alone. */
const places: Readonly<Record<CallbackKind, string>> = {
  task: "of tasks alone. Set it in defaults: { ... }, which is for all tasks.",
  dag: "of DAGs alone. Set it at the DAG.",
  deadline: "of deadlines alone. Set it in deadline: { ..., callback }.",
};

function wrongCode(code: AnyCallbackSpec, kind: CallbackKind): string | undefined {
  const { name, run, timeLimit } = code;
  const wrongName = typeof name === "string" ? keyProblem(name) : "is no text.";
  if (wrongName !== undefined) return `Its name ${wrongName}`;
  if (typeof run !== "function") return "It has no code: run is no function.";
  if (code.kind !== undefined && code.kind !== kind) {
    return `It is a callback ${places[code.kind]}`;
  }
  if (timeLimit !== undefined && !(isDuration(timeLimit) && inSeconds(timeLimit) > 0)) {
    return `Its timeLimit is ${written(timeLimit)}. Write a length of time, such as { seconds: 15 }.`;
  }
  return undefined;
}

function wrongConnections({ code, connections }: Callback): string | undefined {
  const needed = Object.keys(code.connections ?? {});
  const missing = needed.find((name) => typeof connections[name] !== "string");
  if (missing !== undefined) {
    return `It needs a connection for "${missing}". Pass { ${missing}: connection("...") } behind its input.`;
  }
  const stray = Object.keys(connections).find((name) => !needed.includes(name));
  if (stray === undefined) return undefined;
  const known = needed.length === 0 ? "It needs none." : `It needs: ${needed.join(", ")}.`;
  return `It is given a connection for "${stray}". ${known}`;
}

function wrongInput({ code, input }: Callback): string | undefined {
  try {
    toJson(input, "input");
  } catch (error) {
    return (error as Error).message;
  }
  const [misuse] = refusedInput(code.input, toExpression(input));
  return misuse && `It ${misuse.problem.replace("its operator", "it")}`;
}
