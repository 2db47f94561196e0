// Small parts that several pages have.
import { formatDuration } from "../../local/progress/format-duration.ts";
import { type ShownState, stateWords } from "../history/states.ts";
import { type Html, html } from "./html.ts";

/** What states look like beside their colours: a shape each, drawn in a square of 16. */
const shapes: Readonly<Record<ShownState, Html>> = {
  success: html`<path d="M3.5 8.5 6.7 11.7 12.5 5"/>`,
  failed: html`<path d="M4.5 4.5 11.5 11.5M11.5 4.5 4.5 11.5"/>`,
  running: html`<path class="solid" d="M5.5 3.8 12 8 5.5 12.2z"/>`,
  up_for_retry: html`<path d="M12 8.6A4.2 4.2 0 1 1 10.4 4.9M10.6 2.2 10.8 5.2 7.8 5.4"/>`,
  upstream_failed: html`<path d="M8 12.5V4M4.5 7.5 8 4 11.5 7.5"/>`,
  skipped: html`<path d="M4 4.5 7.5 8 4 11.5M8.5 4.5 12 8 8.5 11.5"/>`,
  interrupted: html`<path class="solid" d="M4.8 4.8h6.4v6.4H4.8z"/>`,
  queued: html`<path d="M8 4.2V8L10.6 9.8"/>`,
  none: html`<path d="M6.8 8h2.4"/>`,
};

/** All shapes, once a page, for {@link mark} to use. */
export const sprite = html`<svg class="sprite" aria-hidden="true">${Object.entries(shapes).map(
  ([state, shape]) => html`<symbol id="m-${state}" viewBox="0 0 16 16">${shape}</symbol>`,
)}</svg>`;

/** A state as a coloured square with its shape; who cannot see it needs the word beside it. */
export function mark(state: ShownState): Html {
  return html`<svg class="mark s-${state}" aria-hidden="true"><use href="#m-${state}"/></svg>`;
}

export function badge(state: ShownState): Html {
  return html`<span class="badge">${mark(state)} ${stateWords[state]}</span>`;
}

/** The clock of this machine, which is the reader's too. */
export function time(iso: string): Html {
  return html`<time datetime="${iso}" title="${iso}">${clockText(iso)}</time>`;
}

function clockText(iso: string): string {
  const date = new Date(iso);
  const two = (number: number) => String(number).padStart(2, "0");
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":")}`;
}

export function duration(milliseconds: number | null): string {
  return milliseconds === null ? "–" : formatDuration(Math.max(0, milliseconds));
}

/** Names and what they have; null leaves one out. */
export function facts(all: readonly (readonly [name: string, value: Html | string | null])[]): Html {
  const known = all.filter(([, value]) => value !== null);
  return html`<dl>${known.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** A data interval, in UTC as expressions have it. */
export function intervalText({ start, end }: { readonly start: string; readonly end: string }): string {
  const short = (iso: string) => iso.replace("T", " ").replace(/(:00)?(\.000)?Z$/, "");
  return `${short(start)} to ${short(end)} UTC`;
}

/** A command to copy; lines end between its words alone. */
export function command(text: string): Html {
  const words = text.split(" ").map((word) => html`<span>${word}</span> `);
  return html`<div class="command"><code>${words}</code><button type="button" data-copy="${text}" hidden>Copy<span class="sr"> ${text}</span></button></div>`;
}

export function count(number: number, one: string): string {
  return `${number.toLocaleString("en-US")} ${one}${number === 1 ? "" : "s"}`;
}
