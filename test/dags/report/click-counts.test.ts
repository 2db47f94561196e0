import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { HookServices } from "windsock";
import { countAtClicks } from "../../../dags-ts/report/figures/click-counts.ts";
import { BucketFolder, bucket, quietServices } from "../bucket-folder.ts";
import { searches } from "../search-text.ts";
import { cleanLines, lineOf } from "../searches/clean/clean-lines.ts";
import { header, rowOf } from "../source-rows.ts";
import { zipBytes } from "../zip-bytes.ts";

const key = "user-data/session_user_data20210702.zip";
let folder: BucketFolder;
beforeEach(async () => {
  folder = await BucketFolder.create();
});
afterEach(() => folder.remove());

const countWith = async (services: HookServices, thresholds: number[]) =>
  countAtClicks({ store: await folder.store(), bucket, key }, thresholds, {
    date: "2021-07-02",
    ...services,
  });
const count = (...thresholds: number[]) => countWith(quietServices(), thresholds);

// Few users, so that they come again; few searches, so that rows do.
const users = fc.array(
  fc.tuple(fc.constantFrom("1", "2", "3", '<b>"x"</b>', "a,b"), fc.array(searches(), { maxLength: 3 })),
  { minLength: 1, maxLength: 25 },
);

describe("a day's source, counted at other numbers of clicks", () => {
  test("gives what the clean step gives at each of them", async () => {
    await fc.assert(
      fc.asyncProperty(users, async (rows) => {
        const once = rows.map(([id, searches]) => lineOf({ id, searches }));
        // Some rows twice.
        const lines = [...once, ...once.slice(0, 3)];
        await folder.put(key, header + lines.map((line) => `${line}\n`).join(""));
        const counts = await count(3, 2, 1);
        for (const [index, minClicks] of [3, 2, 1].entries()) {
          const { stats } = await cleanLines(lines, { minClicks });
          expect(counts[index]).toEqual({ users: stats.users, searches: stats.searches });
        }
      }),
      { numRuns: 40 },
    );
  });

  test("has users whom the clean data set does not have", async () => {
    await folder.put(
      key,
      header + rowOf(1, { clicks: 3 }) + rowOf(2, { clicks: 2 }) + rowOf(3, { clicks: 1 }),
    );
    expect(await count(3, 2)).toEqual([
      { users: 1, searches: 1 },
      { users: 2, searches: 2 },
    ]);
  });

  test("is read packed, and without the rows that cannot be read", async () => {
    await folder.put(key, await zipBytes({ "day.csv": `${header}${rowOf(1, {})}1;2\n${rowOf(2, {})}` }));
    expect(await count(3)).toEqual([{ users: 2, searches: 2 }]);
  });

  test("must be there, and be a table of users", async () => {
    await expect(count(3)).rejects.toMatchObject({ name: "ObjectNotFoundError" });
    await folder.put(key, "a,b,c\n");
    await expect(count(3)).rejects.toMatchObject({ name: "UnreadableObjectError" });
  });

  test("stops when the task is asked to", async () => {
    await folder.put(key, header + rowOf(1, {}));
    await expect(countWith(quietServices(AbortSignal.abort()), [3])).rejects.toMatchObject({
      name: "AbortError",
    });
  });
});
