import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Search } from "../../../../dags-ts/searches/search.ts";
import { SearchStats } from "../../../../dags-ts/searches/search-stats.ts";
import { searches } from "../../search-text.ts";
import { cleanLines, lineOf, type User } from "./clean-lines.ts";

const users = fc.record({
  id: fc.nat(5).map(String),
  searches: fc.array(searches({ search_id: fc.nat(6) }), { maxLength: 4 }),
});

/** What the figures are by definition, from the users themselves. */
function expectedStats(all: readonly User[]) {
  const isValid = ({ enabled, clicks }: Search) => enabled && clicks >= 3;
  const stay = all.filter((user) => user.searches.some(isValid));
  const distinct = [...new Map(stay.map((user) => [lineOf(user), user])).values()];
  const valid = distinct.flatMap((user) => user.searches.filter(isValid));
  return {
    users: new Set(distinct.map(({ id }) => id)).size,
    searches: valid.length,
    rental: valid.filter(({ type }) => type === "Rental").length,
    sale: valid.filter(({ type }) => type === "Sales").length,
    none: valid.filter(({ type }) => type === null).length,
    kept: distinct.length,
    duplicates: stay.length - distinct.length,
    withoutValidSearch: all.length - stay.length,
    unique: [...new Set(valid.map(({ search_id }) => search_id))]
      .sort((a, b) => a - b)
      .map((id) => ({
        id: String(id),
        clicks: String(
          valid.filter((one) => one.search_id === id).reduce((sum, { clicks }) => sum + clicks, 0),
        ),
        users: String(
          new Set(
            distinct
              .filter(({ searches }) => searches.some((one) => one.search_id === id && isValid(one)))
              .map(({ id }) => id),
          ).size,
        ),
      })),
  };
}

describe("a day of any users", () => {
  test("has the figures that follow from the definitions", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(users, { maxLength: 12 }), async (all) => {
        const {
          unique: expectedUnique,
          kept,
          duplicates,
          withoutValidSearch,
          ...figures
        } = expectedStats(all);
        const { stats, unique } = await cleanLines(all.map(lineOf));
        expect(stats).toMatchObject(figures);
        expect(stats.rows).toEqual({ read: all.length, kept, withoutValidSearch, duplicates, rejected: 0 });
        const rows = parse<Record<string, string>>(unique, { columns: true });
        expect(rows.map(({ search_id, clicks, users }) => ({ id: search_id, clicks, users }))).toEqual(
          expectedUnique,
        );
      }),
    );
  });

  const anyLine = fc.oneof(
    users.map(lineOf),
    fc.stringMatching(/^[0-2],?["\\n:a-]{0,5}$/),
    fc.tuple(users.map(lineOf), fc.nat()).map(([line, at]) => line.slice(0, at % line.length)),
  );

  test("accounts for every row, whatever the lines are and however they are cut into blocks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyLine, { maxLength: 15 }),
        fc.integer({ min: 1, max: 300 }),
        async (lines, chunkBytes) => {
          const whole = await cleanLines(lines);
          expect(SearchStats.parse(whole.stats)).toEqual(whole.stats);
          expect(whole.stats.rows.read).toBe(lines.filter((line) => line !== "").length);
          expect(parse(whole.kept)).toHaveLength(whole.stats.rows.kept);
          const rejectedRows = parse<Record<string, string>>(whole.rejected, { columns: true });
          expect(rejectedRows).toHaveLength(whole.stats.rows.rejected);
          for (const { line, raw } of rejectedRows) expect(lines[Number(line) - 2]).toBe(raw);
          expect(await cleanLines(lines, { chunkBytes })).toEqual(whole);
        },
      ),
    );
  });
});
