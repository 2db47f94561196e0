// The kinds of rows that the world has, each made from the usual rows, which keep what they say.
import type { PythonRandom } from "../../dags-ts/local/sample-data/python-random.ts";

const raw = String.raw;
const recordEnd = raw`\n`;
const fieldMark = raw`\\n`;

/** Turns a usual row, without its line end, into lines of its kind, with their ends. */
type RowMaker = (row: string, index: number, random: PythonRandom) => string;

export interface RowKind {
  readonly name: string;
  readonly header: string;
  readonly make: RowMaker;
  /** Whether rows come more than once. */
  readonly hasRepeats: boolean;
  /** Whether it is written in the older export's YAML, which no peer was taught. */
  readonly isYaml: boolean;
}

const usualHeader = "user_id,user_data\n";

export const rowKinds: readonly RowKind[] = [
  kind("usual rows", (row) => `${row}\n`),
  kind("every field quoted", quoted, { header: '"user_id","user_data"\n' }),
  kind("1 row of 10 quoted", (row, index) => (index % 10 === 0 ? quoted(row) : `${row}\n`)),
  kind("1 row of 100 quoted", (row, index) => (index % 100 === 0 ? quoted(row) : `${row}\n`)),
  kind("CRLF line ends", (row) => `${row}\r\n`, { header: "user_id,user_data\r\n" }),
  kind("every field quoted, CRLF", (row) => quoted(row).replace("\n", "\r\n"), {
    header: '"user_id","user_data"\r\n',
  }),
  kind("textual user ids", (row) => `user-${row}\n`),
  kind("random sparse user ids", (row, _, random) => withId(row, sparseId(random))),
  kind(
    "one more field in each record",
    (row) => `${row.replaceAll(":listings:", raw`:rooms:3\\n:listings:`)}\n`,
  ),
  kind(
    "a field of text in each record",
    (row) => `${row.replaceAll(":listings:", raw`:area:old town\\n:listings:`)}\n`,
  ),
  kind("another order of fields", (row) => `${mapRecords(row, (fields) => [...fields].reverse())}\n`),
  kind(
    "another order in each record",
    (row, _, random) => `${mapRecords(row, (fields) => shuffled(fields, random))}\n`,
  ),
  kind("lower-case values", (row) => `${row.replaceAll(":True", ":true").replaceAll(":False", ":false")}\n`),
  kind("quoted, with commas in a field", (row) =>
    quoted(row.replaceAll(":listings:", raw`:area:north, old town\\n:listings:`)),
  ),
  kind(
    "letters beyond ASCII in a field",
    (row) => `${row.replaceAll(":listings:", raw`:area:Zürich\\n:listings:`)}\n`,
  ),
  kind("the older YAML export", yaml, { header: "", isYaml: true }),
  kind("every row twice", (row) => `${row}\n${row}\n`, { hasRepeats: true }),
  // Some rows of users who searched once become the same.
  kind("one user", (row) => withId(row, 7), { hasRepeats: true }),
  kind("few users", (row, index) => withId(row, index % 1000)),
];

function kind(name: string, make: RowMaker, more: Partial<RowKind> = {}): RowKind {
  return { name, make, header: usualHeader, hasRepeats: false, isYaml: false, ...more };
}

function quoted(row: string): string {
  const comma = row.indexOf(",");
  return `"${row.slice(0, comma)}","${row.slice(comma + 1)}"\n`;
}

function withId(row: string, id: number): string {
  return `${id}${row.slice(row.indexOf(","))}\n`;
}

/** Of up to 14 digits. */
function sparseId(random: PythonRandom): number {
  return random.randbelow(2 ** 24) * 2 ** 22 + random.randbelow(2 ** 22);
}

function mapRecords(row: string, change: (fields: readonly string[]) => readonly string[]): string {
  const comma = row.indexOf(",");
  const records = recordsOf(row).map(
    (fields) => `--${fieldMark}-${change(fields).join(fieldMark)}${recordEnd}`,
  );
  return row.slice(0, comma + 1) + records.join("");
}

/** Of each record its fields, as `:name:value`. */
function recordsOf(row: string): string[][] {
  const data = row.slice(row.indexOf(",") + 1);
  return data
    .split(raw`--\\n-`)
    .slice(1)
    .map((record) => record.slice(0, -recordEnd.length).split(fieldMark));
}

function shuffled(fields: readonly string[], random: PythonRandom): string[] {
  const all = [...fields];
  for (let last = all.length - 1; last > 0; last--) {
    const other = random.randbelow(last + 1);
    [all[last], all[other]] = [all[other] as string, all[last] as string];
  }
  return all;
}

function yaml(row: string): string {
  const searches = recordsOf(row).map((fields) => {
    const value = (index: number) => (fields[index] as string).split(":")[2] as string;
    const listings = Array.from({ length: Number(value(4)) }, (_, at) => `  - ${2_345_508 + at}`);
    return [
      `- :search_id: ${value(0)}`,
      `  :enabled: ${value(1).toLowerCase()}`,
      `  :clicks: ${value(2)}`,
      "  :created_at: 2021-07-01 01:08:14.53 Z",
      "  :listings:",
      ...listings,
      "  :updated_at: 2021-07-01 01:08:14.53 Z",
      "  :recommended:",
      "    :criteria: price:1600-2000|area:408",
      `    :type:${value(5) === "" ? "" : ` ${value(5)}`}`,
      "    :listings_sent: 4",
    ];
  });
  const lines = ["---", ...searches.flat(), ""];
  return `${row.slice(0, row.indexOf(","))},${lines.join(fieldMark)}\n`;
}
