// A file of a folder store that somebody rewrites in place while it is read.
import { link, open, rename, rm, stat, truncate, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ObjectChangedError, type ObjectStore, type ReadOptions } from "../../../src/hooks/index.ts";
import { rejection } from "../hook-services.ts";
import { folderStore, removeFolder } from "../object-stores.ts";
import { mebibyte, open as openStore, pieces } from "./bodies.ts";

const folder = await folderStore();
afterAll(() => removeFolder(folder.folder));

const size = 16 * mebibyte;
const old = Buffer.alloc(size, "a");

async function* read(store: ObjectStore, bucket: string, options: ReadOptions): AsyncGenerator<Uint8Array> {
  const { body } = await store.read(bucket, "k", options);
  yield* body;
}

const readers = {
  stream: (store: ObjectStore, bucket: string, options: ReadOptions) => store.stream(bucket, "k", options),
  read,
};

/** Reads a new object; after the first piece `meanwhile` happens. Any piece that is not the old one's is an error. */
async function readWhile(
  how: keyof typeof readers,
  meanwhile: (file: string, store: ObjectStore, bucket: string) => Promise<unknown>,
  { range, atMost = Number.POSITIVE_INFINITY }: ReadOptions & { atMost?: number } = {},
): Promise<number> {
  const [store, bucket] = [await openStore(folder), await folder.createBucket()];
  const file = path.join(folder.folder, bucket, "k");
  await writeFile(file, old);
  // In whole milliseconds, so that it can be set again.
  await utimes(file, new Date(), new Date());
  const { etag = "" } = (await store.head(bucket, "k")) ?? {};
  let bytes = 0;
  for await (const piece of readers[how](store, bucket, { ifMatch: etag, ...(range && { range }) })) {
    if (bytes === 0) await meanwhile(file, store, bucket);
    expect(old.subarray(0, piece.length).equals(piece)).toBe(true);
    bytes += piece.length;
    if (bytes >= atMost) break;
  }
  return bytes;
}

/** As `dd conv=notrunc`. */
async function overwrite(file: string, position: number, length: number): Promise<void> {
  const handle = await open(file, "r+");
  await handle.write(Buffer.alloc(length, "b"), 0, length, position);
  await handle.close();
}

async function keepingItsTime(file: string, change: () => Promise<unknown>): Promise<void> {
  const { atime, mtime } = await stat(file);
  await change();
  await utimes(file, atime, mtime);
}

describe.each(["stream", "read"] as const)("Reading a file of a folder store (%s)", (how) => {
  test.each<[string, (file: string) => Promise<unknown>]>([
    ["is overwritten in a part that is still to come", (file) => overwrite(file, size - 10, 10)],
    ["is overwritten in a part that has been read", (file) => overwrite(file, 0, 10)],
    ["is truncated", (file) => truncate(file, 0)],
    ["is cut short", (file) => truncate(file, size - 1)],
    ["is truncated and written anew", (file) => writeFile(file, Buffer.alloc(size, "b"))],
    ["grows", (file) => writeFile(file, "more", { flag: "a" })],
    ["grows by a hole", (file) => truncate(file, size * 2)],
    [
      "is overwritten by somebody who sets its time back",
      (file) => keepingItsTime(file, () => overwrite(file, size - 10, 10)),
    ],
  ])("fails, having given nothing of the new content, when it %s", async (_, change) => {
    const whole = await rejection(readWhile(how, change));
    expect(whole).toBeInstanceOf(ObjectChangedError);
    const range = { start: 0, end: 12 * mebibyte };
    expect(await rejection(readWhile(how, change, { range }))).toBeInstanceOf(ObjectChangedError);
  });

  test.each<[string, Parameters<typeof readWhile>[1]]>([
    [
      "another file takes its name",
      async (file) => {
        await writeFile(`${file}.new`, "new");
        await rename(`${file}.new`, file);
      },
    ],
    ["the store replaces it", (_, store, bucket) => store.write(bucket, "k", pieces("new"))],
    ["the store removes it", (_, store, bucket) => store.delete(bucket, "k")],
    ["it is moved away", (file) => rename(file, `${file}.moved`)],
    ["it gets a second name", (file) => link(file, `${file}.second`)],
    [
      "it gets a second name and loses the first",
      async (file) => {
        await link(file, `${file}.second`);
        await rm(file);
      },
    ],
  ])("gives all of it when %s", async (_, change) => {
    expect(await readWhile(how, change)).toBe(size);
  });

  test("is left early without an error", async () => {
    expect(await readWhile(how, (file) => truncate(file, 0), { atMost: 1 })).toBeGreaterThan(0);
  });
});
