import { gzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cleanDay } from "../../../dags-ts/searches/clean/clean-day.ts";
import { formatCsvLine } from "../../../dags-ts/searches/csv-line.ts";
import { BucketFolder, bucket, quietServices } from "../bucket-folder.ts";
import { cleanKey, cleanRun, rejectedKey, sourceKey, uniqueKey } from "../clean-run.ts";
import { header, manyRows, rowOf } from "../source-rows.ts";
import { zipBytes } from "../zip-bytes.ts";

let folder: BucketFolder;
beforeEach(async () => {
  folder = await BucketFolder.create();
});
afterEach(() => folder.remove());

const putDay = async (csv: string) => folder.put(sourceKey, await zipBytes({ "day.csv": csv }));

const outputs = async () =>
  Object.fromEntries(
    await Promise.all(
      (await folder.keys())
        .filter((key) => key !== sourceKey)
        .map(async (key) => [key, await folder.read(key)] as const),
    ),
  );

describe("the clean step", () => {
  test("writes the clean data set and the unique searches, and returns the day's figures", async () => {
    await putDay(
      header + rowOf(1320, {}, { clicks: 2 }, { search_id: 7, type: null }) + rowOf(1321, { enabled: false }),
    );
    const { value, log } = await cleanRun(folder);
    expect(value).toEqual({
      day: "2021-07-02",
      users: 1,
      searches: 2,
      rental: 1,
      sale: 0,
      none: 1,
      rows: { read: 2, kept: 1, withoutValidSearch: 1, duplicates: 0, rejected: 0 },
    });
    expect(await folder.keys()).toEqual([cleanKey, uniqueKey, sourceKey]);
    expect(parse(await folder.read(cleanKey), { columns: true })).toEqual([
      expect.objectContaining({ user_id: "1320", num_eligible_searches: "2", none_search_type: "1" }),
    ]);
    expect(await folder.read(uniqueKey)).toBe("search_id,type,clicks,users\n1,Rental,3,1\n7,,3,1\n");
    expect(log.at(-1)).toContain(
      "2021-07-02: 2 rows read, 1 kept, 1 without a valid search, 0 repeated, 0 rejected; " +
        "2 valid searches of 1 user (1 rental, 0 sale, 1 without a type).",
    );
  });

  test("says in each object's metadata what it was made from, and by which build", async () => {
    await putDay(`${header}${rowOf(1, {})}broken\n`);
    await cleanRun(folder, { maxRejectedShare: 1 });
    const store = await folder.store();
    const source = await store.head(bucket, sourceKey);
    for (const key of [cleanKey, uniqueKey, rejectedKey]) {
      expect(await store.head(bucket, key)).toMatchObject({
        metadata: { "source-key": sourceKey, "source-etag": source?.etag, build: "test", "min-clicks": "3" },
      });
    }
  });

  test("makes the same objects of the same rows, however they are packed and however often it runs", async () => {
    const csv = `${header}${manyRows(5000)}broken\n${rowOf(1, { search_id: 1 })}`;
    await putDay(csv);
    const { value } = await cleanRun(folder);
    const first = await outputs();
    expect(Object.keys(first)).toEqual([cleanKey, uniqueKey, rejectedKey]);
    for (const packed of [
      await zipBytes({ "day.csv": csv }),
      gzipSync(csv),
      csv,
      csv.replaceAll("\n", "\r\n"),
    ]) {
      await folder.put(sourceKey, packed);
      expect((await cleanRun(folder)).value).toEqual(value);
      expect(await outputs()).toEqual(first);
    }
  });

  test("asks for as many clicks as it is told to", async () => {
    await putDay(header + rowOf(1, { clicks: 2 }) + rowOf(2, { clicks: 3 }));
    expect((await cleanRun(folder, { minClicks: 2 })).value.users).toBe(2);
  });

  test("reads the older export, which has no header", async () => {
    const record = String.raw`---\\n- :search_id: 5\\n  :enabled: true\\n  :clicks: 3\\n  :listings:\\n  - 1\\n  - 2\\n`;
    await folder.put(
      sourceKey,
      gzipSync(formatCsvLine([1, record]) + formatCsvLine([2, String.raw`--- []\\n`])),
    );
    expect((await cleanRun(folder)).value).toMatchObject({ users: 1, none: 1, rows: { read: 2, kept: 1 } });
    const [row] = parse<Record<string, string>>(await folder.read(cleanKey), { columns: true });
    expect(row).toMatchObject({ user_data: record, avg_listings: "2" });
  });

  test("makes a table without rows of a day whose users have no valid search", async () => {
    await putDay(header + rowOf(1, { enabled: false }));
    expect((await cleanRun(folder)).value).toMatchObject({ users: 0, searches: 0, rows: { read: 1 } });
    expect(parse(await folder.read(cleanKey))).toHaveLength(1);
    expect(await folder.read(uniqueKey)).toBe("search_id,type,clicks,users\n");
  });
});

