// The report's charts, as SVG files beside it.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { projectFolder } from "./bench.ts";
import { ours } from "./clean-task.ts";
import type { ContestResult } from "./contest.ts";
import type { Measured } from "./results.ts";

export interface Chart {
  /** Relative to the project's folder. */
  readonly file: string;
  /** Says what it shows to those who do not see it. */
  readonly alternative: string;
}

export async function drawCharts(measured: readonly Measured[]): Promise<Chart[]> {
  const contests = (name: string) => measured.find((part) => part.name === name)?.result.contests ?? [];
  const largest = contests("clean-step").findLast(({ title }) => title.endsWith("plain"));
  const curve = contests("memory");
  return [
    ...(largest ? [await draw("benchmark-clean-step", raceAlternative(largest), raceSpec(largest))] : []),
    ...(curve.length > 0
      ? [
          await draw(
            "benchmark-memory",
            "Peak memory of the clean step by size of its source",
            memorySpec(curve),
          ),
        ]
      : []),
  ];
}

async function draw(name: string, alternative: string, spec: TopLevelSpec): Promise<Chart> {
  const view = new View(parse(compile(spec).spec), { renderer: "none" });
  const file = `docs/images/${name}.svg`;
  await writeFile(path.join(projectFolder, file), `${await view.toSVG()}\n`);
  return { file, alternative };
}

function raceAlternative({ title }: ContestResult): string {
  return `Time and peak memory of each program in cleaning ${title}`;
}

const style = {
  config: { view: { stroke: null }, font: "sans-serif", axis: { grid: false } },
  background: "white",
} as const;

function raceSpec({ title, standings }: ContestResult): TopLevelSpec {
  const values = standings.map(({ name, seconds, peakBytes }) => ({
    program: name,
    seconds: Number(seconds.toFixed(3)),
    megabytes: Math.round(peakBytes / 1_000_000),
  }));
  const order = [...standings].sort((a, b) => a.seconds - b.seconds).map(({ name }) => name);
  const bars = (field: "seconds" | "megabytes", caption: string) => ({
    width: 280,
    height: { step: 24 },
    encoding: {
      y: {
        field: "program",
        sort: order,
        title: null,
        axis: { labelLimit: 220, ticks: false },
      },
      x: { field, type: "quantitative", title: caption },
    },
    layer: [
      {
        mark: { type: "bar" },
        encoding: {
          color: { condition: { test: `datum.program === '${ours}'`, value: "#2a7f9e" }, value: "#b9c4ca" },
        },
      },
      { mark: { type: "text", align: "left", dx: 4 }, encoding: { text: { field, format: ".3~r" } } },
    ],
  });
  return {
    ...style,
    title: `Cleaning ${title}`,
    data: { values },
    hconcat: [bars("seconds", "seconds"), bars("megabytes", "peak memory, MB")],
  } as TopLevelSpec;
}

function memorySpec(curve: readonly ContestResult[]): TopLevelSpec {
  const values = curve.map(({ title, standings }) => ({
    size: title,
    megabytes: Math.round((standings[0]?.peakBytes ?? 0) / 1_000_000),
  }));
  return {
    ...style,
    title: "Peak memory of the clean step",
    width: 420,
    height: 180,
    data: { values },
    encoding: {
      x: { field: "size", type: "ordinal", sort: null, title: "size of the source", axis: { labelAngle: 0 } },
      y: { field: "megabytes", type: "quantitative", title: "MB" },
    },
    layer: [
      { mark: { type: "line", point: true, color: "#2a7f9e" } },
      { mark: { type: "text", dy: -10 }, encoding: { text: { field: "megabytes" } } },
    ],
  } as TopLevelSpec;
}
