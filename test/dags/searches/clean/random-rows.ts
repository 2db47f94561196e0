// A source of a million rows of all kinds, that any seed makes again: for fuzzing the clean step.
import { PythonRandom } from "../../../../dags-ts/local/sample-data/python-random.ts";
import { header } from "../../source-rows.ts";

const NEXT = String.raw`\\n`;
const END = String.raw`\n`;
const CHUNK_LENGTH = 1024 * 1024;
const REMEMBERED = 500;

/** Lines as latin1 text, so that they may hold any byte; none holds a line feed. */
export function* randomLines(count: number, seed: number): Generator<string> {
  const random = new PythonRandom(seed);
  const earlier: string[] = [];
  for (let made = 0; made < count; made++) {
    const line = randomLine(random, earlier, made);
    if (random.randbelow(10) === 0) earlier[random.randbelow(REMEMBERED)] = line;
    yield line;
  }
}

/** The lines below a header, as bytes. */
export async function* sourceOf(lines: Iterable<string>): AsyncGenerator<Uint8Array> {
  let chunk = header;
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield Buffer.from(chunk, "latin1");
    chunk = "";
  }
  yield Buffer.from(chunk, "latin1");
}

function randomLine(random: PythonRandom, earlier: readonly string[], number: number): string {
  const repeated = earlier[random.randbelow(REMEMBERED)];
  switch (random.randbelow(20)) {
    case 0:
      return repeated ?? "";
    case 1:
      return damaged(random, usualLine(random, number));
    case 2:
      return `${number % 50_000},${usualLine(random, number).split(",")[1]}`;
    case 3:
    case 4:
    case 5:
    case 6:
    case 7:
    case 8:
      return unusualLine(random, number);
    default:
      return usualLine(random, number);
  }
}

function usualLine(random: PythonRandom, id: number): string {
  return `${id},${records(random, searchRecord)}`;
}

/** One record mostly, or ten. */
function records(random: PythonRandom, record: (random: PythonRandom) => string): string {
  const searches = random.randbelow(10) === 0 ? 10 : 1;
  return Array.from({ length: searches }, () => record(random)).join("");
}

function searchRecord(random: PythonRandom): string {
  const fields = [
    `:search_id:${random.randbelow(500_000)}`,
    `:enabled:${random.pick(["True", "False"])}`,
    `:clicks:${random.randrange(1, 10)}`,
    ":created_at:20210702",
    `:listings:${random.randrange(1, 10)}`,
    `:type:${random.pick(["Rental", "Sales", ""])}`,
  ];
  return `--${NEXT}-${fields.join(NEXT)}${END}`;
}

/** Well-formed, but not in the usual form. */
function unusualLine(random: PythonRandom, number: number): string {
  const id = random.pick([
    String(number),
    String(number * 7_919_000_011),
    `user-${number % 5000}`,
    `0${number % 100}`,
    utf8(`Zoë ${number % 100}`),
    `${number % 100}, the second`,
    `${number % 100} "x"`,
  ]);
  const data = random.pick([
    records(random, searchRecord),
    records(random, otherRecord),
    records(random, otherRecord),
    yaml(random),
    yaml(random),
  ]);
  const isQuoted = random.randbelow(2) === 0;
  const line = [id, data]
    .map((column) => (isQuoted || /[",]/.test(column) ? quote(column) : column))
    .join(",");
  return random.pick([line, line, `${line}\r`, random.randbelow(9) === 0 ? "" : line]);
}

/** Fields in any order, some missing, some further ones, values in other forms. */
function otherRecord(random: PythonRandom): string {
  const fields = [
    `:search_id:${random.pick([random.randbelow(500_000), random.randbelow(1000) * 10 ** 12])}`,
    `:enabled:${random.pick(["True", "true", "true", "False", "false"])}`,
    `:clicks:${random.randrange(1, 10)}`,
    `:created_at:${random.pick(["20210702", "2021-07-02", ""])}`,
    `:listings:${random.randrange(1, 10)}`,
    `:type:${random.pick(["Rental", "Sales", ""])}`,
    ...further(random),
  ];
  const kept = fields.filter((field) => field.startsWith(":search_id") || random.randbelow(8) > 0);
  return `--${NEXT}-${shuffled(random, kept).join(NEXT)}${END}`;
}

function further(random: PythonRandom): string[] {
  const value = () =>
    random.pick([
      "12",
      "-3",
      "0.25",
      "1.50",
      "-0",
      "1e+21",
      "12345678901234567890",
      "north, old town",
      'the "best"',
      utf8("Zürich – é"),
      "a b",
      "",
    ]);
  const name = () => random.pick(["rooms", "note", "a", "B_2", `n${random.randbelow(300)}`, "n".repeat(30)]);
  return Array.from(
    new Map(Array.from({ length: random.randbelow(4) }, () => [name(), value()])),
    ([n, v]) => {
      return `:${n}:${v}`;
    },
  );
}

function yaml(random: PythonRandom): string {
  const count = random.pick([0, 1, 1, 1, 10]);
  if (count === 0) return `--- []${NEXT}`;
  const lines = Array.from({ length: count }, () => yamlLines(random)).flat();
  return `${["---", ...lines].join(NEXT)}${NEXT}`;
}

function yamlLines(random: PythonRandom): string[] {
  const listings = Array.from({ length: random.randbelow(5) }, (_, at) => `  - ${2_345_508 + at}`);
  const parts = [
    [`:search_id: ${random.randbelow(500_000)}`],
    [`:enabled: ${random.pick(["true", "true", "false"])}`],
    [`:clicks: ${random.randrange(1, 10)}`],
    [":created_at: 2018-03-23 01:08:14.53 Z"],
    [":listings:", ...listings],
    [
      ":recommended:",
      "    :criteria: price:1600-2000|area:408,405",
      "    :type: Rental",
      "    :listings_sent: 4",
    ],
    [random.pick([":note:", ":note: ", ':note: a "b"', ":note: 7"])],
  ];
  const kept = parts.filter(([field]) => field?.startsWith(":search_id") || random.randbelow(8) > 0);
  const ordered = random.randbelow(4) === 0 ? shuffled(random, kept) : kept;
  return ordered.flatMap(([field, ...more], index) => [`${index === 0 ? "- " : "  "}${field}`, ...more]);
}

function shuffled<T>(random: PythonRandom, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, rank: random.randbelow(1000) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

const quote = (column: string) => `"${column.replaceAll('"', '""')}"`;

const utf8 = (text: string) => Buffer.from(text).toString("latin1");

/** Some bytes are removed, and any others put in their place. */
function damaged(random: PythonRandom, line: string): string {
  const at = random.randbelow(line.length);
  const bytes = Array.from({ length: random.randbelow(4) }, () => random.randbelow(256));
  const inserted = String.fromCharCode(...bytes).replaceAll("\n", '"');
  return line.slice(0, at) + inserted + line.slice(at + random.randbelow(4));
}
