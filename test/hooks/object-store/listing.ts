// The contract of object stores: listing and removing.
import { expect, test } from "vitest";
import { collect } from "../hook-services.ts";
import type { TestStore } from "../object-stores.ts";
import { open, pieces } from "./bodies.ts";

export function listsAndRemoves(testStore: TestStore): void {
  test("lists by prefix, in the order of the keys' bytes, up to a limit", async () => {
    const [store, bucket] = [await open(testStore), await testStore.createBucket()];
    const keys = ["a-b", "a/b", "a/b2/c", "a0", "b/ä", "b/z", "b/😀", "b/\u{ffee}"];
    for (const key of keys) await store.write(bucket, key, pieces(key));
    const list = async (prefix: string, limit?: number) =>
      (await collect(store.list(bucket, prefix, limit === undefined ? {} : { limit }))).map(({ key }) => key);

    expect(await list("")).toEqual(["a-b", "a/b", "a/b2/c", "a0", "b/z", "b/ä", "b/\u{ffee}", "b/😀"]);
    expect(await list("a/")).toEqual(["a/b", "a/b2/c"]);
    expect(await list("a/b")).toEqual(["a/b", "a/b2/c"]);
    expect(await list("a/b2/")).toEqual(["a/b2/c"]);
    expect(await list("c")).toEqual([]);
    expect(await list("../")).toEqual([]);
    expect(await list("", 3)).toEqual(["a-b", "a/b", "a/b2/c"]);
    expect(await list("", 0)).toEqual([]);
    const [first] = await collect(store.list(bucket, "a-b"));
    const { etag, size } = (await store.head(bucket, "a-b")) ?? {};
    expect(first).toEqual({ key: "a-b", etag, size });
  });

  test("removes an object, and one that is not there", async () => {
    const [store, bucket] = [await open(testStore), await testStore.createBucket()];
    await store.write(bucket, "a/k", pieces("x"), { metadata: { a: "1" } });
    await store.delete(bucket, "a/k");
    expect(await store.head(bucket, "a/k")).toBeNull();
    await store.delete(bucket, "a/k");
    await store.delete(bucket, "a");
    await store.delete(bucket, "never/was");
  });
}
