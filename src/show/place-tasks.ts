// Finds a place for each task of a graph, layer below layer, and a way for each arrow that crosses no task.
import { labelFrom, type TaskView } from "./dag-view.ts";

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
  /** What is written beside it, where it reaches a task. */
  readonly label?: string | undefined;
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
    task.upstream.map((id) => ({
      from: slots.get(id),
      to: slots.get(task.taskId),
      label: labelFrom(id, task),
    })),
  );
  const placed = { layers, links: route(links, (layer) => add(null, layer, gapWidth)) };
  const width = Math.max(0, ...layers.map(widthOfLayer));
  arrange(layers, placed.links, width);
  return { ...placed, width };
}

/** Arrows that leave a task for lower layers share their way down. */
function route(
  arrows: readonly ({ readonly [End in "from" | "to"]: Slot | undefined } & Pick<Link, "label">)[],
  gap: (layer: number) => Slot,
): Link[] {
  const ways = new Map<Slot, Slot[]>();
  const links: Link[] = [];
  for (const { from, to, label } of arrows) {
    if (!from || !to) continue;
    const way = ways.get(from) ?? [from];
    ways.set(from, way);
    for (let layer = from.layer + way.length; layer < to.layer; layer++) {
      const next = gap(layer);
      links.push({ from: way.at(-1) ?? from, to: next });
      way.push(next);
    }
    links.push({ from: way[to.layer - from.layer - 1] ?? from, to, label });
  }
  return links;
}

/** Puts each slot near the middle of those it is linked with, from above and from below in turn: few arrows cross. */
function arrange(layers: readonly Slot[][], links: readonly Link[], width: number): void {
  const above = new Map<Slot, Slot[]>();
  const below = new Map<Slot, Slot[]>();
  for (const { from, to } of links) {
    append(above, to, from);
    append(below, from, to);
  }
  for (const layer of layers) seat(layer, width);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isDown = sweep % 2 === 0;
    const near = isDown ? above : below;
    for (const layer of isDown ? layers : layers.toReversed()) {
      const wish = new Map(layer.map((slot) => [slot, mean((near.get(slot) ?? [slot]).map(({ x }) => x))]));
      layer.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
      seat(layer, width);
    }
  }
}

/** Sets the slots of a layer side by side, in the middle of the graph. */
function seat(layer: readonly Slot[], width: number): void {
  let left = (width - widthOfLayer(layer)) / 2;
  for (const slot of layer) {
    slot.x = left + slot.width / 2;
    left += slot.width + distance;
  }
}

function widthOfLayer(layer: readonly Slot[]): number {
  return layer.reduce((sum, { width }) => sum + width + distance, -distance);
}

function append(neighbours: Map<Slot, Slot[]>, slot: Slot, neighbour: Slot): void {
  const known = neighbours.get(slot);
  if (known) known.push(neighbour);
  else neighbours.set(slot, [neighbour]);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
