import { expect, test } from "vitest";
import { viewDag } from "../../src/show/dag-view.ts";
import { graphSvg } from "../../src/show/graph-svg.ts";
import { sampleDag } from "../local/sample-dag.ts";

interface Text {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

function labelsOf(svg: string): Text[] {
  const found = svg.matchAll(/<text class="label" x="([\d.]+)" y="([\d.]+)">(.*)<\/text>/g);
  return [...found].map(([, x, y, text = ""]) => ({ x: Number(x), y: Number(y), text }));
}

const svg = (tasks: Readonly<Record<string, readonly string[]>>, labels: readonly string[]) => {
  const edgeLabels = labels.map((each) => {
    const [upstream = "", label = "", downstream = ""] = each.split("/");
    return { upstream, downstream, label };
  });
  return graphSvg(viewDag(sampleDag(tasks, { edgeLabels }), new Date("2026-01-01"), 0));
};

test("a label is above the task that its arrow leads to, whose box is as wide", () => {
  const long = "what is longer than a name of a task";
  const drawn = svg({ a: [], b: ["a"], c: ["a"] }, [`a/${long}/b`, "a/x < y/c"]);
  const [first, second] = labelsOf(drawn);
  expect([first?.text, second?.text]).toEqual([
    `what is longer than a name of a t…<title>${long}</title>`,
    "x &#60; y",
  ]);
  const boxes = [...drawn.matchAll(/<rect class="box" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"/g)];
  const below = boxes
    .slice(1)
    .map(([, x, y, width]) => ({ left: Number(x), top: Number(y), width: Number(width) }));
  for (const [index, box] of below.entries()) {
    const label = [first, second][index];
    expect(label?.x).toBeCloseTo(box.left + box.width / 2, 0);
    expect(label?.y).toBeLessThan(box.top);
  }
  expect(below[0]?.width).toBeGreaterThan(34 * 6.8);
});

test("labels of several arrows to one task are beside each other", () => {
  const [first, second] = labelsOf(svg({ a: [], b: [], c: ["a", "b"] }, ["a/x/c", "b/y/c"]));
  expect(first?.x).not.toBe(second?.x);
});
