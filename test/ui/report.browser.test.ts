// The report as people see it: the built bundle writes it, a real browser without a network opens it.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Warehouse, warehouse } from "windsock/hooks";
import { searchDays } from "../../dags-ts/local/sample-data/search-days.ts";
import { connectionToJson } from "../../src/model/connection/connection.ts";
import { BucketFolder, bucket, quietServices } from "../dags/bucket-folder.ts";
import { reportKey, runPipeline } from "../dags/report/report-run.ts";
import { type PostgresServer, startPostgres } from "../services/postgres.ts";
import { startBrowser } from "./browser.ts";
import { brightness, contrast } from "./colours.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const bundle = path.join(repository, "generated/bundles/search-engagement-report/write_report.mjs");

/** The pictures of the documentation are renewed on request only. */
const pictures = path.join(repository, process.env.UPDATE_SCREENSHOTS ? "docs/images" : "out/test/images");

/** What is drawn of the data in each chart. */
const marks = {
  "searches-per-day": 23 + 2,
  "users-per-day": 23 + 2,
  "searches-by-type": 3 * 23,
  "top-searches": 10 + 10,
  scores: 2 + 23 + 23,
  "week-days": 7 + 23,
  "fewer-clicks": 4 + 4 * 23,
  "email-audience": 4 + 4,
};

const browser = await startBrowser();

