// Runs the clean step on lines in memory.
import { type LineBlock, lineBlocks } from "windsock/hooks";
import { KeptRows } from "../../../../dags-ts/searches/clean/kept-rows.ts";
import { inPasses } from "../../../../dags-ts/searches/clean/repeats/in-passes.ts";
import type { Pass } from "../../../../dags-ts/searches/clean/repeats/pass.ts";
import { RowCleaner } from "../../../../dags-ts/searches/clean/row-cleaner.ts";
import { formatCsvLine } from "../../../../dags-ts/searches/csv-line.ts";
import type { Search } from "../../../../dags-ts/searches/search.ts";
import { chunksOf } from "../../chunks-of.ts";
import { searchRecords } from "../../search-text.ts";
import { header } from "../../source-rows.ts";

export interface User {
  readonly id: string;
  readonly searches: readonly Search[];
}

/** The user as a line of the source. */
export const lineOf = ({ id, searches }: User) => formatCsvLine([id, searchRecords(searches)]).slice(0, -1);

/** A line that begins with U+00FF is one of bytes that are not UTF-8. */
const bytesOf = (line: string) => Buffer.from(line, line.startsWith("\xFF") ? "latin1" : "utf8");

/** Runs the lines, below a header, through the clean step; they come in chunks of `chunkBytes`. */
export async function cleanLines(lines: readonly string[], { minClicks = 3, chunkBytes = 64 * 1024 } = {}) {
  const source = Buffer.concat([Buffer.from(header), ...lines.map((line) => bytesOf(`${line}\n`))]);
  const blocks = () => lineBlocks(chunksOf(source, chunkBytes));
  let passes = 0;
  const read = async (pass: Pass) => {
    passes += 1;
    const output = await clean(blocks(), { minClicks, pass });
    return pass.isFinal() ? output : null;
  };
  const output = await inPasses({ publish: read, read });
  return { ...output, passes };
}

async function clean(
  blocks: AsyncIterable<LineBlock>,
  options: { readonly minClicks: number; readonly pass: Pass },
) {
  const kept = new KeptRows();
  const cleaner = new RowCleaner({ ...options, kept });
  let rows = "";
  for await (const block of blocks) {
    cleaner.clean(block);
    rows += Buffer.from(kept.take());
  }
  cleaner.finish();
  rows += Buffer.from(kept.take());
  return {
    kept: rows,
    rejected: await textOf(cleaner.rejected.csv()),
    unique: await textOf(kept.uniqueSearches.csv()),
    stats: cleaner.stats("2021-07-02"),
    reasons: cleaner.rejected.reasons,
    emptyLines: cleaner.emptyLines,
  };
}

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += Buffer.from(piece);
  return text;
}
