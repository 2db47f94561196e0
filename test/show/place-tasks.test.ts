import { describe, expect, test } from "vitest";
import { viewDag } from "../../src/show/dag-view.ts";
import { placeTasks, type Slot } from "../../src/show/place-tasks.ts";
import { sampleDag } from "../local/sample-dag.ts";

const now = new Date("2026-01-01");
const place = (upstream: Readonly<Record<string, readonly string[]>>) =>
  placeTasks(viewDag(sampleDag(upstream), now, 0).tasks, ({ taskId }) => 40 + taskId.length * 8);
const names = (slots: readonly Slot[]) => slots.map(({ task }) => task?.taskId ?? "");

describe("the places of tasks", () => {
  test("are below all that a task waits for, and arrows over more than a layer pass through gaps", () => {
    const { layers, links } = place({ a: [], b: ["a"], c: ["b"], d: ["a", "c"], e: ["a"] });
    expect(layers.map((layer) => names(layer).sort())).toEqual([["a"], ["", "b", "e"], ["", "c"], ["d"]]);
    expect(links.every(({ from, to }) => to.layer === from.layer + 1)).toBe(true);
    expect(links).toHaveLength(7);
  });

  test("do not overlap and stay within the graph", () => {
    const wide = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [`task_${n}`, n === 0 ? [] : [`task_${n % 7 === 0 ? 0 : n - 1}`]]),
    );
    const { layers, width } = place({ ...wide, end: Object.keys(wide) });
    for (const layer of layers) {
      for (const [index, slot] of layer.entries()) {
        expect(slot.x - slot.width / 2).toBeGreaterThanOrEqual(-1e-6);
        expect(slot.x + slot.width / 2).toBeLessThanOrEqual(width + 1e-6);
        const next = layer[index + 1];
        if (next) expect(next.x - next.width / 2).toBeGreaterThan(slot.x + slot.width / 2);
      }
    }
  });

  test("keep arrows from crossing where the order of a layer can", () => {
    const { layers } = place({ a: [], b: [], x: ["b"], y: ["a"] });
    const [upper = [], lower = []] = layers.map(names);
    expect([upper, lower]).toEqual([upper, upper[0] === "a" ? ["y", "x"] : ["x", "y"]]);
  });

  test("are none for a DAG without tasks", () => {
    expect(place({})).toEqual({ layers: [], links: [], width: 0 });
  });
});