describe("rows that cannot be read", () => {
  const broken = rowOf(1, {}).replace(":clicks:3", ":clicks:three");

  test("are written with line and reason, and do not sink the day", async () => {
    await putDay(header + manyRows(500) + broken + manyRows(10));
    expect((await cleanRun(folder)).value.rows).toMatchObject({ read: 511, rejected: 1 });
    expect(parse(await folder.read(rejectedKey))).toEqual([
      ["line", "reason", "raw"],
      ["502", "clicks is not a whole number written in digits", broken.trimEnd()],
    ]);
  });

  test("leave no object behind when a later try has none", async () => {
    await putDay(header + rowOf(1, {}) + broken);
    await cleanRun(folder, { maxRejectedShare: 1 });
    expect(await folder.keys()).toContain(rejectedKey);
    await putDay(header + rowOf(1, {}));
    await cleanRun(folder);
    expect(await folder.keys()).not.toContain(rejectedKey);
  });

  test("fail the run when there are too many, which publishes nothing but them", async () => {
    await putDay(header + manyRows(98) + broken.repeat(2));
    await expect(cleanRun(folder)).rejects.toMatchObject({
      name: "AirflowFailException",
      message:
        "2 of 100 rows (2 %) could not be read; max_rejected_share allows 1 %. " +
        "Commonest reasons: clicks is not a whole number written in digits (2 rows). " +
        `See object "${rejectedKey}" in bucket "${bucket}". ` +
        "Mend the source object and clear this task, or trigger a run with a higher max_rejected_share.",
    });
    expect(await folder.keys()).toEqual([rejectedKey, sourceKey]);
    expect(parse(await folder.read(rejectedKey))).toHaveLength(3);
  });

  test("are allowed by a higher share, and the next try then gives the same as a first one", async () => {
    await putDay(header + manyRows(98) + broken.repeat(2));
    await expect(cleanRun(folder)).rejects.toThrow();
    await cleanRun(folder, { maxRejectedShare: 0.02 });
    const afterFailure = await outputs();
    for (const key of Object.keys(afterFailure)) await (await folder.store()).delete(bucket, key);
    await cleanRun(folder, { maxRejectedShare: 0.02 });
    expect(await outputs()).toEqual(afterFailure);
  });
});

describe("a run", () => {
  test("that is asked to stop publishes nothing", async () => {
    await putDay(header + manyRows(5000));
    const stop = new AbortController();
    const { log } = quietServices();
    const stopped = cleanDay(
      { store: await folder.store(stop.signal), bucket, sourceKey, cleanKey, uniqueKey, rejectedKey },
      // Its first line is logged when the source has been found.
      {
        date: "2021-07-02",
        minClicks: 3,
        maxRejectedShare: 1,
        build: "test",
        log: { ...log, info: () => stop.abort() },
        signal: stop.signal,
      },
    );
    await expect(stopped).rejects.toThrow("aborted");
    expect(await folder.keys()).toEqual([sourceKey]);
  });

  test("needs a key of its own for each object", async () => {
    await expect(cleanRun(folder, { destKey: "user-data/session_user_data{ds_nodash}.zip" })).rejects.toThrow(
      "One object would overwrite another",
    );
    await expect(cleanRun(folder, { destKey: "{day}.csv" })).rejects.toThrow("{day}, which is no date name");
  });
});
