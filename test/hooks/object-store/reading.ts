// The contract of object stores: what is written comes back.
import { randomBytes } from "node:crypto";
import { buffer, text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { ObjectChangedError } from "../../../src/hooks/index.ts";
import { rejection } from "../hook-services.ts";
import type { TestStore } from "../object-stores.ts";
import { mebibyte, open, pieces, readText } from "./bodies.ts";

export function readsAndWrites(testStore: TestStore): void {
  test("gives back what was written, with its size, etag and metadata", async () => {
    const [store, bucket] = [await open(testStore), await testStore.createBucket()];
    const metadata = { "source-etag": "abc-1", rows: "2" };
    const body = pieces("Grüße, ", new Uint8Array([87, 101, 108, 116]), "");
    const written = await store.write(bucket, "a/b/c.txt", body, { metadata, contentType: "text/plain" });

    expect(written.size).toBe(13);
    const { info, body: content } = await store.read(bucket, "a/b/c.txt");
    expect(await text(content)).toBe("Grüße, Welt");
    expect(info).toEqual({ ...written, metadata });
    expect(await store.head(bucket, "a/b/c.txt")).toEqual(info);
  });

  test("writes an empty object", async () => {
    const [store, bucket] = [await open(testStore), await testStore.createBucket()];
    expect((await store.write(bucket, "empty", pieces())).size).toBe(0);
    expect(await readText(store, bucket, "empty")).toBe("");
    expect(await store.head(bucket, "empty")).toMatchObject({ size: 0, metadata: {} });
  });

  test("gives another content another etag, and drops the old one's metadata", async () => {
    const [store, bucket] = [await open(testStore), await testStore.createBucket()];
    const first = await store.write(bucket, "k", pieces("one"), { metadata: { a: "1" } });
    const second = await store.write(bucket, "k", pieces("two"));
    expect(second.etag).not.toBe(first.etag);
    expect(await store.head(bucket, "k")).toEqual({ ...second, metadata: {} });
  });

  test("carries an object of several parts unharmed", async () => {
    const [store, bucket] = [await open(testStore), await testStore.createBucket()];
    const parts = Array.from({ length: 20 }, () => randomBytes(mebibyte));
    const written = await store.write(bucket, "large", pieces(...parts));
    expect(written.size).toBe(20 * mebibyte);
    const { info, body } = await store.read(bucket, "large");
    expect(info.etag).toBe(written.etag);
    expect((await buffer(body)).equals(Buffer.concat(parts))).toBe(true);
  });

  test("reads a range, both ends included, and up to the end at most", async () => {
    const [store, bucket] = [await open(testStore), await testStore.createBucket()];
    await store.write(bucket, "k", pieces("0123456789"));
    const range = async (start: number, end: number) => {
      const { info, body } = await store.read(bucket, "k", { range: { start, end } });
      expect(info.size).toBe(10);
      return text(body);
    };
    expect(await range(2, 4)).toBe("234");
    expect(await range(0, 0)).toBe("0");
    expect(await range(8, 99)).toBe("89");
    await expect(range(10, 11)).rejects.toThrow(RangeError);
    await expect(range(4, 2)).rejects.toThrow("Range 4-2");
  });

  test("reads only the content it was asked for", async () => {
    const [store, bucket] = [await open(testStore), await testStore.createBucket()];
    const { etag } = await store.write(bucket, "k", pieces("old"));
    const { body } = await store.read(bucket, "k", { ifMatch: etag });
    expect(await text(body)).toBe("old");

    await store.write(bucket, "k", pieces("new"));
    const error = await rejection(store.read(bucket, "k", { ifMatch: etag, range: { start: 0, end: 1 } }));
    expect(error).toBeInstanceOf(ObjectChangedError);
    expect(error).toMatchObject({ bucket, key: "k" });
  });

  test("refuses metadata that would not come back as they are", async () => {
    const [store, bucket] = [await open(testStore), await testStore.createBucket()];
    for (const metadata of [{ Upper: "x" }, { "": "x" }, { a: "ü" }, { a: " x" }, { a: "" }, { a: "x\ny" }]) {
      await expect(store.write(bucket, "k", pieces("x"), { metadata })).rejects.toThrow(TypeError);
    }
    expect(await store.head(bucket, "k")).toBeNull();
  });
}
