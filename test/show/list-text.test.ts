import pc from "picocolors";
import { describe, expect, test } from "vitest";
import { listDags, listText } from "../../src/show/list-text.ts";
import { sampleDag } from "../local/sample-dag.ts";

const plain = pc.createColors(false);
const daily = sampleDag(
  { a: [], b: ["a"] },
  {
    dagId: "daily",
    schedule: { kind: "cron", expression: "0 0 * * *" },
    startDate: "2026-01-01",
    timezone: "Europe/Berlin",
    tags: ["one", "two"],
    description: "Counts the day's listings\nand says so.",
  },
);
const listed = listDags([daily, sampleDag({}, { dagId: "by-hand" })], new Date("2026-02-03T12:00:00Z"));
const text = (width: number | undefined) => listText(listed, width, plain);

describe("the list of DAGs", () => {
  test("is a table of all there is to say, where no terminal bounds it", () => {
    expect(`\n${text(undefined)}\n`).toBe(`
┌─────────┬─────────────────────────────────────┬───────┬──────────┬───────────────────────────┬────────────────────────────────────────┐
│ dag     │ schedule                            │ tasks │ tags     │ next run                  │ description                            │
├─────────┼─────────────────────────────────────┼───────┼──────────┼───────────────────────────┼────────────────────────────────────────┤
│ daily   │ At 00:00 (0 0 * * *), Europe/Berlin │     2 │ one, two │ 2026-02-02T23:00:00+00:00 │ Counts the day's listings and says so. │
│ by-hand │ Never, external triggers only       │     0 │          │ -                         │                                        │
└─────────┴─────────────────────────────────────┴───────┴──────────┴───────────────────────────┴────────────────────────────────────────┘
`);
  });

  test.each([140, 126, 120])("fits into a terminal of %d columns", (width) => {
    const lines = text(width).split("\n");
    expect(lines[0]).toMatch(/^┌/);
    expect(lines.filter((line) => line.length > width)).toEqual([]);
  });

  test("is a paragraph for each DAG where a table has no room", () => {
    expect(`\n${text(80)}\n`).toBe(`
daily
  schedule     At 00:00 (0 0 * * *), Europe/Berlin
  tasks        2
  tags         one, two
  next run     2026-02-02T23:00:00+00:00
  description  Counts the day's listings and says so.

by-hand
  schedule  Never, external triggers only
  tasks     0
  next run  -
`);
  });

  test("is bold where colours are wanted, in a table as wide as without", () => {
    const colored = listText(listed, 140, pc.createColors(true));
    expect(colored).toContain("\u001b[1m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
    expect(colored.replaceAll(/\u001b\[\d+m/g, "")).toBe(text(140));
  });
});
