// Bodies to write into objects, and what reading and writing them takes.
import { text } from "node:stream/consumers";
import { type ObjectStore, objectStore } from "../../../src/hooks/index.ts";
import { hookServices } from "../hook-services.ts";
import type { TestStore } from "../object-stores.ts";

export const mebibyte = 1024 * 1024;

export async function* pieces(...parts: (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
  yield* parts;
}

/** Pieces, then an error. */
export async function* broken(
  error: Error,
  ...parts: (string | Uint8Array)[]
): AsyncGenerator<string | Uint8Array> {
  yield* parts;
  throw error;
}

/** Waits for the signal after some pieces, as a source that has stalled. */
export async function* stalled(...parts: (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
  yield* parts;
  await new Promise(() => undefined);
}

export async function open(store: TestStore, signal?: AbortSignal): Promise<ObjectStore> {
  return objectStore.open(store.connection, hookServices(signal));
}

export async function readText(store: ObjectStore, bucket: string, key: string): Promise<string> {
  const { body } = await store.read(bucket, key);
  return text(body);
}
