// The contract of object stores: readers see a whole object, whatever happens.
import { randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { ObjectChangedError } from "../../../src/hooks/index.ts";
import { AirflowFailException } from "../../../src/sdk/outcome.ts";
import { collect, rejection } from "../hook-services.ts";
import type { TestStore } from "../object-stores.ts";
import { broken, mebibyte, open, pieces, readText, stalled } from "./bodies.ts";

export function publishesAllOrNothing(testStore: TestStore): void {
  test.each([
    ["at once", []],
    ["in its first part", ["new"]],
    ["in a later part", [randomBytes(9 * mebibyte), randomBytes(9 * mebibyte)]],
  ])("keeps the old object when the body throws %s, and throws the body's error", async (_, parts) => {
    const [store, bucket] = [await open(testStore), await testStore.createBucket()];
    await store.write(bucket, "k", pieces("old"), { metadata: { a: "1" } });
    const failure = new AirflowFailException("row 7 is broken");
    expect(await rejection(store.write(bucket, "k", broken(failure, ...parts)))).toBe(failure);
    expect(await readText(store, bucket, "k")).toBe("old");
    expect((await store.head(bucket, "k"))?.metadata).toEqual({ a: "1" });
    expect(await collect(store.list(bucket, ""))).toHaveLength(1);
  });

  test("ends a write whose body stalls when the task is asked to stop, and publishes nothing", async () => {
    const stop = new AbortController();
    const [store, bucket] = [await open(testStore, stop.signal), await testStore.createBucket()];
    const write = store.write(bucket, "k", stalled(randomBytes(9 * mebibyte)));
    const reason = new Error("asked to stop");
    setTimeout(() => stop.abort(reason), 100);
    expect(await rejection(write)).toBe(reason);
    expect(await (await open(testStore)).head(bucket, "k")).toBeNull();
  });

  test("ends a read when the task is asked to stop", async () => {
    const stop = new AbortController();
    const [store, bucket] = [await open(testStore, stop.signal), await testStore.createBucket()];
    await store.write(bucket, "k", pieces(randomBytes(8 * mebibyte)));
    const { body } = await store.read(bucket, "k");
    stop.abort();
    await expect(buffer(body)).rejects.toThrow("aborted");
    await expect(store.head(bucket, "k")).rejects.toThrow("aborted");
  });

  test("leaves one whole object when several write the same key", async () => {
    const [store, bucket] = [await open(testStore), await testStore.createBucket()];
    const contents = ["a", "b", "c", "d"].map((letter) => letter.repeat(100_000));
    await Promise.all(
      contents.map((content) =>
        store.write(bucket, "k", pieces(content.slice(0, 50_000), content.slice(50_000))),
      ),
    );
    expect(contents).toContain(await readText(store, bucket, "k"));
    expect(await collect(store.list(bucket, ""))).toHaveLength(1);
  });

  test.each([
    ["small", [randomBytes(10)]],
    ["in several parts", [randomBytes(9 * mebibyte), randomBytes(9 * mebibyte)]],
  ])("replaces only what it was told to, when it was told: %s", async (_, parts) => {
    const [store, bucket] = [await open(testStore), await testStore.createBucket()];
    const write = (replaces: string | null) => store.write(bucket, "k", pieces(...parts), { replaces });
    const first = await write(null);
    expect(await rejection(write(null))).toBeInstanceOf(ObjectChangedError);
    expect(await rejection(write("another-etag"))).toBeInstanceOf(ObjectChangedError);
    await store.write(bucket, "k", pieces("changed"));
    expect(await rejection(write(first.etag))).toBeInstanceOf(ObjectChangedError);
    expect(await readText(store, bucket, "k")).toBe("changed");

    const changed = await store.head(bucket, "k");
    await write(changed?.etag ?? "");
    expect((await store.head(bucket, "k"))?.size).toBe(Buffer.concat(parts).length);
  });

  test("lets a reader finish with the object it began while that is replaced", async () => {
    const [store, bucket] = [await open(testStore), await testStore.createBucket()];
    const old = randomBytes(4 * mebibyte);
    await store.write(bucket, "k", pieces(old));
    const { body } = await store.read(bucket, "k");
    await store.write(bucket, "k", pieces(randomBytes(4 * mebibyte)));
    expect((await buffer(body)).equals(old)).toBe(true);
  });
}
