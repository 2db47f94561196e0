// Writes searches as the exports do, for tests: the other direction of the parsers.
import fc from "fast-check";
import type { Search } from "../../dags-ts/searches/search.ts";

const NEXT = String.raw`\\n`;
const END = String.raw`\n`;

/** Searches in the dialect of the current export. */
export function searchRecords(searches: readonly Search[]): string {
  return searches
    .map((search) => {
      const fields = Object.entries(search).map(([name, value]) => `:${name}:${exported(value)}`);
      return `--${NEXT}-${fields.join(NEXT)}${END}`;
    })
    .join("");
}

function exported(value: Search[string]): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "True" : "False";
  return String(value);
}

/** A search with the usual fields; `fields` replace or add some. */
export function search(fields: Partial<Search> = {}): Search {
  return {
    search_id: 1,
    enabled: true,
    clicks: 3,
    created_at: 20210702,
    listings: 4,
    type: "Rental",
    ...fields,
  };
}

const knownFields = {
  search_id: fc.nat(),
  enabled: fc.boolean(),
  clicks: fc.nat(9),
  created_at: fc.constant(20210702),
  listings: fc.nat(9),
  type: fc.constantFrom("Rental", "Sales", null),
} as const;

/** Any search, its fields in any order, some of them unknown. `limits` narrow fields down. */
export function searches(limits: { readonly search_id?: fc.Arbitrary<number> } = {}): fc.Arbitrary<Search> {
  const unknownName = fc.stringMatching(/^x[a-zA-Z0-9_]{0,8}$/);
  const unknownValue = fc.oneof(fc.integer(), fc.stringMatching(/^[a-zåß ,:"'|.-]{1,12}$/));
  return fc
    .record({
      known: fc.record({ ...knownFields, ...limits }),
      unknown: fc.dictionary(unknownName, unknownValue, { maxKeys: 3 }),
      order: fc.array(fc.nat(), { minLength: 9, maxLength: 9 }),
    })
    .map(({ known, unknown, order }) => {
      const fields = Object.entries({ ...unknown, ...known });
      const shuffled = fields
        .map((field, index) => ({ field, rank: order[index] ?? 0 }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ field }) => field);
      return { ...Object.fromEntries(shuffled), ...known };
    });
}
