// The sections to decide by: trends, fewer clicks, whom to email.
import { segments } from "../figures/audience.ts";
import type { Figures } from "../figures/figures.ts";
import { change, count, date, percent, signed } from "../presentation/format.ts";
import { type Html, html } from "../presentation/html.ts";
import { type Downloads, download, method, table } from "./parts.ts";
import type { Draw } from "./searches-sections.ts";
import {
  directionAnswer,
  directionMethod,
  earlierAnswer,
  methodNote,
  standOuts,
  verdict,
  weekPatternAnswer,
  weekPatternMethod,
} from "./trend-answers.ts";

export function trendsSection({ trends }: Figures, draw: Draw, downloads: Downloads): Html {
  const { searches, users } = trends;
  const earlier = earlierAnswer(searches);
  return html`<section id="trends"><h2>Trends</h2>
<p class="answer">${standOuts("valid searches", searches)} ${standOuts("users", users)}</p>
<p>${weekPatternAnswer(searches)} ${directionAnswer(searches)}</p>
${draw("scores")}
<p class="note">How far each day is from what is usual. Beyond the dashed lines it would stand out.</p>
${earlier === "" ? null : html`<p id="earlier">${earlier}</p>`}
${earlierTable(searches.comparison)}
${draw("week-days")}
<p class="note">Each day is a point; the line is the middle one of its day of the week.</p>
${method(`${methodNote} ${weekPatternMethod(searches)} ${directionMethod(searches)}`)}
${table(
  "How unusual each day is",
  [
    ["Day", "text"],
    ["Valid searches", "number"],
    ["How unusual", "number"],
    ["Users", "number"],
    ["How unusual", "number"],
    ["Stands out", "text"],
  ],
  searches.days.map(({ day, value, score, flag }, index) => [
    date(day, "weekday"),
    count(value),
    signed(score),
    count(users.days[index]?.value ?? 0),
    signed(users.days[index]?.score ?? 0),
    flag ?? users.days[index]?.flag ?? "",
  ]),
)}
${download("trends.csv", "How unusual each day is (CSV)", downloads)}
</section>`;
}

function earlierTable(comparison: Figures["trends"]["searches"]["comparison"]): Html | null {
  if (comparison.length === 0) return null;
  return html`<div class="scroll"><table class="open">
<thead><tr><th scope="col" class="text">Day</th><th scope="col" class="text">Named in 2021</th><th scope="col" class="number">Valid searches</th><th scope="col" class="number">How unusual</th><th scope="col" class="text">Does it stand out?</th></tr></thead>
<tbody>
${comparison.map(
  (each) =>
    html`<tr><td class="text">${date(each.day)}</td><td class="text">${each.kind}</td><td class="number">${count(each.value)}</td><td class="number">${signed(each.score)}</td><td class="text">${verdict(each)}</td></tr>\n`,
)}</tbody></table></div>`;
}

export function clicksSection({ compared, clicks, rows }: Figures, draw: Draw, downloads: Downloads): Html {
  const sum = (key: "users" | "otherUsers" | "searches" | "otherSearches") =>
    compared.reduce((total, row) => total + row[key], 0);
  const title = `${clicks.other} clicks instead of ${clicks.now}`;
  if (compared.length === 0) {
    return html`<section id="clicks"><h2>${title}</h2>
<p class="answer">No day can be compared: no source could be counted anew.</p></section>`;
  }
  const mean = (key: Parameters<typeof sum>[0]) => count(Math.round(sum(key) / compared.length));
  const days = compared.length === rows.length ? "" : ` (${compared.length} of ${rows.length} days)`;
  return html`<section id="clicks"><h2>${title}</h2>
<p class="answer">If ${clicks.other} clicks were enough for an email, there would be <strong>${mean("otherSearches")}</strong> emails a day instead of ${mean("searches")} (${change(sum("searches"), sum("otherSearches"))}), to <strong>${mean("otherUsers")}</strong> users instead of ${mean("users")} (${change(sum("users"), sum("otherUsers"))})${days}.</p>
${draw("fewer-clicks")}
<p class="note">An email is sent for each valid search. The other number of clicks is counted in the source objects: the clean data sets do not have users without a valid search.</p>
${table(
  "Day by day",
  [
    ["Day", "text"],
    [`Users, ${clicks.now}`, "number"],
    [`Users, ${clicks.other}`, "number"],
    ["Change", "number"],
    [`Emails, ${clicks.now}`, "number"],
    [`Emails, ${clicks.other}`, "number"],
    ["Change", "number"],
  ],
  compared.map((row) => [
    date(row.day, "weekday"),
    count(row.users),
    count(row.otherUsers),
    change(row.users, row.otherUsers),
    count(row.searches),
    count(row.otherSearches),
    change(row.searches, row.otherSearches),
  ]),
)}
${download("fewer-clicks.csv", "Both numbers, day by day (CSV)", downloads)}
</section>`;
}

export function audienceSection({ audience, rows }: Figures, draw: Draw, downloads: Downloads): Html {
  if (!audience) {
    const last = rows.at(-1)?.day;
    return html`<section id="audience"><h2>Whom to email</h2>
<p class="answer">Not known for ${last ? date(last) : "any day"}: its clean data set cannot be used, see above.</p></section>`;
  }
  const { users, day } = audience;
  const total = segments.reduce((sum, segment) => sum + users[segment], 0);
  return html`<section id="audience"><h2>Whom to email</h2>
<p class="answer"><strong>${count(total)}</strong> users had valid searches on ${date(day, "long")}: ${count(users.rental)} for rent, ${count(users.sale)} for sale, ${count(users.both)} for both, ${count(users.unspecified)} unspecified.</p>
${draw("email-audience")}
${table(
  "Segments",
  [
    ["Segment", "text"],
    ["Users", "number"],
    ["Share", "number"],
  ],
  segments.map((segment) => [segment, count(users[segment]), percent(users[segment], total)]),
)}
${download("email-audience.csv", "Each user with segment and searches (CSV; personal data)", downloads)}
</section>`;
}
