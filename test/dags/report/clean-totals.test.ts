// A day's totals against those of a map of all users.
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { totalsOf } from "../../../dags-ts/report/figures/clean-totals.ts";
import { cleanHeader } from "../../../dags-ts/searches/clean/clean-row.ts";
import { formatCsvLine } from "../../../dags-ts/searches/csv-line.ts";
import { BucketFolder, bucket } from "../bucket-folder.ts";
import { cleanKey } from "../clean-run.ts";

let folder: BucketFolder;
beforeEach(async () => {
  folder = await BucketFolder.create();
});
afterEach(() => folder.remove());

async function totals(text: string) {
  await folder.put(cleanKey, text);
  const store = await folder.store();
  const { size = 0, etag = "" } = (await store.head(bucket, cleanKey)) ?? {};
  return totalsOf({ store, bucket, key: cleanKey, size, etag });
}

function expected(text: string) {
  const rows = (parse(text, { record_delimiter: "\n" }) as string[][]).slice(1);
  const sum = (column: number) => rows.reduce((total, row) => total + Number(row[column]), 0);
  const users = new Set(rows.map(([user]) => user)).size;
  return { users, searches: sum(3), rental: sum(5), sale: sum(6), none: sum(7) };
}

// Few, and alike: some come again, and some look like numbers that they are not.
const user = fc.oneof(
  fc.constantFrom("0", "7", "07", "7 ", "a,b", 'say "7"', "two\nlines", "ä", "-1", "999999999999999"),
  fc.constantFrom("9007199254740993", "9007199254740992", "1000000000000000"),
  fc.nat(20).map(String),
);
const row = fc.tuple(user, fc.array(fc.nat(1000), { minLength: 5, maxLength: 5 }));

test("the totals are those of all rows, each user once, in whichever order rows come", async () => {
  const data = String.raw`--\\n-:search_id:1\n`;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 40 }), async (rows) => {
      const lines = rows.map(([user, counts]) => formatCsvLine([user, data, '[{"search_id":1}]', ...counts]));
      const text = cleanHeader + lines.join("");
      const found = await totals(text);
      expect(found).toEqual(expected(text));
      expect(await totals(cleanHeader + lines.toReversed().join(""))).toEqual(found);
    }),
    { numRuns: 150 },
  );
});
