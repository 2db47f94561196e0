// Which callbacks a DAG has, and what they are called: each code of theirs is a bundle.
import { dagOptions } from "../model/dag/dag-options.ts";
import type { Options } from "../model/dag/option.ts";
import { taskGroupOptions } from "../model/dag/task-group.ts";
import { taskOptions } from "../model/dag/task-options.ts";
import { isPlainObject } from "../model/to-json.ts";
import { type AnyCallbackSpec, type Callback, isCallback, isDefinition } from "./callback.ts";
import type { DagContents } from "./task-scope.ts";

/** What a callback runs: what it was defined by, or the function that was set. */
export type CallbackCode = AnyCallbackSpec | AnyCallbackSpec["run"];

/** The names of a DAG's callbacks, by their code. */
export type CallbackNames = ReadonlyMap<CallbackCode, string>;

/** A callback where it is set. */
interface SetCallback {
  /** `load.on_failure` */
  readonly place: string;
  readonly callback: Callback | AnyCallbackSpec["run"];
}

/** All callbacks of a DAG, its groups and its tasks, as often as they are set. */
export function callbacksOf({
  options,
  contents,
}: {
  readonly options: unknown;
  readonly contents: DagContents;
}): SetCallback[] {
  return [
    ...callbacksIn(dagOptions, options, "dag"),
    ...contents.groups.flatMap((group) => callbacksIn(taskGroupOptions, group.options, group.groupId)),
    ...contents.declarations.flatMap((task) => callbacksIn(taskOptions, task.options, task.taskId)),
  ];
}

function callbacksIn(table: Options, authored: unknown, owner: string): SetCallback[] {
  const given = (authored ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(table).flatMap(([name, { python, kind, state }]) => {
    if (kind === "defaults") return callbacksIn(taskOptions, given[name], `${owner}.${name}`);
    // Not all file systems tell capitals.
    const place = `${owner}.${python?.replace(/_callback$/, "")}`;
    if (kind === "deadlines") return ofDeadlines(given[name]).map((callback) => ({ place, callback }));
    return state === undefined ? [] : listOf(given[name]).map((callback) => ({ place, callback }));
  });
}

function ofDeadlines(given: unknown): SetCallback["callback"][] {
  return [given].flat().flatMap((deadline) => (isPlainObject(deadline) ? listOf(deadline.callback) : []));
}

/** Of what is given as callbacks, what can be called. */
export function listOf(given: unknown): SetCallback["callback"][] {
  const list: unknown[] = Array.isArray(given) ? given : [given];
  return list.filter((each) => isCallback(each) || isInline(each));
}

/** Whether it is a function that is a callback itself. */
export function isInline(value: unknown): value is AnyCallbackSpec["run"] {
  return typeof value === "function" && !isDefinition(value);
}

/** The code that a callback runs, which may be that of others, too. */
export function codeOf(callback: SetCallback["callback"]): CallbackCode {
  return isCallback(callback) ? callback.code : callback;
}

/**
 * Names all code: what is defined by the name it has, a function by the place where it is set first. What would have the
 * name of another one gets a number behind it.
 */
export function callbackNames(callbacks: readonly SetCallback[]): CallbackNames {
  const names = new Map<CallbackCode, string>();
  const taken = new Set<string>();
  const name = (code: CallbackCode, wanted: string) => {
    if (names.has(code)) return;
    let free = wanted;
    for (let number = 2; taken.has(free); number++) free = `${wanted}_${number}`;
    taken.add(free);
    names.set(code, free);
  };
  for (const { callback } of callbacks)
    if (isCallback(callback)) name(callback.code, String(callback.code.name));
  for (const { callback, place } of callbacks) if (!isCallback(callback)) name(callback, place);
  return names;
}
