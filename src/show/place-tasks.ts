// Finds a place for each task of a graph, layer below layer, and a way for each arrow that crosses no task.
import type { TaskView } from "./dag-view.ts";

/** A task's box, or the gap in a layer that an arrow to a lower one passes through. */
export interface Slot {
  readonly task: TaskView | null;
  readonly layer: number;
  readonly width: number;
  /** Of its middle. */
  x: number;
}

/** From a slot to one of the layer below. */
export interface Link {
  readonly from: Slot;
  readonly to: Slot;
}

export interface Placed {
  readonly layers: readonly (readonly Slot[])[];
  readonly links: readonly Link[];
  readonly width: number;
}

const distance = 28;
const gapWidth = 8;
const sweeps = 4;

/** @param widthOf how wide a task's box is */
export function placeTasks(tasks: readonly TaskView[], widthOf: (task: TaskView) => number): Placed {
  const layers: Slot[][] = Array.from(
    { length: Math.max(0, ...tasks.map(({ layer }) => layer + 1)) },
    () => [],
  );
  const add = (task: TaskView | null, layer: number, width: number): Slot => {
    const slot = { task, layer, width, x: 0 };
    layers[layer]?.push(slot);
    return slot;
  };
  const slots = new Map(tasks.map((task) => [task.taskId, add(task, task.layer, widthOf(task))]));
  const links = tasks.flatMap((task) =>
    task.upstream.map((id) => [slots.get(id), slots.get(task.taskId)] as const),
  );
  const placed = { layers, links: route(links, (layer) => add(null, layer, gapWidth)) };
  arrange(placed);
  return { ...placed, width: spread(layers) };
}

/** Arrows that leave a task for lower layers share their way down. */
function route(
  arrows: readonly (readonly [Slot | undefined, Slot | undefined])[],
  gap: (layer: number) => Slot,
): Link[] {
  const ways = new Map<Slot, Slot[]>();
  const links: Link[] = [];
  for (const [from, to] of arrows) {
    if (!from || !to) continue;
    const way = ways.get(from) ?? [from];
    ways.set(from, way);
    for (let layer = from.layer + way.length; layer < to.layer; layer++) {
      const next = gap(layer);
      links.push({ from: way.at(-1) ?? from, to: next });
      way.push(next);
    }
    links.push({ from: way[to.layer - from.layer - 1] ?? from, to });
  }
  return links;
}

/** Puts each slot near the middle of those it is linked with, from above and from below in turn: few arrows cross. */
function arrange({ layers, links }: Omit<Placed, "width">): void {
  const neighbours = { down: new Map<Slot, Slot[]>(), up: new Map<Slot, Slot[]>() };
  for (const { from, to } of links) {
    neighbours.down.set(to, [...(neighbours.down.get(to) ?? []), from]);
    neighbours.up.set(from, [...(neighbours.up.get(from) ?? []), to]);
  }
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isDown = sweep % 2 === 0;
    const near = isDown ? neighbours.down : neighbours.up;
    spread(layers);
    for (const layer of isDown ? layers : layers.toReversed()) {
      const wish = new Map(layer.map((slot) => [slot, mean((near.get(slot) ?? [slot]).map(({ x }) => x))]));
      (layer as Slot[]).sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
      spread(layers);
    }
  }
}

/** Sets the slots of each layer side by side, in the middle of the graph. @returns the graph's width */
function spread(layers: readonly (readonly Slot[])[]): number {
  const widths = layers.map((layer) => layer.reduce((sum, { width }) => sum + width + distance, -distance));
  const whole = Math.max(0, ...widths);
  for (const [index, layer] of layers.entries()) {
    let left = (whole - (widths[index] ?? 0)) / 2;
    for (const slot of layer) {
      slot.x = left + slot.width / 2;
      left += slot.width + distance;
    }
  }
  return whole;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
