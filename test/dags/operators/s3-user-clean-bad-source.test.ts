import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BucketFolder, bucket } from "../bucket-folder.ts";
import { cleanKey, cleanRun, sourceKey } from "../clean-run.ts";
import { header, manyRows } from "../source-rows.ts";
import { patched, zipBytes } from "../zip-bytes.ts";

let folder: BucketFolder;
beforeEach(async () => {
  folder = await BucketFolder.create();
});
afterEach(() => folder.remove());

describe("a source object that is none", () => {
  const good = header + manyRows(3000);
  const replaceIt = "Replace it, then clear this task.";

  test("is missed with its name and with what is there, and waited for", async () => {
    await folder.put("user-data/session_user_data20210701.zip", "x");
    await expect(cleanRun(folder)).rejects.toMatchObject({
      name: "ObjectNotFoundError",
      message: expect.stringMatching(
        /"user-data\/session_user_data20210702\.zip" in bucket "user-incoming-bucket".*session_user_data20210701\.zip/s,
      ),
    });
  });

  const directoryEntry = Buffer.from("PK\x01\x02");
  test.each<[string, () => string | Buffer | Promise<Buffer>, string]>([
    ["is empty", () => "", "It is empty."],
    ["has a header alone", () => header, "It has no rows. A day's snapshot has one for each user"],
    ["has a header and empty lines", () => `${header}\r\n,\n \n`, "It has no rows."],
    ["packs a header alone", () => gzipSync("\uFEFFid,user_data"), "It has no rows."],
    ["holds an empty file", () => zipBytes({ "day.csv": "" }), "It unpacks to an empty file."],
    [
      "has another header",
      () => `a,b\n${manyRows(1)}`,
      'Its first line is "a,b". Expected the header "user_id,user_data".',
    ],
    [
      "is cut off",
      async () => (await zipBytes({ "day.csv": good })).subarray(0, -100),
      "The zip archive is damaged or cut off",
    ],
    [
      "has a flipped byte",
      async () => patched(await zipBytes({ "day.csv": good }), directoryEntry, 16, Buffer.from([1])),
      'File "day.csv" in the zip archive is damaged: its CRC-32 differs.',
    ],
    [
      "is a zip bomb",
      () => zipBytes({ "day.csv": Buffer.alloc(80 * 1024 * 1024) }),
      "It unpacks to more than 200 times its size",
    ],
    ["holds two files", () => zipBytes({ "a.csv": good, "b.csv": good }), 'several files: "a.csv", "b.csv".'],
    ["is a cut-off gzip file", () => gzipSync(good).subarray(0, -20), "The gzip file is damaged or cut off"],
  ])("%s: fails at once, with bucket and key, and publishes nothing", async (_, content, problem) => {
    await folder.put(sourceKey, await content());
    await folder.put(cleanKey, "of an earlier run");
    const failure = await cleanRun(folder).then(
      () => expect.fail("It did not fail."),
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({
      name: "AirflowFailException",
      message: expect.stringContaining(problem),
    });
    expect(failure).toMatchObject({
      message: expect.stringContaining(`Object "${sourceKey}" in bucket "${bucket}"`),
    });
    expect(failure).toMatchObject({ message: expect.stringContaining(replaceIt) });
    expect(await folder.keys()).toEqual([cleanKey, sourceKey]);
    expect(await folder.read(cleanKey)).toBe("of an earlier run");
  });
});
