// Writes docs/benchmarks.md and its charts from what the parts measured.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type Part, projectFolder } from "./bench.ts";
import { drawCharts } from "./draw-charts.ts";
import { losses } from "./losses.ts";
import type { Machine } from "./machine.ts";
import type { Measured } from "./results.ts";
import { boundColumns, boundRow, contestColumns, contestRows, markdownTable } from "./tables.ts";

const report = "docs/benchmarks.md";

/** @returns the report's path, relative to the project's folder */
export async function writeReport(parts: readonly Part[], results: readonly Measured[]): Promise<string> {
  const known = parts.flatMap((part) => {
    const found = results.find(({ name }) => name === part.name);
    return found ? [[part, found] as const] : [];
  });
  const measured = known.map(([, each]) => each);
  const charts = await drawCharts(measured);
  const bounds = measured.flatMap(({ result }) => result.bounds);
  const machines = distinctMachines(measured);
  const sections = known.map(([part, each]) => describePart(part, each, machines));
  const text = [
    "# Benchmarks",
    "Written by `npm run bench`; `npm run bench -- --help` says how to run a part of it. All programs of a table did the same " +
      "work on the same bytes, in turn, as whole processes; their times are medians. Trust the ratios: the times are those of " +
      "the machine that each part names.",
    machines.map(describeMachine).join("\n"),
    ...charts.map(({ file, alternative }) => `![${alternative}](${path.relative("docs", file)})`),
    "## Bounds",
    markdownTable(boundColumns, bounds.map(boundRow)),
    "## Where we lose",
    losses(measured),
    ...sections,
  ].join("\n\n");
  await writeFile(path.join(projectFolder, report), `${text}\n`);
  return report;
}

/** Machines differ by what is installed on them, too. */
function distinctMachines(measured: readonly Measured[]): Machine[] {
  const all = measured.map(({ machine }) => machine);
  return all.filter((machine, at) => all.findIndex((other) => isDeepStrictEqual(other, machine)) === at);
}

function describeMachine({ processor, cores, memory, system, versions }: Machine, at: number): string {
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `- machine ${at + 1}: ${processor}, ${cores} cores, ${memory}; ${system}; ${list.join(", ")}`;
}

function describePart(
  { title, about, baseline }: Part,
  { measuredAt, machine, result }: Measured,
  machines: readonly Machine[],
): string {
  const number = machines.findIndex((other) => isDeepStrictEqual(other, machine)) + 1;
  const tables = result.contests.map(
    (contest) =>
      `### ${contest.title}\n\n${markdownTable(contestColumns(baseline), contestRows(contest, baseline))}`,
  );
  return [
    `## ${title}`,
    `${about} Measured on ${measuredAt.slice(0, 10)}, on machine ${number}.`,
    ...tables,
  ].join("\n\n");
}
