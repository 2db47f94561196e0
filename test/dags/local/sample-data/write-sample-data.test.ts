// Files of the sample data in a real folder: whole or absent, written once, resumed, replaced on demand.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { SampleDataOptions } from "../../../../dags-ts/local/sample-data/sample-data-options.ts";
import { DayFileError } from "../../../../dags-ts/local/sample-data/write-day-file.ts";
import { type WrittenDay, writeSampleData } from "../../../../dags-ts/local/sample-data/write-sample-data.ts";
import { filesBelow, temporaryFolder } from "./temporary-folder.ts";

const SMALL = { to: "2021-07-03", usersPerDay: 20 } satisfies Partial<SampleDataOptions>;
const FILES = ["20210701", "20210702", "20210703"].map(
  (day) => `user-incoming-bucket/user-data/session_user_data${day}.zip`,
);

async function hashes(store: string): Promise<Map<string, string>> {
  const files = await filesBelow(store);
  const hash = async (file: string) =>
    createHash("sha256")
      .update(await readFile(path.join(store, file)))
      .digest("hex");
  return new Map(await Promise.all(files.map(async (file) => [file, await hash(file)] as const)));
}

describe("writeSampleData", () => {
  test("writes the original 29 days by default", async () => {
    const store = await temporaryFolder();
    const { folder, written, present } = await writeSampleData({ store, format: "csv" });
    expect(folder).toBe(path.join(store, "user-incoming-bucket/user-data"));
    expect([written.length, written.at(0), written.at(-1), present]).toEqual([
      29,
      "2021-07-01",
      "2021-07-29",
      [],
    ]);
    const last = "user-incoming-bucket/user-data/session_user_data20210729.csv";
    expect((await hashes(store)).get(last)).toBe(
      "b81ca19ed7a33252f8fdb7b25c72ee83981896085caf0e85698fb8a238d8da21",
    );
  });

  test("writes the same bytes each time, and reports each day", async () => {
    const [store, other] = [await temporaryFolder(), await temporaryFolder()];
    const days: WrittenDay[] = [];
    await writeSampleData({ store, ...SMALL }, { onDay: (day) => days.push(day) });
    await writeSampleData({ store: other, ...SMALL });
    expect(await filesBelow(store)).toEqual(FILES);
    expect(await hashes(store)).toEqual(await hashes(other));
    expect(days.map(({ date, count, total }) => [date, count, total])).toEqual([
      ["2021-07-01", 1, 3],
      ["2021-07-02", 2, 3],
      ["2021-07-03", 3, 3],
    ]);
    for (const { file, bytes } of days) expect((await readFile(file)).length).toBe(bytes);
  });

  test("fills a gap with the bytes that were there, and leaves the other days alone", async () => {
    const store = await temporaryFolder();
    await writeSampleData({ store, ...SMALL });
    const before = await hashes(store);
    const [first = "", , last = ""] = FILES;
    await writeFile(path.join(store, first), "mine");
    await rm(path.join(store, last));
    const { written, present } = await writeSampleData({ store, ...SMALL });
    expect([written, present]).toEqual([["2021-07-03"], ["2021-07-01", "2021-07-02"]]);
    expect((await hashes(store)).get(last)).toBe(before.get(last));
    expect(await readFile(path.join(store, first), "utf8")).toBe("mine");
  });

  test("gives a day the same bytes when it is the only one asked for", async () => {
    const [store, other] = [await temporaryFolder(), await temporaryFolder()];
    await writeSampleData({ store, ...SMALL });
    await writeSampleData({ store: other, ...SMALL, from: "2021-07-02", to: "2021-07-02" });
    const [, second = ""] = FILES;
    expect(await filesBelow(other)).toEqual([second]);
    expect((await hashes(other)).get(second)).toBe((await hashes(store)).get(second));
  });

  test("draws nothing when all days are there", async () => {
    const store = await temporaryFolder();
    await writeSampleData({ store, ...SMALL });
    // So many users a day could not be drawn within the time limit of a test.
    const { written, present } = await writeSampleData({ store, ...SMALL, usersPerDay: 100_000_000 });
    expect([written, present.length]).toEqual([[], 3]);
  });

  test("replaces what is there with force", async () => {
    const store = await temporaryFolder();
    await writeSampleData({ store, ...SMALL });
    const before = await hashes(store);
    await writeSampleData({ store, ...SMALL, force: true, seed: 1 });
    const after = await hashes(store);
    for (const file of FILES) expect(after.get(file)).not.toBe(before.get(file));
  });

  test("names a file after its format, and each format holds the same text", async () => {
    const store = await temporaryFolder();
    for (const format of ["gz", "csv"] as const)
      await writeSampleData({ store, ...SMALL, format, to: "2021-07-01" });
    const base = "user-incoming-bucket/user-data/session_user_data20210701";
    expect(await filesBelow(store)).toEqual([`${base}.csv`, `${base}.csv.gz`]);
    const csv = await readFile(path.join(store, `${base}.csv`), "utf8");
    expect(gunzipSync(await readFile(path.join(store, `${base}.csv.gz`))).toString()).toBe(csv);
  });

  test("leaves no trace of a day that was aborted, and keeps the finished ones", async () => {
    const store = await temporaryFolder();
    await writeSampleData({ store, ...SMALL, to: "2021-07-01" });
    const controller = new AbortController();
    const reason = new Error("enough");
    const abortOnceItWrites = async () => {
      while ((await filesBelow(store)).length === 1) await setTimeout(5);
      controller.abort(reason);
    };
    const run = writeSampleData({ store, usersPerDay: 1_000_000 }, { signal: controller.signal });
    await Promise.all([expect(run).rejects.toBe(reason), abortOnceItWrites()]);
    expect(await filesBelow(store)).toEqual(FILES.slice(0, 1));
  });

  test("writes nothing when it was aborted beforehand", async () => {
    const store = await temporaryFolder();
    await expect(writeSampleData({ store }, { signal: AbortSignal.abort(new Error("no")) })).rejects.toThrow(
      "no",
    );
    expect(await filesBelow(store)).toEqual([]);
  });

  test("says which file cannot be written, and removes what it began", async () => {
    const store = await temporaryFolder();
    const [first = ""] = FILES;
    // A folder of that name cannot be replaced by a file.
    await mkdir(path.join(store, first), { recursive: true });
    const run = writeSampleData({ store, ...SMALL, force: true });
    await expect(run).rejects.toThrow(DayFileError);
    await expect(run).rejects.toThrow(`Cannot write ${path.join(store, first)}: `);
    expect(await filesBelow(store)).toEqual([]);
  });

  test("refuses options that make no sense, before it writes anything", async () => {
    const store = await temporaryFolder();
    const wrong: Partial<SampleDataOptions>[] = [
      { usersPerDay: 0 },
      { usersPerDay: 1.5 },
      { seed: -1 },
      { bucket: "../elsewhere" },
      { from: "2021-06-30" },
      { from: "2021-07-32" },
      { from: "2021-07-03", to: "2021-07-02" },
      { to: "9999-12-31" },
    ];
    for (const options of wrong)
      await expect(writeSampleData({ store, ...options })).rejects.toThrow("must ");
    expect(await filesBelow(store)).toEqual([]);
  });
});
