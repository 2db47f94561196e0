// Finds a callback's code in its DAG, where it is in no module of its own.
import { type CallbackCode, callbackNames, callbacksOf } from "../sdk/callback-names.ts";

/** @throws Error when the DAG, evaluated anew, no longer has the callback */
export function callbackOf(
  dag: Parameters<typeof callbacksOf>[0] & { readonly dagId: string },
  name: string,
): CallbackCode {
  const named = [...callbackNames(callbacksOf(dag))].find(([, each]) => each === name);
  if (named) return named[0];
  throw new Error(
    `DAG "${dag.dagId}" had callback "${name}" when it was built and does not now. ` +
      "A DAG module must declare the same each time it is evaluated.",
  );
}
