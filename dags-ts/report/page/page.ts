// The report as one HTML file that needs nothing else.
import type { DrawnChart } from "../charts/draw.ts";
import type { Figures } from "../figures/figures.ts";
import { change, count, date, days, instant } from "../presentation/format.ts";
import { type Html, html, Html as Raw } from "../presentation/html.ts";
import { audienceSection, clicksSection, trendsSection } from "./decisions-sections.ts";
import {
  drawer,
  searchesSection,
  topSection,
  typesSection,
  uniqueSection,
  usersSection,
} from "./searches-sections.ts";
import { style } from "./style.ts";

/** What brings the charts to life: Vega, and the script that calls it. */
export interface Runtime {
  readonly vega: string;
  readonly script: string;
}

/** @param runtime null for a page of still pictures, a third of the size */
export function page(figures: Figures, charts: readonly DrawnChart[], runtime: Runtime | null): string {
  const draw = drawer(charts, runtime !== null);
  const title = `Search engagement, ${period(figures)}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:${runtime ? "; script-src 'unsafe-inline' 'unsafe-eval'" : ""}">
<title>${title}</title>
<style>${new Raw(style)}</style>
</head>
<body>
<header>
<h1>Search engagement</h1>
<p class="period">${period(figures)}</p>
${tiles(figures)}
${notices(figures)}
</header>
<main>
${uniqueSection(figures)}
${searchesSection(figures, draw)}
${usersSection(figures, draw)}
${typesSection(figures, draw)}
${topSection(figures, draw)}
${trendsSection(figures, draw)}
${clicksSection(figures, draw)}
${audienceSection(figures, draw)}
</main>
<footer>A valid search is enabled and was clicked at least ${figures.clicks.now} times. Figures of ${instant(figures.readAt)}, from the table public.search_stats and the objects of its days.</footer>
${runtime ? scripts(runtime) : null}
</body>
</html>
`.text;
}

function period({ first, last }: Figures): string {
  return first === last ? date(first, "long") : `${date(first, "long")} to ${date(last, "long")}`;
}

function tiles({ unique, rows, compared, clicks, audience }: Figures): Html {
  const searches = rows.reduce((sum, row) => sum + row.searches, 0);
  const emails = compared.reduce((sum, row) => sum + row.searches, 0);
  const other = compared.reduce((sum, row) => sum + row.otherSearches, 0);
  const users = audience && Object.values(audience.users).reduce((sum, part) => sum + part, 0);
  const all: readonly (readonly [string, string])[] = [
    [count(searches), "valid searches"],
    [count(unique.count), "different ones"],
    [users === null ? "–" : count(users), "users to email now"],
    [change(emails, other), `emails with ${clicks.other} clicks`],
  ];
  return html`<dl class="tiles">${all.map(([value, label]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** What is not in the report comes before what is. */
function notices({ missing, findings, rows }: Figures): Html | null {
  if (missing.length === 0 && findings.length === 0) return null;
  const absent =
    missing.length === 0
      ? null
      : html`<li id="missing">${missing.length} of ${rows.length + missing.length} days are missing from the table: ${days(missing)}.</li>`;
  return html`<aside class="notices" role="note"><h2>Please note</h2><ul>
${absent}
${findings.map(({ day, what }) => html`<li class="finding"><strong>${date(day)}</strong>: ${what}</li>\n`)}</ul></aside>`;
}

/** As text, until somebody points at a chart: the page is there before half a megabyte of code is looked at. */
function scripts({ vega, script }: Runtime): Html {
  const inert = (text: string) => new Raw(text.replaceAll(/<\/(script)/gi, "<\\/$1"));
  return html`<script type="text/plain" id="vega-code">${inert(vega)}</script>
<script>${inert(script)}</script>`;
}
