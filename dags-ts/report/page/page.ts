// The report as one HTML file that needs nothing else.

import { counted } from "../../searches/counted.ts";
import type { DrawnChart } from "../charts/draw.ts";
import type { DailyRow } from "../figures/daily-rows.ts";
import type { Figures } from "../figures/figures.ts";
import { change, count, date, days, instant } from "../presentation/format.ts";
import { type Html, html, Html as Raw } from "../presentation/html.ts";
import { audienceSection, clicksSection, trendsSection } from "./decisions-sections.ts";
import type { Downloads } from "./parts.ts";
import {
  drawer,
  searchesSection,
  topSection,
  typesSection,
  uniqueSection,
  usersSection,
} from "./searches-sections.ts";
import { style } from "./style.ts";

type ClicksRow = Figures["compared"][number];

/** What brings the charts to life: Vega, and the script that calls it. */
export interface Runtime {
  readonly vega: string;
  readonly script: string;
}

/** @param runtime null for a page of still pictures, a third of the size */
export function page(
  figures: Figures,
  charts: readonly DrawnChart[],
  downloads: Downloads,
  runtime: Runtime | null,
): string {
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
${uniqueSection(figures, downloads)}
${searchesSection(figures, draw, downloads)}
${usersSection(figures, draw)}
${typesSection(figures, draw)}
${topSection(figures, draw, downloads)}
${trendsSection(figures, draw, downloads)}
${clicksSection(figures, draw, downloads)}
${audienceSection(figures, draw, downloads)}
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

/** What a manager asks first: how much, of what, and more or less than before. */
function tiles({ unique, rows, compared, clicks, audience }: Figures): Html {
  const last = rows.at(-1);
  const sum = (of: (row: ClicksRow) => number) => compared.reduce((total, row) => total + of(row), 0);
  const [emails, other] = [sum(({ searches }) => searches), sum(({ otherSearches }) => otherSearches)];
  const users = audience && Object.values(audience.users).reduce((total, part) => total + part, 0);
  const on = last ? ` on ${date(last.day)}` : "";
  const all: readonly (readonly [label: string, value: string, comparison: string])[] = [
    [
      `Valid searches${on}`,
      last ? count(last.searches) : "–",
      againstBefore(rows, ({ searches }) => searches),
    ],
    [`Users to email${on}`, users === null ? "–" : count(users), againstBefore(rows, (row) => row.users)],
    [
      `Different searches in ${counted(unique.days.length, "day")}`,
      count(unique.count),
      `${count(rows.reduce((total, { searches }) => total + searches, 0))} with repetitions`,
    ],
    [
      `Emails a day if ${clicks.other} clicks were enough`,
      compared.length === 0 ? "–" : count(Math.round(other / compared.length)),
      compared.length === 0
        ? "no day can be compared"
        : `${change(emails, other)} on the ${count(Math.round(emails / compared.length))} with ${clicks.now} clicks`,
    ],
  ];
  return html`<dl class="tiles">${all.map(
    ([label, value, comparison]) =>
      html`<div><dt>${label}</dt><dd>${value} <small>${comparison}</small></dd></div>`,
  )}</dl>`;
}

/** The last day against the mean of those among the seven days before it that have figures. */
function againstBefore(rows: readonly DailyRow[], of: (row: DailyRow) => number): string {
  const last = rows.at(-1);
  if (!last) return "";
  const week = 7 * 86_400_000;
  const before = rows.filter(({ day }) => day < last.day && Date.parse(last.day) - Date.parse(day) <= week);
  if (before.length === 0) return "no days before to compare with";
  const mean = before.reduce((total, row) => total + of(row), 0) / before.length;
  return `${change(mean, of(last))} on the ${before.length === 1 ? "day" : counted(before.length, "day")} before`;
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
