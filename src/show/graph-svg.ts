// Draws a DAG's graph as an SVG that needs nothing else, light or dark as the reader's screen is.
import { type DagView, type TaskView, workText } from "./dag-view.ts";
import { markup } from "./markup.ts";
import { type Link, placeTasks, type Slot } from "./place-tasks.ts";

const height = 48;
/** Between two layers. */
const drop = 44;
const margin = 16;
/** Of a letter in the sizes of text. */
const letter = { id: 8.2, operator: 7.1, label: 6.9 };
const mostLetters = 34;

/** What of a run is shown in a task's box. */
export interface BoxNote {
  /** In the place of the operator's name. */
  readonly text: string;
  /** Another class of the box, which the page around it styles. */
  readonly kind: string;
  /** Where a click leads. */
  readonly href: string;
}

/** All that the graph's own style element holds. */
export const graphStyle = `
.paper { fill: #f8fafc } .box { fill: #fff; stroke: #2563eb; stroke-width: 1.5 } .empty { stroke: #94a3b8 }
.setup, .teardown { stroke-dasharray: 6 3 }
.id { fill: #0f172a; font-weight: 600; font-size: 13px } .operator { fill: #475569; font-size: 11.5px }
.arrow { fill: none; stroke: #64748b; stroke-width: 1.5 } .tip { fill: #64748b }
.label { fill: #475569; font-size: 11px; stroke: #f8fafc; stroke-width: 4px; paint-order: stroke }
@media (prefers-color-scheme: dark) {
  .paper { fill: #0f172a } .box { fill: #1e293b; stroke: #60a5fa } .empty { stroke: #64748b }
  .id { fill: #f1f5f9 } .operator { fill: #cbd5e1 } .arrow { stroke: #94a3b8 } .tip { fill: #94a3b8 }
  .label { fill: #cbd5e1; stroke: #0f172a }
}
`;

/** @param notes of a run, by task id: the graph is then one that can be clicked, for a page */
export function graphSvg(
  { dagId, tasks }: Pick<DagView, "dagId" | "tasks">,
  notes: ReadonlyMap<string, BoxNote> = new Map(),
): string {
  const wordsOf = (task: TaskView) => notes.get(task.taskId)?.text ?? workText(task);
  const { layers, links, width } = placeTasks(tasks, (task) => boxWidth(task, wordsOf(task)));
  const size = {
    width: Math.ceil(width) + 2 * margin,
    height: Math.max(0, layers.length * (height + drop) - drop) + 2 * margin,
  };
  const title = `Graph of ${dagId}: ${tasks.length === 1 ? "1 task" : `${tasks.length} tasks`}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" role="${notes.size > 0 ? "group" : "img"}" aria-label="${markup(title)}" font-family="ui-monospace, Menlo, Consolas, monospace" text-anchor="middle">`,
    `<title>${markup(title)}</title>`,
    `<style>${graphStyle}</style>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>',
    `<rect class="paper" width="${size.width}" height="${size.height}" rx="10"/>`,
    ...links.map(arrow),
    ...layers
      .flat()
      .flatMap(({ task, ...slot }) => (task ? [linked(task, slot, notes.get(task.taskId))] : [])),
    ...links.flatMap(label),
    "</svg>",
    "",
  ].join("\n");
}

function linked(task: TaskView, slot: Omit<Slot, "task">, note: BoxNote | undefined): string {
  const operator = ["box", task.operator === "EmptyOperator" ? "empty" : "", task.role ?? ""];
  const kind = operator.filter(Boolean).join(" ");
  if (!note) return box(task, slot, kind, workText(task));
  const inside = box(task, slot, `${kind} ${note.kind}`, note.text);
  return `<a href="${markup(note.href)}" aria-label="${markup(`${task.taskId}: ${note.text}`)}">${inside}</a>`;
}

function box(task: TaskView, { x, layer, width }: Omit<Slot, "task">, kind: string, words: string): string {
  const top = topOf(layer);
  const middle = round(x + margin);
  const title = [task.taskId, words, ...(task.displayName === null ? [] : [task.displayName])];
  return [
    `<g><title>${markup(title.join(", "))}</title>`,
    `<rect class="${kind}" x="${round(x + margin - width / 2)}" y="${top}" width="${round(width)}" height="${height}" rx="8"/>`,
    `<text class="id" x="${middle}" y="${top + 21}">${markup(shortened(task.taskId))}</text>`,
    `<text class="operator" x="${middle}" y="${top + 37}">${markup(shortened(words))}</text></g>`,
  ].join("");
}

/** From the bottom of one slot to the top of another; through it, where that is the gap for an arrow. */
function arrow({ from, to }: Link): string {
  const [x1, y1] = [round(from.x + margin), topOf(from.layer) + height];
  const [x2, y2] = [round(to.x + margin), topOf(to.layer)];
  const half = y1 + drop / 2;
  const curve = `M${x1} ${y1}C${x1} ${half} ${x2} ${half} ${x2} ${y2}`;
  return to.task
    ? `<path class="arrow" d="${curve}" marker-end="url(#tip)"/>`
    : `<path class="arrow" d="${curve}V${y2 + height}"/>`;
}

/** Above the task that the arrow leads to; halfway, where other arrows to it have labels, too. */
function label({ from, to, label }: Link): string[] {
  if (label === undefined || !to.task) return [];
  const isOnly = to.task.labels.length === 1;
  const x = round((isOnly ? to.x : (from.x + to.x) / 2) + margin);
  const y = topOf(to.layer) - (isOnly ? 14 : drop / 2 - 4);
  const title = label === shortened(label) ? "" : `<title>${markup(label)}</title>`;
  return [`<text class="label" x="${x}" y="${y}">${markup(shortened(label))}${title}</text>`];
}

function topOf(layer: number): number {
  return margin + layer * (height + drop);
}

/** As wide as what is written in it and above it. */
function boxWidth({ taskId, labels }: TaskView, words: string): number {
  const [id, name] = [lengthOf(shortened(taskId)) * letter.id, lengthOf(shortened(words)) * letter.operator];
  const label = Math.max(0, ...labels.map((each) => lengthOf(shortened(each.label)))) * letter.label;
  return Math.max(96, Math.ceil(Math.max(id, name)) + 24, Math.ceil(label));
}

/** In letters; those of East Asia have twice the width. */
function lengthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (character >= "\u1100" ? 2 : 1), 0);
}

/** The whole is in the box's title. */
function shortened(text: string): string {
  const letters = [...text];
  return letters.length <= mostLetters ? text : `${letters.slice(0, mostLetters - 1).join("")}…`;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
