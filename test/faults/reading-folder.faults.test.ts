// The clean step's source in a folder, when other programs write to it while it is read.
import { open, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ObjectChangedError } from "../../src/hooks/index.ts";
import { BucketFolder, bucket } from "../dags/bucket-folder.ts";
import { cleanKey, cleanRun, sourceKey, uniqueKey } from "../dags/clean-run.ts";
import { header, manyRows } from "../dags/source-rows.ts";

const rows = 200_000;
const first = header + manyRows(rows);
/** As long, but another: in a torn one, some ids would come twice and others not at all. */
const second = header + manyRows(rows).split("\n").slice(0, -1).reverse().join("\n").concat("\n");
const shorter = header + manyRows(rows / 2);

let undisturbed: BucketFolder;
beforeAll(async () => {
  undisturbed = await BucketFolder.create();
});
afterAll(() => undisturbed.remove());

describe("A plain source in a folder that is rewritten in place while it is read", () => {
  test.each<[string, string, "r+" | "w"]>([
    ["by one that is as long, as dd does it", second, "r+"],
    ["by a shorter one, truncated first", shorter, "w"],
  ])("is read anew from its beginning: %s", async (_, content, flags) => {
    await undisturbed.put(sourceKey, content);
    const expected = await cleanRun(undisturbed);
    const folder = await BucketFolder.create();
    await folder.put(sourceKey, first);
    const cleaning = cleanRun(folder);
    // The first rows have been read when something is written of them.
    await expect.poll(() => folder.uploads().catch(() => []), { interval: 1 }).not.toEqual([]);
    const file = await open(path.join(folder.folder, bucket, sourceKey), flags);
    await file.writeFile(content);
    await file.close();

    const { value, log } = await cleaning;
    expect(log.join("\n")).toContain(
      `WARNING Object "${sourceKey}" was replaced while it was read; starting over`,
    );
    expect(value).toEqual(expected.value);
    for (const key of [cleanKey, uniqueKey]) {
      expect((await folder.read(key)) === (await undisturbed.read(key)), key).toBe(true);
    }
    await folder.remove();
  });

  test("fails, to be tried again, when the writing does not end, and publishes nothing", async () => {
    const folder = await BucketFolder.create();
    await folder.put(sourceKey, first);
    const file = path.join(folder.folder, bucket, sourceKey);
    let writing = true;
    const writer = (async () => {
      while (writing) await writeFile(file, first, { flag: "r+" });
    })();
    await expect(cleanRun(folder)).rejects.toThrow(
      /was replaced while it was read, and again after starting over/,
    );
    writing = false;
    await writer;
    expect(await folder.keys()).toEqual([sourceKey]);
    await folder.remove();
  });
});

test("A change within the same tick of the clock that stamps files is noticed", async (context) => {
  const disk = await BucketFolder.create();
  // Its stamps have the kernel's ticks of some milliseconds; newer file systems' are finer.
  const { failed } = await execa("mount", ["-t", "ramfs", "ramfs", disk.folder], { reject: false });
  if (failed) return context.skip("There is no permission to mount a file system with coarse time stamps.");
  try {
    const store = await disk.store();
    // More than is read ahead.
    const content = Buffer.alloc(4 * 1024 * 1024, "a");
    for (let round = 0; round < 50; round += 1) {
      await disk.put("k", content);
      const torn = (async () => {
        let bytes = 0;
        for await (const piece of store.stream(bucket, "k")) {
          if (bytes === 0)
            await writeFile(path.join(disk.folder, bucket, "k"), Buffer.alloc(content.length, "b"), {
              flag: "r+",
            });
          bytes += piece.length;
        }
      })();
      await expect(torn).rejects.toBeInstanceOf(ObjectChangedError);
    }
  } finally {
    await execa("umount", ["-l", disk.folder]);
    await disk.remove();
  }
});
