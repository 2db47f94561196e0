// A source of a million rows, most of them usual ones, that any seed makes again: for fuzzing the clean step.
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
      return unusualLine(random, number);
    default:
      return usualLine(random, number);
  }
}

function usualLine(random: PythonRandom, id: number): string {
  const searches = random.randbelow(10) === 0 ? 10 : 1;
  return `${id},${Array.from({ length: searches }, () => searchRecord(random)).join("")}`;
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
function unusualLine(random: PythonRandom, id: number): string {
  const line = usualLine(random, id);
  const [, data = ""] = line.split(",");
  return random.pick([
    `"${id}","${data}"`,
    `user-${id},${data}`,
    `${line}\r`,
    line.replace(":listings:", ":rooms:2\\\\n:listings:"),
    line.replace(":clicks:", ":note:a b\\\\n:clicks:"),
    `${id},"${data.replace(":clicks:", ':note:"",x\\\\n:clicks:')}"`,
    "",
  ]);
}

/** Some bytes are removed, and any others put in their place. */
function damaged(random: PythonRandom, line: string): string {
  const at = random.randbelow(line.length);
  const bytes = Array.from({ length: random.randbelow(4) }, () => random.randbelow(256));
  const inserted = String.fromCharCode(...bytes).replaceAll("\n", '"');
  return line.slice(0, at) + inserted + line.slice(at + random.randbelow(4));
}
