// The sections on searches and users: questions one to four.
import type { DrawnChart } from "../charts/draw.ts";
import type { Figures } from "../figures/figures.ts";
import type { PeriodSearch } from "../figures/merge-searches.ts";
import { count, date, days, decimal, list, percent, typeName } from "../presentation/format.ts";
import { type Html, html } from "../presentation/html.ts";
import { chart, type Downloads, download, table } from "./parts.ts";

/** Draws a chart where it belongs. */
export type Draw = (name: string) => Html | null;

export function drawer(charts: readonly DrawnChart[], interactive: boolean): Draw {
  return (name) => {
    const found = charts.find((each) => each.name === name);
    return found ? chart(found, interactive) : null;
  };
}

export function uniqueSection({ unique, rows }: Figures, downloads: Downloads): Html {
  const out = rows.filter(({ day }) => !unique.days.includes(day)).map(({ day }) => day);
  const left = out.length > 0 ? ` ${days(out)} could not be counted in, see above.` : "";
  const total = unique.types.reduce((sum, { searches }) => sum + searches, 0);
  const types = unique.types.map(
    ({ type, searches }) => `${percent(searches, total)} ${typeName(type).toLowerCase()}`,
  );
  const made = total === 0 ? "" : ` By type: ${list(types)}.`;
  return html`<section id="unique"><h2>Unique valid searches</h2>
<p class="answer">Users made <strong>${count(unique.count)}</strong> different valid searches on ${count(unique.days.length)} ${unique.days.length === 1 ? "day" : "days"}.${made}${left}</p>
${download("unique-valid-searches.csv", "The full list, with type, clicks and days (CSV)", downloads)}
</section>`;
}

export function searchesSection({ rows, trends }: Figures, draw: Draw, downloads: Downloads): Html {
  const sum = rows.reduce((total, { searches }) => total + searches, 0);
  const sorted = [...trends.searches.days].sort((a, b) => a.value - b.value);
  const [low, high] = [sorted[0], sorted.at(-1)];
  const range =
    rows.length > 1 && low && high
      ? ` From ${count(low.value)} on ${date(low.day)} to ${count(high.value)} on ${date(high.day)}.`
      : "";
  return html`<section id="searches"><h2>Valid searches per day</h2>
<p class="answer"><strong>${count(sum)}</strong> valid searches in all, ${count(Math.round(sum / rows.length))} a day.${range}</p>
${draw("searches-per-day")}
<p class="note">The band is what is usual; a day beyond it would stand out.</p>
${dailyTable(rows)}
${download("daily.csv", "The daily figures (CSV)", downloads)}
</section>`;
}

export function usersSection({ rows }: Figures, draw: Draw): Html {
  const users = rows.reduce((total, row) => total + row.users, 0);
  const searches = rows.reduce((total, row) => total + row.searches, 0);
  const each = users === 0 ? "" : `, ${decimal(searches / users, 2)} valid searches each`;
  return html`<section id="users"><h2>Users per day</h2>
<p class="answer"><strong>${count(Math.round(users / rows.length))}</strong> users a day have valid searches${each}.</p>
${draw("users-per-day")}
</section>`;
}

export function typesSection({ rows }: Figures, draw: Draw): Html {
  const sum = (key: "rental" | "sale" | "none") => rows.reduce((total, row) => total + row[key], 0);
  const parts = [
    ["rental", sum("rental")],
    ["sale", sum("sale")],
    ["no type", sum("none")],
  ] as const;
  const total = parts.reduce((all, [, part]) => all + part, 0);
  const shares = parts.map(([name, part]) => `${percent(part, total)} ${name}`);
  return html`<section id="types"><h2>Searches by type per day</h2>
<p class="answer">Of all valid searches, ${list(shares)}.</p>
${draw("searches-by-type")}
</section>`;
}

export function topSection({ unique }: Figures, draw: Draw, downloads: Downloads): Html {
  const [best] = unique.top;
  const answer = best
    ? html`Search <strong>${best.searchId}</strong> (${typeName(best.type).toLowerCase()}) engages most: ${count(best.clicks)} clicks on ${best.days} ${best.days === 1 ? "day" : "days"}. ${bestOfTypes(unique.types)}`
    : "There is no valid search.";
  const rows = unique.top.map((search, index) => [index + 1, ...cells(search)]);
  const byType = unique.types.flatMap(({ top }) => top.map((search, index) => [index + 1, ...cells(search)]));
  const columns = [
    ["Place", "number"],
    ["Search", "number"],
    ["Type", "text"],
    ["Clicks", "number"],
    ["Days", "number"],
  ] as const;
  return html`<section id="top"><h2>The most engaging searches</h2>
<p class="answer">${answer}</p>
${draw("top-searches")}
<p class="note">Clicks of all days and users; of equal searches, the one with the lower number comes first. The type is that of the search's first day.</p>
${table("The first ten", columns, rows)}
${table("The first five of each type", columns, byType)}
${download("top-searches.csv", "These searches (CSV)", downloads)}
</section>`;
}

function bestOfTypes(types: Figures["unique"]["types"]): string {
  const told = types.flatMap(({ type, top: [best] }) =>
    best ? [`${typeName(type).toLowerCase()} ${best.searchId} (${count(best.clicks)} clicks)`] : [],
  );
  return `By type: ${list(told)}.`;
}

function cells({ searchId, type, clicks, days }: PeriodSearch): (string | number)[] {
  return [searchId, typeName(type), count(clicks), days];
}

function dailyTable(rows: Figures["rows"]): Html {
  return table(
    "The daily figures",
    [
      ["Day", "text"],
      ["Users", "number"],
      ["Valid searches", "number"],
      ["Rental", "number"],
      ["Sale", "number"],
      ["No type", "number"],
    ],
    rows.map(({ day, users, searches, rental, sale, none }) => [
      date(day, "weekday"),
      ...[users, searches, rental, sale, none].map(count),
    ]),
  );
}
