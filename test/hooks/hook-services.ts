// What a hook is opened with in these tests.
import { setMaxListeners } from "node:events";
import type { HookServices } from "../../src/sdk/hook.ts";

/** Services whose log goes nowhere. */
export function hookServices(signal: AbortSignal = new AbortController().signal): HookServices {
  setMaxListeners(0, signal);
  const silent = () => undefined;
  return { log: { debug: silent, info: silent, warning: silent, error: silent }, signal };
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error(`rejected with ${String(error)}, which is no error`);
  }
  throw new Error("the promise was not rejected");
}

/** Everything that an async iterable yields. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
