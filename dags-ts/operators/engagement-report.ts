// The report step: the business's questions, answered in one file.
import { defineOperator } from "windsock";
import { objectStore, warehouse } from "windsock/hooks";
import * as z from "zod";
import { SearchStatsUpdate } from "../assets/search-stats.ts";
import { counted } from "../searches/counted.ts";

const key = z.string().min(1);
const clicks = z.int().min(1);

/**
 * Writes the engagement report: one HTML file that needs nothing else, its figures as CSV, its charts as SVG.
 *
 * **In**: the table `public.search_stats` and, of each of its days, the clean data set, the list of unique valid
 * searches and the source object. Days that are missing are named; a day whose objects do not tell the same as its
 * row is named, too, and left out of whatever the objects are needed for.
 *
 * **Out**: `reportKey`, and in the folder of the same name `daily.csv`, `unique-valid-searches.csv`,
 * `top-searches.csv`, `trends.csv`, `fewer-clicks.csv`, `email-audience.csv` and an SVG for each chart.
 *
 * Safe to run again at any time. A run that is overtaken by another one reads everything anew: older figures never
 * replace newer ones, whatever clocks say.
 *
 * **When it fails**
 * - *Table ... has no rows*: run the pipeline first, or ask for another period (`from`, `to`).
 * - *... was replaced while it was being worked on*: the pipeline was writing; the next try reads the new object.
 * - *Another run wrote object ...*: other runs wrote the report again and again; the next try makes it anew.
 */
export const engagementReport = defineOperator({
  name: "EngagementReport",
  input: z.object({
    bucket: z.string().min(1).describe("Bucket of all objects"),
    sourceKey: key.describe("A day's source object; {ds_nodash} and the like are filled in"),
    cleanKey: key.describe("A day's clean data set"),
    uniqueKey: key.describe("A day's unique valid searches"),
    reportKey: z
      .string()
      .regex(/\.html$/)
      .describe("The report"),
    from: z.iso.date().nullable().describe("First day; null: the table's first"),
    to: z.iso.date().nullable().describe("Last day; null: the table's last"),
    minClicks: clicks.describe("Clicks that make a search valid in the pipeline"),
    otherClicks: clicks.describe("Clicks to compare with"),
    interactive: z.boolean().describe("Charts that answer to the mouse: half a megabyte more"),
    updates: z.array(z.object({ extra: SearchStatsUpdate })).describe("What triggered the run"),
  }),
  output: z.object({
    reportKey: z.string(),
    days: z.int(),
    missing: z.array(z.iso.date()),
    /** Days that something of the report had to do without. */
    findings: z.int(),
    uniqueSearches: z.int(),
  }),
  connections: { store: objectStore, warehouse },
  async run({ input, connections, log, signal }) {
    const { bucket, cleanKey, uniqueKey, sourceKey, reportKey, from, to, interactive, updates } = input;
    for (const { extra } of updates) log.info(describeUpdate(extra));
    // Vega takes longer to load than everything else together: not for a look at --help.
    const { writeReport } = await import("../report/write-report.ts");
    const request = {
      keys: { bucket, cleanKey, uniqueKey, sourceKey },
      reportKey,
      period: { from, to },
      clicks: { now: input.minClicks, other: input.otherClicks },
      interactive,
    };
    const { rows, missing, findings, unique } = await writeReport(request, { ...connections, log, signal });
    log.info(`Wrote "${reportKey}" in bucket "${bucket}".`);
    return {
      reportKey,
      days: rows.length,
      missing: [...missing],
      findings: findings.length,
      uniqueSearches: unique.count,
    };
  },
});

function describeUpdate({ day, searches, users }: SearchStatsUpdate): string {
  const what = `${counted(searches, "valid search", "valid searches")} of ${counted(users, "user")}`;
  return `The table has new figures for ${day}: ${what}.`;
}
