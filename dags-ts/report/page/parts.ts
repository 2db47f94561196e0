// The parts that the page's sections are made of.
import path from "node:path";
import type { Drawing, DrawnChart } from "../charts/draw.ts";
import { type Content, type Html, html, json, Html as Raw } from "../presentation/html.ts";

/** The figures as files. */
export interface Downloads {
  /** Texts by name; those of the others are too large, or personal. */
  readonly files: Readonly<Record<string, string>>;
  /** Where all of them are, such as `bucket/reports/search-engagement/`. */
  readonly place: string;
}

/** A column: its heading, and whether it holds numbers. */
export type Column = readonly [heading: string, kind: "text" | "number"];

/** A chart, for screens and for telephones; with its specifications, the runtime can bring it to life. */
export function chart({ name, alt, wide, narrow }: DrawnChart, interactive: boolean): Html {
  const drawing = (
    width: "wide" | "narrow",
    { svg, vega }: Drawing,
  ) => html`<div class="drawing ${width}">${new Raw(svg)}</div>
${interactive ? html`<script type="application/json" class="spec ${width}">${json(vega)}</script>` : null}`;
  return html`<figure class="chart" id="chart-${name}" data-alt="${alt}">
${drawing("wide", wide)}
${drawing("narrow", narrow)}
</figure>`;
}

/** Rows behind a heading that opens them. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Content[])[],
): Html {
  const cells = (row: readonly Content[]) =>
    row.map((cell, index) => html`<td class="${columns[index]?.[1] ?? "text"}">${cell}</td>`);
  return html`<details>
<summary>${caption}</summary>
<div class="scroll"><table>
<thead><tr>${columns.map(([heading, kind]) => html`<th scope="col" class="${kind}">${heading}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${cells(row)}</tr>\n`)}</tbody>
</table></div>
</details>`;
}

/** What only a statistician asks for. */
export function method(content: Content): Html {
  return html`<details class="method">
<summary>How this is reckoned</summary>
<p class="note">${content}</p>
</details>`;
}

/** Bytes; a page with more inside would be a nuisance to mail. */
const largestEmbedded = 64 * 1024;

/**
 * Figures as a file. Small ones are in the page itself, so that they come along when the page alone is sent; of the
 * others the page says where they are.
 */
export function download(name: string, what: string, { files, place }: Downloads): Html {
  const text = files[name];
  if (text !== undefined && Buffer.byteLength(text) <= largestEmbedded) {
    const data = `data:text/csv;charset=utf-8;base64,${Buffer.from(text).toString("base64")}`;
    return html`<p class="download"><a href="${data}" download="${name}">${what}</a></p>`;
  }
  const folder = path.posix.basename(place);
  return html`<p class="download"><a href="${folder}/${name}">${what}</a> <span class="place">is not inside this page: ${place}${name}</span></p>`;
}
