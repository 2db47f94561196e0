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

/** A search of the older export: its fields in any order, each as text; of the listings their ids. */
export interface YamlSearch {
  readonly fields: Readonly<Record<string, string | null>>;
  readonly listings: readonly number[] | null;
  readonly recommended: Readonly<Record<string, string>> | null;
  /** Where the nested fields stand among the others. */
  readonly place: number;
}

/** Searches in the dialect of the older export. */
export function searchYaml(searches: readonly YamlSearch[]): string {
  if (searches.length === 0) return `--- []${NEXT}`;
  return ["---", ...searches.flatMap(yamlLines), ""].join(NEXT);
}

function yamlLines({ fields, listings, recommended, place }: YamlSearch): string[] {
  const parts = Object.entries(fields).map(([name, value]) => [
    `:${name}:${value === null ? "" : ` ${value}`}`,
  ]);
  if (listings !== null) {
    const list = listings.map((id) => `  - ${id}`);
    parts.splice(
      place % (parts.length + 1),
      0,
      list.length === 0 ? [":listings: []"] : [":listings:", ...list],
    );
  }
  if (recommended !== null) {
    const nested = Object.entries(recommended).map(([name, value]) => `    :${name}: ${value}`);
    parts.splice((place + 1) % (parts.length + 1), 0, [":recommended:", ...nested]);
  }
  const [first, ...others] = parts.map(([field, ...lines]) => ({ field, lines }));
  return [
    `- ${first?.field}`,
    ...(first?.lines ?? []),
    ...others.flatMap(({ field, lines }) => [`  ${field}`, ...lines]),
  ];
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

/** Any search of the older export. */
export const yamlSearches: fc.Arbitrary<YamlSearch> = fc.record({
  fields: fc
    .tuple(
      fc.record(
        {
          search_id: fc.nat().map(String),
          enabled: fc.constantFrom("true", "false"),
          clicks: fc.nat(9).map(String),
          created_at: fc.constant("2018-03-23 01:08:14.53 Z"),
          x_note: fc.oneof(fc.stringMatching(/^[a-zåß ,:"'|.-]{0,12}$/), fc.constant(null)),
        },
        { requiredKeys: ["search_id"] },
      ),
      fc.boolean(),
    )
    .map(([fields, isReversed]) =>
      isReversed ? Object.fromEntries(Object.entries(fields).reverse()) : fields,
    ),
  listings: fc.option(fc.array(fc.nat(), { maxLength: 4 })),
  recommended: fc.option(
    fc.record(
      {
        criteria: fc.stringMatching(/^[a-z0-9 :,|"-]{1,20}$/),
        type: fc.constantFrom("Rental", "Sales", ""),
        listings_sent: fc.nat(9).map(String),
      },
      { requiredKeys: [] },
    ),
  ),
  place: fc.nat(9),
});
