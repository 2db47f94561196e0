// The clean step, when the disk of the store in a folder or of the temporary folder is full.
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { SpillError, SpillFile } from "windsock/data";
import { BucketFolder, bucket } from "../dags/bucket-folder.ts";
import { cleanKey, sourceKey, uniqueKey } from "../dags/clean-run.ts";
import { header, manyRows } from "../dags/source-rows.ts";
import { bundle } from "./clean-bundle.ts";
import { mountSmallDisk, unmount } from "./small-disk.ts";

let folder: BucketFolder;
beforeAll(async () => {
  folder = await BucketFolder.create();
  await folder.put(sourceKey, header + manyRows(20_000));
});
afterAll(() => folder.remove());

/** The real bundle, after shell commands that narrow what it may write. */
function clean(narrow: string, connection = folder.connection) {
  const command = `${narrow}; exec node ${bundle("user_clean_data")} --date 2021-07-02`;
  return execa("sh", ["-c", command], {
    env: { AIRFLOW_VAR_BUCKET_KEY: bucket, AIRFLOW_CONN_AWS_CONN: connection },
    all: true,
    reject: false,
  });
}

describe("A store in a folder whose disk has no space left", () => {
  test("keeps the old object, keeps nothing of the new one, and may be tried again", async () => {
    await folder.put(cleanKey, "of an earlier run");
    const { exitCode, all } = await clean("ulimit -f 512");
    expect(exitCode).toBe(1);
    expect(all).toMatch(
      /Writing object "user-data-clean\/session_user_data20210702\.csv" in bucket "\S+" failed: no space is left for it \(EFBIG; .+\)\. Free some/,
    );
    expect(await folder.read(cleanKey)).toBe("of an earlier run");
    expect(await folder.uploads()).toEqual([]);

    expect(await clean("true")).toMatchObject({ exitCode: 0 });
    expect(await folder.keys("user-data-clean/")).toEqual([cleanKey, uniqueKey]);
  });

  test("is told by the system's own error on a disk of four megabytes", async (context) => {
    const disk = await BucketFolder.create();
    if (!(await mountSmallDisk(disk.folder)))
      return context.skip("There is no permission to mount a small disk.");
    try {
      await disk.put(sourceKey, header + manyRows(20_000));
      const { exitCode, all } = await clean("true", disk.connection);
      expect(exitCode).toBe(1);
      expect(all).toContain("no space is left for it (ENOSPC;");
      expect(await disk.keys()).toEqual([sourceKey]);
      expect(await disk.uploads()).toEqual([]);
    } finally {
      await unmount(disk.folder);
      await disk.remove();
    }
  });
});

describe("A temporary folder whose disk has no space left", () => {
  test("is told by name, with what to do", async (context) => {
    const disk = await BucketFolder.create();
    if (!(await mountSmallDisk(disk.folder)))
      return context.skip("There is no permission to mount a small disk.");
    vi.stubEnv("TMPDIR", disk.folder);
    const file = new SpillFile();
    try {
      const fill = () => file.append(Buffer.alloc(5 * 1024 * 1024));
      expect(fill).toThrow(SpillError);
      expect(fill).toThrow(
        /^The temporary folder \S+ cannot be used: ENOSPC.+ set TMPDIR to a folder with more/s,
      );
    } finally {
      file.close();
      vi.unstubAllEnvs();
      await unmount(disk.folder);
      await disk.remove();
    }
  });
});
