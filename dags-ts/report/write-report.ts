// From the table and the objects to the report: gathers the figures, draws them, publishes the page last.
import type { Logger } from "windsock";
import { type ObjectStore, type Statements, UnreadableObjectError } from "windsock/hooks";
import { counted, formatCount } from "../searches/counted.ts";
import { allCharts } from "./charts/all-charts.ts";
import { type DrawnChart, draw } from "./charts/draw.ts";
import { csvObjects } from "./csv.ts";
import { type Audience, audienceCsv } from "./figures/audience.ts";
import { compareClicks } from "./figures/compare-clicks.ts";
import { type DailyRow, missingDays, type Period, readDailyRows } from "./figures/daily-rows.ts";
import { type AgreeingDay, checkDay, type Finding, type ObjectKeys } from "./figures/day-objects.ts";
import { daysAtOnce } from "./figures/days-at-once.ts";
import type { EmailAudience, Figures } from "./figures/figures.ts";
import { uniqueSearches } from "./figures/unique-searches.ts";
import { page } from "./page/page.ts";
import { withLightColours } from "./presentation/colours.ts";
import { OvertakenError, Publisher } from "./publisher.ts";
import { findTrends } from "./trends/trends.ts";

export interface ReportRequest {
  readonly keys: ObjectKeys;
  /** Of the page. Its figures are beside it, in a folder of the same name without the ending. */
  readonly reportKey: string;
  readonly period: Period;
  readonly clicks: Figures["clicks"];
  /** Charts that answer to the mouse. */
  readonly interactive: boolean;
}

export interface ReportTools {
  readonly store: ObjectStore;
  readonly warehouse: Statements;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

// Each time, another run has made its report: with so many at once, a retry later is the better way.
const maxAttempts = 5;

/**
 * Memory grows with the days of the period, not with their searches.
 *
 * @returns the figures that were published
 * @throws {AirflowFailException} when the period has no rows
 * @throws {OvertakenError} when other runs publish theirs again and again
 */
export async function writeReport(request: ReportRequest, tools: ReportTools): Promise<Figures> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await writeOnce(request, tools);
    } catch (error) {
      if (!(error instanceof OvertakenError) || attempt === maxAttempts) throw error;
      tools.log.info("Another run wrote its report at the same time: making this one again.");
    }
  }
}

async function writeOnce(request: ReportRequest, tools: ReportTools): Promise<Figures> {
  const { keys, period, clicks } = request;
  const { store, warehouse, log } = tools;
  const place = { store, bucket: keys.bucket, pageKey: request.reportKey };
  const publisher = await Publisher.begin(place);
  // For people; nothing is decided by it.
  const readAt = new Date().toISOString();
  const rows = await readDailyRows(warehouse, period);
  const missing = missingDays(rows, period);
  log.info(`${counted(rows.length, "day")} in the table, ${formatCount(missing.length)} missing.`);
  const object = (name: string) => `${request.reportKey.replace(/\.html$/, "")}/${name}`;
  const { days, findings: unusable } = await checkDays(rows, request, tools);
  const { figures: unique, findings: unreadable } = await uniqueSearches(days, (text) =>
    publisher.write(object("unique-valid-searches.csv"), "text/csv", text),
  );
  log.info(`${counted(unique.count, "different valid search", "different valid searches")}.`);
  const { compared, findings: incomparable } = await compareClicks(rows, { ...tools, keys, clicks });
  const audience = await writeAudience(days, rows, publisher, object("email-audience.csv"));
  const figures: Figures = {
    readAt,
    first: period.from ?? rows[0]?.day ?? "",
    last: period.to ?? rows.at(-1)?.day ?? "",
    rows,
    missing,
    findings: [...unusable, ...unreadable, ...incomparable, ...audience.findings],
    unique,
    trends: {
      searches: findTrends(rows.map(({ day, searches }) => ({ day, value: searches }))),
      users: findTrends(rows.map(({ day, users }) => ({ day, value: users }))),
    },
    clicks,
    compared,
    audience: audience.audience,
  };
  await publish(figures, request, publisher, object);
  return figures;
}

async function checkDays(
  rows: readonly DailyRow[],
  { keys, clicks }: ReportRequest,
  { store, log, signal }: ReportTools,
): Promise<{ days: AgreeingDay[]; findings: Finding[] }> {
  const days: AgreeingDay[] = [];
  const findings: Finding[] = [];
  const checked = await daysAtOnce(rows, async (row) => {
    signal.throwIfAborted();
    return checkDay(store, keys, row, clicks.now);
  });
  for (const found of checked) {
    if ("what" in found) {
      log.warning(`${found.day}: ${found.what}`);
      findings.push(found);
    } else days.push(found);
  }
  return { days, findings };
}

/** Of the last day; without it, there is no audience, and no list of an earlier report stays behind. */
async function writeAudience(
  days: readonly AgreeingDay[],
  rows: readonly DailyRow[],
  publisher: Publisher,
  key: string,
): Promise<{ audience: EmailAudience | null; findings: Finding[] }> {
  const last = days.find(({ day }) => day === rows.at(-1)?.day);
  const findings: Finding[] = [];
  if (last) {
    const users: Audience = { rental: 0, sale: 0, both: 0, unspecified: 0 };
    try {
      await publisher.write(key, "text/csv", audienceCsv(last.clean, users));
      return { audience: { day: last.day, users }, findings };
    } catch (error) {
      if (!(error instanceof UnreadableObjectError)) throw error;
      findings.push({
        day: last.day,
        what: `The clean data set ${last.clean.key} cannot be read. ${error.message}`,
      });
    }
  }
  await publisher.remove(key);
  return { audience: null, findings };
}

/** Whoever finds the page finds all that belongs to it. */
async function publish(
  figures: Figures,
  { keys, interactive }: ReportRequest,
  publisher: Publisher,
  object: (name: string) => string,
): Promise<void> {
  const files = csvObjects(figures);
  for (const [name, text] of Object.entries(files)) await publisher.write(object(name), "text/csv", text);
  const charts: DrawnChart[] = [];
  for (const chart of allCharts(figures)) charts.push(await draw(chart));
  for (const { name, wide } of charts) {
    await publisher.write(object(`${name}.svg`), "image/svg+xml", withLightColours(wide.svg));
  }
  const runtime = interactive ? (await import("./page/runtime.ts")).runtime : null;
  const place = `${keys.bucket}/${object("")}`;
  await publisher.writePage(page(figures, charts, { files, place }, runtime));
}
