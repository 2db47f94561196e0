// The parts that the page's sections are made of.
import type { DrawnChart } from "../charts/draw.ts";
import { type Content, type Html, html, json, Html as Raw } from "../presentation/html.ts";

/** A column: its heading, and whether it holds numbers. */
export type Column = readonly [heading: string, kind: "text" | "number"];

/** A chart; with its specification, the runtime can bring it to life. */
export function chart({ name, alt, svg, vega }: DrawnChart, interactive: boolean): Html {
  return html`<figure class="chart" id="chart-${name}" data-alt="${alt}">
<div class="drawing">${new Raw(svg)}</div>
${interactive ? html`<script type="application/json" class="spec">${json(vega)}</script>` : null}
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

/** Where the figures are as an object. */
export function download(name: string, what: string): Html {
  return html`<p class="download"><a href="search-engagement/${name}">${what}</a></p>`;
}
