import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Publisher } from "../../../dags-ts/report/publisher.ts";
import { BucketFolder, bucket } from "../bucket-folder.ts";

let folder: BucketFolder;
beforeEach(async () => {
  folder = await BucketFolder.create();
});
afterEach(() => folder.remove());

const publisher = async (readAt: string) => new Publisher({ store: await folder.store(), bucket, readAt });
const [earlier, later] = ["2026-01-01T00:00:01.000Z", "2026-01-01T00:00:02.000Z"];

describe("of two reports at once", () => {
  test("the newer figures stay, whoever comes last", async () => {
    await (await publisher(earlier)).write("a.csv", "text/csv", "old");
    await (await publisher(later)).write("a.csv", "text/csv", "new");
    await expect((await publisher(earlier)).write("a.csv", "text/csv", "old")).rejects.toMatchObject({
      name: "NewerReportError",
      message: `Object "a.csv" is of a report whose figures are newer (${later}).`,
    });
    await expect((await publisher(earlier)).remove("a.csv")).rejects.toThrow("newer");
    expect(await folder.read("a.csv")).toBe("new");
  });

  test("one that is overtaken while it writes publishes nothing", async () => {
    async function* slowly() {
      yield "old";
      await (await publisher(later)).write("a.csv", "text/csv", "new");
      await setTimeout(1);
      yield "er";
    }
    await expect((await publisher(earlier)).write("a.csv", "text/csv", slowly())).rejects.toThrow("newer");
    expect(await folder.read("a.csv")).toBe("new");
    expect(await folder.keys()).toEqual(["a.csv"]);
  });

  test("the same one may write again, as a retry does", async () => {
    await (await publisher(later)).write("a.csv", "text/csv", "first");
    await (await publisher(later)).write("a.csv", "text/csv", "second");
    expect(await folder.read("a.csv")).toBe("second");
  });

  test("an object that no report wrote is replaced", async () => {
    await folder.put("a.csv", "by hand");
    await (await publisher(earlier)).write("a.csv", "text/csv", "old");
    expect(await folder.read("a.csv")).toBe("old");
  });
});
