// The tables: for the terminal, and as Markdown.
import Table from "cli-table3";
import pc from "picocolors";
import type { Bound, Part, PartResult } from "./bench.ts";
import { type ContestResult, type Standing, standingOf } from "./contest.ts";
import { formatBytes, formatRatio, formatSeconds } from "./units.ts";

export const contestColumns = (baseline: string) => [
  "program",
  "time",
  `of ${baseline}`,
  "CPU time",
  "peak memory",
  "runs",
];

/** The rows of a contest, the fastest first. */
export function contestRows(contest: ContestResult, baseline: string): string[][] {
  const base = standingOf(contest, baseline).seconds;
  const sorted = [...contest.standings].sort((a, b) => a.seconds - b.seconds);
  return sorted.map(({ name, seconds, cpuSeconds, peakBytes, runs }: Standing) => [
    name,
    formatSeconds(seconds),
    formatRatio(seconds / base),
    Number.isFinite(cpuSeconds) ? formatSeconds(cpuSeconds) : "",
    Number.isFinite(peakBytes) ? formatBytes(peakBytes) : "",
    String(runs),
  ]);
}

export const boundColumns = ["promise", "limit", "measured", ""];

export function boundRow({ promise, value, limit, unit }: Bound): string[] {
  const format = (number: number) =>
    unit === "s"
      ? `${number.toFixed(1)} s`
      : unit === "x"
        ? `${number.toFixed(number < 0.1 ? 4 : 2)}x`
        : `${Math.round(number)} ${unit}`;
  return [promise, format(limit), format(value), value <= limit ? "kept" : "missed"];
}

export function printPart(output: NodeJS.WritableStream, part: Part, { contests, bounds }: PartResult): void {
  for (const contest of contests) {
    output.write(`\n${pc.bold(`${part.title}: ${contest.title}`)}\n`);
    output.write(`${drawTable(contestColumns(part.baseline), contestRows(contest, part.baseline))}\n`);
  }
  if (bounds.length > 0) output.write(`\n${drawTable(boundColumns, bounds.map(boundRow))}\n`);
}

function drawTable(head: readonly string[], rows: readonly string[][]): string {
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  table.push(...rows);
  return table.toString();
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, at) => Math.max(3, ...[head, ...rows].map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
