// Writes docs/benchmarks.md and its charts from what the parts measured.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { type Part, projectFolder } from "./bench.ts";
import { drawCharts } from "./draw-charts.ts";
import { losses } from "./losses.ts";
import type { Machine } from "./machine.ts";
import type { Measured } from "./results.ts";
import { boundColumns, boundRow, contestColumns, contestRows, markdownTable } from "./tables.ts";

const report = "docs/benchmarks.md";

/** @returns the report's path, relative to the project's folder */
export async function writeReport(
  machine: Machine,
  parts: readonly Part[],
  measured: readonly Measured[],
): Promise<string> {
  const charts = await drawCharts(measured);
  const bounds = measured.flatMap(({ result }) => result.bounds);
  const sections = parts.flatMap((part) => {
    const found = measured.find(({ name }) => name === part.name);
    return found ? [describePart(part, found)] : [];
  });
  const text = [
    "# Benchmarks",
    "Written by `npm run bench`; `npm run bench -- --help` says how to run a part of it. All programs of a table did the same " +
      "work on the same bytes, in turn, as whole processes; their times are medians. Trust the ratios: the times are those of",
    describeMachine(machine),
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

function describeMachine({ processor, cores, memory, system, versions }: Machine): string {
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `- ${processor}, ${cores} cores, ${memory}; ${system}\n- ${list.join(", ")}`;
}

function describePart({ title, about, baseline }: Part, { measuredAt, result }: Measured): string {
  const tables = result.contests.map(
    (contest) =>
      `### ${contest.title}\n\n${markdownTable(contestColumns(baseline), contestRows(contest, baseline))}`,
  );
  return [`## ${title}`, `${about} Measured on ${measuredAt.slice(0, 10)}.`, ...tables].join("\n\n");
}
