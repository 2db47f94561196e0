// The clean step as one would write it plainly in Node: csv-parse, split, csv-stringify, one object a row.
// Arguments: source, clean data set, unique searches. Prints the figures as JSON. It validates no row, and looks
// for no duplicates, of which the inputs have none.
import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parse } from "csv-parse";
import { stringify } from "csv-stringify";

interface Search {
  readonly search_id: number;
  readonly enabled: boolean;
  readonly clicks: number;
  readonly created_at: number;
  readonly listings: number;
  readonly type: string | null;
}

const [source = "", clean = "", unique = ""] = process.argv.slice(2);
const figures = { users: 0, searches: 0, rental: 0, sale: 0, none: 0 };
const distinct = new Map<number, { type: string | null; clicks: number; users: Set<string> }>();

await pipeline(
  createReadStream(source),
  parse({ columns: true }),
  cleanRows,
  stringify({ header: true }),
  createWriteStream(clean),
);
await pipeline(
  Readable.from(uniqueRows()),
  stringify({ header: true, columns: ["search_id", "type", "clicks", "users"] }),
  createWriteStream(unique),
);
console.log(JSON.stringify(figures));

async function* cleanRows(rows: AsyncIterable<{ user_id: string; user_data: string }>) {
  for await (const { user_id, user_data } of rows) {
    const valid = user_data
      .split("--\\\\n-:")
      .slice(1)
      .map(parseSearch)
      .filter(({ enabled, clicks }) => enabled && clicks >= 3);
    if (valid.length === 0) continue;
    for (const search of valid) remember(user_id, search);
    yield cleanRow(user_id, user_data, valid);
  }
}

function parseSearch(record: string): Search {
  const texts = record
    .slice(0, -2)
    .split("\\\\n:")
    .map((field) => field.slice(field.indexOf(":") + 1));
  const [search_id, enabled, clicks, created_at, listings, type] = texts;
  return {
    search_id: Number(search_id),
    enabled: enabled === "True",
    clicks: Number(clicks),
    created_at: Number(created_at),
    listings: Number(listings),
    type: type || null,
  };
}

function cleanRow(user_id: string, user_data: string, valid: readonly Search[]) {
  const listings = valid.reduce((sum, search) => sum + search.listings, 0);
  const count = (type: string | null) => valid.filter((search) => search.type === type).length;
  const [rental, sale, none] = [count("Rental"), count("Sales"), count(null)];
  figures.users += 1;
  figures.searches += valid.length;
  figures.rental += rental;
  figures.sale += sale;
  figures.none += none;
  return {
    user_id,
    user_data,
    valid_search_data: JSON.stringify(valid),
    num_eligible_searches: valid.length,
    avg_listings: Math.ceil(listings / valid.length),
    num_rental_search_type: rental,
    num_sale_search_type: sale,
    none_search_type: none,
  };
}

function remember(userId: string, { search_id, type, clicks }: Search): void {
  const known = distinct.get(search_id) ?? { type, clicks: 0, users: new Set() };
  known.clicks += clicks;
  known.users.add(userId);
  distinct.set(search_id, known);
}

function* uniqueRows() {
  const ids = Array.from(distinct).sort(([a], [b]) => a - b);
  for (const [search_id, { type, clicks, users }] of ids)
    yield { search_id, type, clicks, users: users.size };
}
