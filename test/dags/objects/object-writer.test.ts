import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ObjectStore } from "windsock/hooks";
import { ObjectWriter } from "../../../dags-ts/objects/object-writer.ts";
import { BucketFolder, bucket } from "../bucket-folder.ts";

let folder: BucketFolder;
let store: ObjectStore;
beforeEach(async () => {
  folder = await BucketFolder.create();
  store = await folder.store();
});
afterEach(() => folder.remove());

const writerOf = (key: string, inBucket = bucket) =>
  new ObjectWriter({ store, bucket: inBucket, key }, { metadata: { "source-key": "a" } });

describe("an object that is written piece by piece", () => {
  test("appears whole when it is finished, with its metadata", async () => {
    const writer = writerOf("a.csv");
    const block = "x".repeat(300_000);
    for (let count = 0; count < 10; count += 1) await writer.write(block);
    expect(await folder.keys()).toEqual([]);
    await writer.finish();
    expect(await folder.read("a.csv")).toBe(block.repeat(10));
    expect(await store.head(bucket, "a.csv")).toMatchObject({ metadata: { "source-key": "a" } });
  });

  test("does not appear when it is given up, and what was there before stays", async () => {
    await folder.put("a.csv", "before");
    const writer = writerOf("a.csv");
    await writer.write("after");
    await writer.abort();
    expect(await folder.read("a.csv")).toBe("before");
    expect(await folder.keys()).toEqual(["a.csv"]);
  });

  test("stays when it is given up after it was finished", async () => {
    const writer = writerOf("a.csv");
    await writer.write("text");
    await writer.finish();
    await writer.abort();
    expect(await folder.read("a.csv")).toBe("text");
  });

  test("is removed when nothing was written to it", async () => {
    await folder.put("a.csv", "before");
    const writer = writerOf("a.csv");
    await writer.write("");
    await writer.finish();
    expect(await folder.keys()).toEqual([]);
  });

  test("is left alone when it is given up before anything was written", async () => {
    await folder.put("a.csv", "before");
    await writerOf("a.csv").abort();
    expect(await folder.read("a.csv")).toBe("before");
  });

  test("fails with what the object store says, however much is still to be written", async () => {
    const writer = writerOf("a.csv", "no-such-bucket");
    await expect(writeMuch(writer)).rejects.toThrow('There is no bucket "no-such-bucket"');
    await writer.abort();
  });

  test("fails when the object store gives up in the middle", async () => {
    const stop = new AbortController();
    store = await folder.store(stop.signal);
    const writer = writerOf("a.csv");
    await writer.write("x".repeat(300_000));
    setTimeout(() => stop.abort(new Error("stopped")), 50);
    await expect(writeMuch(writer, Number.POSITIVE_INFINITY)).rejects.toThrow("stopped");
    await writer.abort();
    expect(await folder.keys()).toEqual([]);
  });
});

async function writeMuch(writer: ObjectWriter, blocks = 100): Promise<void> {
  const block = "x".repeat(300_000);
  for (let count = 0; count < blocks; count += 1) await writer.write(block);
  await writer.finish();
}