describe.skipIf(!browser)("the report in a browser", () => {
  let server: PostgresServer;
  let database: Warehouse;
  let folder: BucketFolder;
  let file: string;

  beforeAll(async () => {
    await mkdir(pictures, { recursive: true });
    server = await startPostgres();
    database = await warehouse.open(server.connection(), quietServices());
    folder = await BucketFolder.create();
    const connection = connectionToJson(server.connection());
    for (const day of searchDays()) {
      if (day.date > "2021-07-24") break;
      if (day.date >= "2021-07-02") await runPipeline(folder, connection, day.date, [...day.csv()].join(""));
    }
    const env = {
      AIRFLOW_VAR_BUCKET_KEY: bucket,
      AIRFLOW_VAR_SOURCE_KEY: "user-data/session_user_data{ds_nodash}.zip",
      AIRFLOW_VAR_DEST_KEY: "user-data-clean/session_user_data{ds_nodash}.csv",
      AIRFLOW_CONN_AWS_CONN: folder.connection,
      AIRFLOW_CONN_REDSHIFT: connection,
    };
    await execa("node", [bundle], { env });
    // Alone, as somebody finds it who was sent it.
    file = path.join(await mkdtemp(path.join(repository, "out/test/report-")), "report.html");
    await writeFile(file, await folder.read(reportKey));
  });

  afterAll(async () => {
    await browser?.close();
    await database?.close();
    await server?.stop();
    await folder?.remove();
    if (file) await rm(path.dirname(file), { recursive: true, force: true });
  });

  /** Opens it without a network; what the page says and asks for is kept. */
  async function open(options: BrowserContextOptions = {}) {
    const context = await browser?.newContext({
      viewport: { width: 1000, height: 900 },
      offline: true,
      ...options,
    });
    const page = (await context?.newPage()) as Page;
    const said: string[] = [];
    const asked: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return { page, said, asked };
  }

  const drawn = (page: Page, name: string, width = "wide") =>
    page.locator(`#chart-${name} .${width} svg .role-mark:not(.mark-group) > *`).count();

  test("says nothing to the console, asks for nothing but itself, and tells when it is there", async () => {
    const { page, said, asked } = await open();
    await page.waitForLoadState("networkidle");
    expect(said).toEqual([]);
    expect(asked).toEqual([pathToFileURL(file).href]);
    const paint = await page.evaluate(
      () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
    );
    const size = Buffer.byteLength(await folder.read(reportKey));
    console.log(`The report has ${(size / 1000).toFixed(0)} kB; it is painted after ${paint.toFixed(0)} ms.`);
    expect(paint).toBeGreaterThan(0);
  });

  test("has all charts, each with its marks and its description", async () => {
    const { page } = await open();
    const found = await page.locator(".chart").evaluateAll((all) => all.map(({ id }) => id));
    expect(found.sort()).toEqual(
      Object.keys(marks)
        .map((name) => `chart-${name}`)
        .sort(),
    );
    for (const [name, count] of Object.entries(marks)) {
      for (const width of ["wide", "narrow"]) {
        expect(await drawn(page, name, width), name).toBe(count);
        const picture = page.locator(`#chart-${name} .${width} svg`);
        expect((await picture.getAttribute("aria-label"))?.length, name).toBeGreaterThan(40);
        expect(await picture.getAttribute("role")).toBe("img");
      }
    }
    const ids = await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("shows the figures that the warehouse has", async () => {
    const { page } = await open();
    const cells = await page.locator("#searches details tbody td").allTextContents();
    const rows = Array.from({ length: cells.length / 6 }, (_, row) => cells.slice(row * 6, row * 6 + 6));
    const expected = await database.query(
      `select to_char(day, 'Dy FMDD Mon') as day, to_char(num_users, 'FM999,999') as users,
              to_char(num_searches, 'FM999,999') as searches, to_char(num_rental_searches, 'FM999,999') as rental,
              to_char(num_sale_searches, 'FM999,999') as sale, to_char(num_none_searches, 'FM999,999') as none
         from public.search_stats order by search_stats.day`,
    );
    expect(rows).toEqual(expected.map((row) => Object.values(row)));
    const [sums] = await database.query<Record<string, string>>(
      `select to_char(sum(num_searches), 'FM999,999') as searches,
              to_char(round(avg(num_users)), 'FM999,999') as users,
              to_char(100.0 * sum(num_rental_searches) / sum(num_searches), 'FM990.0') as rental
         from public.search_stats`,
    );
    const tiles = (await page.locator(".tiles > div").allTextContents()).map((text) => text.trim());
    const [before] = await database.query<Record<string, string>>(
      `select to_char(100.0 * max(num_searches) filter (where day = '2021-07-24')
                / avg(num_searches) filter (where day < '2021-07-24') - 100, 'SFM990.0') as searches,
              to_char(100.0 * max(num_users) filter (where day = '2021-07-24')
                / avg(num_users) filter (where day < '2021-07-24') - 100, 'SFM990.0') as users
         from public.search_stats where day >= '2021-07-17'`,
    );
    expect(tiles).toEqual([
      `Valid searches on 24 July5,716 ${before?.searches}\u00a0% on the 7 days before`,
      `Users to email on 24 July4,265 ${before?.users}\u00a0% on the 7 days before`,
      `Different searches in 23 days128,203 ${sums?.searches} with repetitions`,
      "Emails a day if 2 clicks were enough6,441 +14.3\u00a0% on the 5,636 with 3 clicks",
    ]);
    expect(await page.locator("#searches .answer strong").textContent()).toBe(sums?.searches);
    expect(await page.locator("#users .answer strong").textContent()).toBe(sums?.users);
    expect(await page.locator("#types .answer").textContent()).toContain(`${sums?.rental}\u00a0% rental`);
  });

  test("says of the days that were named in 2021, one by one, that they do not stand out", async () => {
    const { page } = await open();
    expect(await page.locator("#trends .answer").textContent()).toMatch(
      /^No day stands out in valid searches\. .* No day stands out in users\. /,
    );
    const verdicts = await page.locator("#trends table.open tbody tr").allTextContents();
    expect(verdicts.map((text) => text.replaceAll(/\s+/g, " "))).toEqual([
      "5 Julyspike5,751+1.40No, the 2nd highest day",
      "12 Julydip5,580−0.66No, the 8th lowest day",
      "17 Julyspike5,750+1.39No, the 3rd highest day",
      "21 Julyspike5,762+1.53No, the highest day",
    ]);
  });

  test("answers to the mouse in every chart, still without a network", async () => {
    const { page, said, asked } = await open();
    for (const [name, count] of Object.entries(marks)) {
      const chart = page.locator(`#chart-${name}`);
      await chart.scrollIntoViewIfNeeded();
      await chart.hover();
      await page.locator(`#chart-${name}[data-live=true]`).waitFor();
      expect(await drawn(page, name), name).toBe(count);
      expect(await chart.locator(".wide svg").getAttribute("aria-label")).toBe(
        await chart.getAttribute("data-alt"),
      );
      const kind = ["searches-by-type", "top-searches", "email-audience"].includes(name) ? "rect" : "symbol";
      await chart.locator(`.wide .mark-${kind}.role-mark > *`).nth(2).hover({ force: true });
      await expect.poll(() => page.locator(".tip").isVisible()).toBe(true);
      expect(await page.locator(".tip").textContent(), name).toMatch(/\w+: \S+/);
    }
    expect(said).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  test("is as wide as the screen, also on a telephone", async () => {
    const { page } = await open({ viewport: { width: 390, height: 800 } });
    const width = await page.evaluate("document.documentElement.scrollWidth");
    expect(width).toBe(390);
    await page.screenshot({ path: path.join(repository, "out/test/images/report-390.png"), fullPage: true });
  });

  test("has charts that a telephone shows whole, with letters as large as the text's notes", async () => {
    const { page } = await open({ viewport: { width: 390, height: 800 } });
    for (const name of Object.keys(marks)) {
      const box = await page.locator(`#chart-${name} .narrow svg`).boundingBox();
      expect(box?.x, name).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 999), name).toBeLessThanOrEqual(390);
      const letters = await page
        .locator(`#chart-${name} .narrow .role-axis-label text`)
        .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
      expect(Math.min(...letters), name).toBeGreaterThan(10);
    }
    const bars = await page
      .locator("#chart-top-searches .narrow .mark-rect.role-mark > *")
      .evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width));
    expect(Math.max(...bars) / Math.min(...bars)).toBeCloseTo(23 / 18, 1);
    await page.locator("#chart-top-searches").hover();
    await page.locator("#chart-top-searches .narrow[data-live=true]").waitFor();
    expect(await drawn(page, "top-searches", "narrow")).toBe(marks["top-searches"]);
    for (const table of await page.locator("table:visible").all()) {
      const { right } = await table.evaluate((each) => ({ right: each.getBoundingClientRect().right }));
      expect(right).toBeLessThanOrEqual(390);
    }
  });

  test("has days on its axes that are evenly apart", async () => {
    const { page } = await open();
    for (const name of ["searches-per-day", "users-per-day", "searches-by-type", "scores"]) {
      const labels = await page.locator(`#chart-${name} .wide .role-axis-label text`).allTextContents();
      const days = labels.filter((label) => / Jul$/.test(label)).map((label) => Number.parseInt(label, 10));
      expect(days, name).toEqual([2, 9, 16, 23]);
    }
  });

  test("brings its small figures along, and says where the others are", async () => {
    const { page } = await open();
    for (const name of ["daily", "top-searches", "trends", "fewer-clicks"]) {
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.locator(`a[download="${name}.csv"]`).click(),
      ]);
      const text = await readFile(await file.path(), "utf8");
      expect(text, name).toBe(await folder.read(`reports/search-engagement/${name}.csv`));
    }
    expect(await page.locator(".place").allTextContents()).toEqual(
      ["unique-valid-searches", "email-audience"].map(
        (name) => `is not inside this page: ${bucket}/reports/search-engagement/${name}.csv`,
      ),
    );
    expect(await page.content()).not.toContain("user_id,segment");
  });

  test("keeps what only statisticians ask for behind a click", async () => {
    const { page } = await open();
    const methods = page.getByText(/Kruskal|z-score|Mann–Kendall/);
    for (const each of await methods.all()) expect(await each.isVisible()).toBe(false);
    await page.getByText("How this is reckoned").click();
    expect(await page.locator(".method .note").textContent()).toMatch(
      /z-score.*Kruskal–Wallis.*Mann–Kendall/,
    );
    expect(await page.locator(".method .note").isVisible()).toBe(true);
  });

  test("is light by day and dark by night, legible in both", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const { page } = await open({ colorScheme });
      const paper = await computed(page, "body", "backgroundColor");
      const ink = await computed(page, "body", "color");
      const label = await computed(page, "#chart-searches-per-day .role-axis-label text", "fill");
      expect(brightness(paper) > 0.5).toBe(colorScheme === "light");
      // WCAG 2.2: 4.5 for text.
      expect(contrast(paper, ink)).toBeGreaterThan(7);
      expect(contrast(paper, label)).toBeGreaterThan(4.5);
      await page.screenshot({ path: path.join(pictures, `report-${colorScheme}.png`) });
      await page.screenshot({
        path: path.join(repository, `out/test/images/report-${colorScheme}-all.png`),
        fullPage: true,
      });
    }
  });

  test("is printed on some pages, by day, with all its charts", async () => {
    const { page } = await open({ colorScheme: "dark" });
    const pdf = await page.pdf({ format: "A4", printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThanOrEqual(3);
    expect(pages).toBeLessThanOrEqual(8);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(brightness(await computed(page, "body", "backgroundColor"))).toBe(1);
    expect(await page.locator(".download").first().isVisible()).toBe(false);
    expect(await page.locator(".chart svg:visible").count()).toBe(Object.keys(marks).length);
  });

  test("shows a chart alone as on the page", async () => {
    const context = await browser?.newContext({ colorScheme: "dark", offline: true });
    const page = (await context?.newPage()) as Page;
    await page.setContent(await folder.read("reports/search-engagement/searches-by-type.svg"));
    const fills = await page.evaluate<string[]>(
      "Array.from(document.querySelectorAll('.mark-rect.role-mark > *'), (mark) => getComputedStyle(mark).fill)",
    );
    expect(fills).toHaveLength(3 * 23);
    expect(new Set(fills)).toEqual(new Set(["rgb(0, 114, 178)", "rgb(213, 94, 0)", "rgb(115, 125, 140)"]));
  });
});

/** How the browser draws it; as text, since Node knows no documents. */
function computed(page: Page, selector: string, property: string): Promise<string> {
  return page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).${property}`);
}
