import { isUtf8 } from "node:buffer";
import { hash } from "node:crypto";
import { parse } from "csv-parse";
import { describe, expect, test } from "vitest";
import { cleanHeader, formatCleanRow } from "../../../../dags-ts/searches/clean/clean-row.ts";
import { isValid } from "../../../../dags-ts/searches/search.ts";
import { parseUserRow } from "../../../../dags-ts/searches/user-row.ts";
import { BucketFolder } from "../../bucket-folder.ts";
import { cleanKey, cleanRun, rejectedKey, sourceKey, uniqueKey } from "../../clean-run.ts";
import { randomLines, sourceOf } from "./random-rows.ts";

/** Another seed each time; FUZZ_ROWS=1000000 takes a minute. */
const ROWS = Number(process.env.FUZZ_ROWS ?? 250_000);
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 32);

/** The day in plain words: every line on its own, all of them remembered. */
function cleanPlainly(lines: Iterable<string>) {
  const rows = { read: 0, kept: 0, withoutValidSearch: 0, duplicates: 0, rejected: 0 };
  const kept = new Set<string>();
  const rejected: number[] = [];
  const users = new Set<string>();
  const unique = new Map<number, { clicks: number; readonly users: Set<string> }>();
  let number = 1;
  for (const line of lines) {
    number += 1;
    const bytes = Buffer.from(line, "latin1");
    const text = bytes.toString().replace(/\r$/, "");
    if ([...text].every((character) => " \t,\u001A\uFEFF".includes(character))) continue;
    rows.read += 1;
    try {
      if (!isUtf8(bytes)) throw new Error("It is not UTF-8.");
      const row = parseUserRow(text);
      const valid = row.searches.filter((search) => isValid(search, 3));
      if (valid.length === 0) {
        rows.withoutValidSearch += 1;
        continue;
      }
      const clean = formatCleanRow(row, valid);
      if (kept.has(clean)) {
        rows.duplicates += 1;
        continue;
      }
      kept.add(clean);
      users.add(row.userId);
      for (const { search_id, clicks } of valid) {
        const search = unique.get(search_id) ?? { clicks: 0, users: new Set() };
        search.clicks += clicks;
        search.users.add(row.userId);
        unique.set(search_id, search);
      }
    } catch {
      rows.rejected += 1;
      rejected.push(number);
    }
  }
  rows.kept = kept.size;
  return { rows, kept, rejected, users: users.size, unique };
}

/** A comparison of long texts that says only whether they differ. */
const digest = (text: string) => hash("sha256", text);

const columns = (csv: string): Promise<string[][]> => parse(csv).toArray();

describe(`${ROWS} random rows (FUZZ_SEED=${seed})`, () => {
  test("are all accounted for, and cleaned as the plain way does", async () => {
    const expected = cleanPlainly(randomLines(ROWS, seed));
    const folder = await BucketFolder.create();
    try {
      await folder.put(sourceKey, sourceOf(randomLines(ROWS, seed)));
      const { value } = await cleanRun(folder, { maxRejectedShare: 1 });
      expect(value.rows).toEqual(expected.rows);
      const { read, kept, rejected, withoutValidSearch, duplicates } = value.rows;
      expect(kept + rejected + withoutValidSearch + duplicates).toBe(read);
      expect(value.users).toBe(expected.users);

      expect(digest(await folder.read(cleanKey))).toBe(digest(cleanHeader + [...expected.kept].join("")));
      const lines = await columns(await folder.read(rejectedKey));
      expect(lines.slice(1).map(([line]) => Number(line))).toEqual(expected.rejected);
      const unique = [...expected.unique].sort(([a], [b]) => a - b);
      const found = (await columns(await folder.read(uniqueKey))).slice(1);
      expect(digest(found.map(([id, , clicks, users]) => `${id},${clicks},${users}`).join("\n"))).toBe(
        digest(unique.map(([id, { clicks, users }]) => `${id},${clicks},${users.size}`).join("\n")),
      );
    } finally {
      await folder.remove();
    }
  });
});
