import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type UndecidedBody,
  writeUnlessAbandoned,
} from "../../../../dags-ts/searches/clean/write-unless-abandoned.ts";
import { BucketFolder, bucket } from "../../bucket-folder.ts";

let folder: BucketFolder;
beforeEach(async () => {
  folder = await BucketFolder.create();
  await folder.put("a.csv", "before");
});
afterEach(() => folder.remove());

const write = async (body: UndecidedBody) =>
  writeUnlessAbandoned(await folder.store(), bucket, "a.csv", body, {});

test("An object appears when its body says so at its end", async () => {
  async function* body(): UndecidedBody {
    yield "aft";
    yield Buffer.from("er");
    return "publish";
  }
  expect(await write(body())).toBe(true);
  expect(await folder.read("a.csv")).toBe("after");
});

test("An object that its body abandons at its end leaves what was there, and nothing else", async () => {
  async function* body(): UndecidedBody {
    yield "after";
    return "abandon";
  }
  expect(await write(body())).toBe(false);
  expect(await folder.read("a.csv")).toBe("before");
  expect(await folder.keys()).toEqual(["a.csv"]);
});

test("A body's own error comes out as it is", async () => {
  // biome-ignore lint/correctness/useYield: it fails before its first piece
  async function* body(): UndecidedBody {
    throw new RangeError("broken");
  }
  await expect(write(body())).rejects.toThrow(RangeError);
  expect(await folder.read("a.csv")).toBe("before");
});
