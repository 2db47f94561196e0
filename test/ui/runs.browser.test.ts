// The pages of `windsock runs` as people see them: real runs, the real server, a real browser.
import { appendFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { fileName } from "../../src/model/project.ts";
import { unusedPort } from "../../src/system/ports.ts";
import type { TestProject } from "../compiler/test-project.ts";
import { RunnerProject } from "../local/runner-project.ts";
import { ordersProject } from "../runs/orders-project.ts";
import { startBrowser } from "./browser.ts";
import { brightness, contrast } from "./colours.ts";

const repository = path.resolve(import.meta.dirname, "../..");

/** The pictures of the documentation are renewed on request only: each run has other times in them. */
const pictures = path.join(repository, process.env.UPDATE_SCREENSHOTS ? "docs/images" : "out/test/images");

const browser = await startBrowser();
const schemes = ["light", "dark"] as const;
const views = schemes.flatMap((colorScheme) => [390, 1280].map((width) => ({ colorScheme, width })));

const runOf = (dagId: string, day: string) =>
  `/dags/${encodeURIComponent(dagId)}/runs/${encodeURIComponent(`manual__${day}T00:00:00+00:00`)}`;
const order = (day: string, taskId?: string) =>
  `${runOf("daily-orders", day)}${taskId === undefined ? "" : `/tasks/${taskId}`}`;

/** Ids, logs and values that would do something if they were taken for HTML. */
const hostile = `<img src=x onerror="document.title='harmed'"><script>document.title='harmed'</script>&amp;`;

describe.skipIf(!browser)("the pages of local runs", () => {
  let orders: TestProject;
  let odd: RunnerProject;
  const urls = new Map<TestProject | RunnerProject, string>();
  const stops: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    orders = await ordersProject();
    const { stdout } = await orders.windsock(
      "run",
      "daily-orders",
      "--from",
      "2026-03-01",
      "--to",
      "2026-03-09",
    );
    expect(stdout).toContain("1 of 9 runs failed: 2026-03-06");
    odd = oddProject();
    expect((await odd.windsock(["run", hostile])).exitCode).toBe(1);
    for (const project of [orders, odd]) urls.set(project, await serve(project));
  });

  afterAll(async () => {
    await browser?.close();
    for (const stop of stops) await stop();
    await orders?.remove();
    odd?.remove();
  });

  // Pages that are left open go on asking.
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
  });

  /** @returns where its pages are */
  async function serve(project: TestProject | RunnerProject): Promise<string> {
    const port = String(await unusedPort());
    const args = ["runs", "--port", port];
    const started = project instanceof RunnerProject ? project.start(args) : project.start(...args).process;
    stops.push(async () => {
      started.kill("SIGINT");
      expect((await started).exitCode).toBe(0);
    });
    await new Promise<void>((resolve) => started.stdout.on("data", () => resolve()));
    return `http://localhost:${port}`;
  }

  /** What the page says and what it is refused is kept. */
  async function open(
    project: TestProject | RunnerProject,
    place: string,
    options: BrowserContextOptions = {},
  ) {
    const context = await browser?.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const page = (await context?.newPage()) as Page;
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    await page.goto(urls.get(project) + place);
    return { page, said };
  }

  const picture = (page: Page, name: string) =>
    page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });

  test("list the DAGs that have runs, and lead to the grid of one", async () => {
    const { page, said } = await open(orders, "/");
    await page.getByRole("link", { name: "daily-orders" }).click();
    expect(await page.locator("h1").textContent()).toBe("daily-orders");
    const heads = await page.locator("[data-grid] thead th .label").allTextContents();
    expect(heads).toEqual(Array.from({ length: 9 }, (_, n) => `2026-03-0${n + 1}`));
    const names = await page.locator("[data-grid] tbody th").allTextContents();
    expect(names).toEqual(["extract", "clean", "exchange_rates", "load", "report"]);
    const row = (name: string) =>
      page.locator(`[data-grid] tbody tr:has(a:text-is("${name}")) td .sr`).allTextContents();
    expect(await row("clean")).toEqual(
      ["skipped", "success", "success", "success", "success", "failed", "success", "skipped", "success"].map(
        (state, n) => `clean, 2026-03-0${n + 1}: ${state}`,
      ),
    );
    expect((await row("extract")).at(-1)).toBe("extract, 2026-03-09: success after 2 tries");
    expect(await row("load")).toContain("load, 2026-03-06: upstream failed");
    expect(said).toEqual([]);
  });

  test("show a run with its graph, its tasks and the command that goes on with it", async () => {
    const { page, said } = await open(orders, order("2026-03-06"));
    await picture(page, "runs");
    expect(await page.locator("#run h2").textContent()).toMatch(/^Run 2026-03-06\s+failed$/);
    expect(await page.locator("#run dl").textContent()).toMatch(
      /Data interval\s*2026-03-06 00:00 to 2026-03-07 00:00 UTC/,
    );
    expect(await page.locator("#run dl").textContent()).toMatch(/Params\s*region = "eu"/);
    expect(
      await page.locator(".graph a").evaluateAll((all) => all.map((each) => each.getAttribute("aria-label"))),
    ).toEqual(
      expect.arrayContaining([expect.stringMatching(/^clean: failed, \d/), "report: upstream failed"]),
    );
    const command = "npx windsock run daily-orders --from 2026-03-06 --to 2026-03-06 --resume";
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: `Copy ${command}` }).click();
    await page.getByText("Copied.").waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(command);
    await page.locator(".graph a", { hasText: "clean" }).click();
    await page.waitForURL(/tasks\/clean$/);
    expect(said).toEqual([]);
  });

  test("show of a failed try the error with its place in the TypeScript, the log, the input", async () => {
    const { page } = await open(orders, order("2026-03-06", "clean"));
    await picture(page, "runs-task");
    const error = await page.getByRole("region", { name: "Error" }).textContent();
    expect(error).toContain('RangeError: order 17 of 2026-03-06 has the amount "12,90"');
    expect(error).toMatch(/at readOrder \(dags-ts\/shop\/orders\.ts:\d+:\d+\)/);
    expect(await page.locator("#log .error").first().textContent()).toContain("ERROR   RangeError");
    expect(JSON.parse((await page.locator("pre.json").first().textContent()) ?? "")).toEqual({
      day: "2026-03-06",
      orders: 43,
    });
    expect(await page.locator("pre.json").count()).toBe(1);
    expect(
      await page
        .locator("[data-copy]")
        .evaluateAll((all) => all.map((each) => each.getAttribute("data-copy"))),
    ).toEqual([
      "npx windsock run daily-orders --from 2026-03-06 --to 2026-03-06 --task clean --resume",
      "npx windsock run daily-orders --from 2026-03-06 --to 2026-03-06 --resume",
    ]);
  });

  test("show each try, its output and the assets it updated, and keep secrets", async () => {
    const { page } = await open(orders, order("2026-03-09", "extract"));
    expect(await page.locator("#error").textContent()).toBe("");
    const [input, output] = await page.locator("pre.json").allTextContents();
    expect(JSON.parse(input ?? "")).toMatchObject({ shop: "shop.example", token: "***" });
    expect(JSON.parse(output ?? "")).toMatchObject({ day: "2026-03-09", signed: "***" });
    await page.locator(".tries-nav a", { hasText: "Try 1, failed" }).click();
    expect(await page.locator("#error").textContent()).toContain(
      "Error: The shop answers 503 Service Unavailable",
    );
    expect(await page.locator("#log").textContent()).toContain("try 1");
    expect(await page.content()).not.toMatch(/s3cr3t-of-the-shop|tk-4711-4711/);
    await page.goto(`${urls.get(orders)}${order("2026-03-09", "load")}`);
    expect(await page.locator("#values").textContent()).toMatch(/Updated assets\s*s3:\/\/warehouse\/orders/);
  });

  test("find lines in a log", async () => {
    const { page } = await open(orders, order("2026-03-05", "extract"));
    await page.getByRole("searchbox", { name: "Search the log" }).fill("ORDERS READ");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByText(/^4 lines with “ORDERS READ”/).waitFor();
    await page.locator(".matches a").nth(2).click();
    await page.waitForURL(/at=\d+#log$/);
    expect((await page.locator("#log").textContent())?.split("\n")[0]).toBe("INFO    30 of 49 orders read");
    expect(await page.locator("#log mark").count()).toBe(2);
    await page.getByRole("link", { name: "whole log as text" }).click();
    expect(await page.locator("body").textContent()).toContain(
      "Asking shop.example for the orders of 2026-03-05",
    );
  });

  test("follow a run under way, as it goes on, without being loaded again", async () => {
    const { page: home } = await open(orders, "/dags/daily-orders");
    const running = orders.start("run", "daily-orders", "--from", "2026-03-10", "--to", "2026-03-10").process;
    await home.locator("#run h2:has-text('Run 2026-03-10 running')").waitFor();
    await home.locator(".graph .box.s-running").first().waitFor();
    const { page } = await open(orders, order("2026-03-10", "extract"));
    await page.evaluate("window.first = true");
    await page.locator("#log", { hasText: "page 3 read" }).waitFor();
    const read = await page.locator("#log").textContent();
    await expect
      .poll(async () => (await page.locator("#log").textContent())?.length)
      .toBeGreaterThan(read?.length ?? 0);
    await page.getByRole("searchbox").focus();
    await orders.write({ answer: "" });
    expect((await running).exitCode).toBe(0);
    await page.locator("h1 .badge:has-text('success')").waitFor();
    await page.locator("#values", { hasText: '"largest"' }).waitFor();
    expect(await page.locator("#log").textContent()).toContain("40 of 45 orders read");
    expect(await page.locator("#log").textContent()).toMatch(/page 1 read\n(.*page (\d+) read\n)+/);
    expect(await page.evaluate("[window.first, document.activeElement.name]")).toEqual([true, "q"]);
    await home.locator("#run h2:has-text('Run 2026-03-10 success')").waitFor();
  });

  test("are walked by the keyboard", async () => {
    const { page } = await open(orders, order("2026-03-06"));
    const focused = () => page.evaluate<string>("document.activeElement.innerText");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Skip to content");
    await page.locator("[data-grid] thead .selected a").focus();
    expect(await page.evaluate("document.querySelectorAll('[data-grid] a[tabindex=\"0\"]').length")).toBe(1);
    for (const key of ["ArrowDown", "ArrowDown", "ArrowRight", "ArrowLeft"]) await page.keyboard.press(key);
    expect(await focused()).toContain("clean, 2026-03-06: failed");
    await page.keyboard.press("Enter");
    await page.waitForURL(/tasks\/clean$/);
  });

  test("take nothing for HTML that is none", async () => {
    for (const place of ["/", `/dags/${encodeURIComponent(hostile)}`, runOf(hostile, "2021-07-02")]) {
      const { page, said } = await open(odd, place);
      expect(await page.locator("h1, h2").allTextContents()).toContainEqual(
        expect.stringContaining("<img src=x"),
      );
      expect(await page.locator("img, main script, main style:not(svg style)").count()).toBe(0);
      expect([said, await page.title()]).toEqual([[], expect.not.stringMatching(/^harmed/)]);
    }
    const { page, said } = await open(
      odd,
      `${runOf(hostile, "2021-07-02")}/tasks/${encodeURIComponent(hostile)}?q=<script`,
    );
    expect(await page.locator("#log").textContent()).toContain(`${hostile} red\n`);
    expect(await page.locator("#error").textContent()).toContain(`no ${hostile}`);
    expect(JSON.parse((await page.locator("pre.json").first().textContent()) ?? "")).toEqual({
      [hostile]: hostile,
    });
    expect(await page.locator("img, main script").count()).toBe(0);
    appendFileSync(
      path.join(odd.folder, "out/logs", fileName(hostile), "2021-07-02", fileName(hostile), "attempt-1.log"),
      `ERROR   later ${hostile}\n`,
    );
    await page.locator("#log .error", { hasText: "later" }).waitFor();
    expect(await page.locator("img, main script").count()).toBe(0);
    expect([said, await page.title()]).toEqual([[], expect.not.stringMatching(/^harmed/)]);
  });

  const places = [
    "/",
    "/dags/daily-orders",
    order("2026-03-06", "clean"),
    order("2026-03-09", "extract"),
    "/nothing",
  ];

  test.each(views)(
    "are as wide as the screen, and can be read: $width px, $colorScheme",
    async ({ width, colorScheme }) => {
      const options = { viewport: { width, height: 800 }, colorScheme };
      const all = [
        ...places.map((place) => [orders, place] as const),
        ...["/", runOf(hostile, "2021-07-02"), `/dags/many`].map((place) => [odd, place] as const),
      ];
      for (const [project, place] of all) {
        const { page } = await open(project, place, options);
        expect([place, await page.evaluate("document.documentElement.scrollWidth")]).toEqual([place, width]);
        const texts = await page.evaluate<[string, string, string][]>(colours);
        expect(texts.length).toBeGreaterThan(2);
        // WCAG 2.2: 4.5 for text, 3 for what is drawn.
        const pale = texts.filter(([, ink, paper]) => contrast(ink, paper) < 4.5);
        expect([place, pale]).toEqual([place, []]);
        const marks = await page.evaluate<[string, string, string, string][]>(markColours);
        const unclear = marks.filter(
          ([, square, shape, paper]) => contrast(square, shape) < 3 || contrast(square, paper) < 3,
        );
        expect([place, unclear]).toEqual([place, []]);
        expect(
          brightness(await page.evaluate<string>("getComputedStyle(document.body).backgroundColor")) > 0.5,
        ).toBe(colorScheme === "light");
        const name = place === "/" ? "home" : place.replaceAll(/\W+/g, "-").slice(-20);
        if (project === orders) {
          const file = `out/test/images/runs-${name}-${colorScheme}-${width}.png`;
          await page.screenshot({ path: path.join(repository, file), fullPage: true });
        }
      }
    },
  );

  test("show a thousand runs of twenty tasks a part at a time", async () => {
    const { page } = await open(odd, "/dags/many");
    const took = await page.evaluate<number>(
      "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd",
    );
    console.log(`A page of a thousand runs of twenty tasks is there after ${took.toFixed(0)} ms.`);
    expect(await page.locator("[data-grid] tbody tr").count()).toBe(20);
    expect(await page.locator("[data-grid] thead th").count()).toBeLessThan(40);
    await page.getByText(/of 1,000 runs/).waitFor();
    const newest = await page.locator("[data-grid] thead th .label").last().textContent();
    await page.getByRole("link", { name: "← older" }).click();
    await page.getByRole("link", { name: "newer →" }).waitFor();
    expect(await page.locator("[data-grid] thead th .label").allTextContents()).not.toContain(newest);
  });

  test("say when the server has ended", async () => {
    const project = new RunnerProject();
    urls.set(project, await serve(project));
    const { page } = await open(project, "/");
    await stops.pop()?.();
    await page.getByText("windsock runs has ended").waitFor();
    project.remove();
  });
});

/** A DAG whose every text is hostile, and one with a thousand runs that nobody made. */
function oddProject(): RunnerProject {
  const project = new RunnerProject();
  const run = `console.log(${JSON.stringify(hostile)}, "\\u001b[31mred\\u001b[0m"); fail(${JSON.stringify(`no ${hostile}`)});`;
  project.dag(
    hostile,
    { [hostile]: { run, input: { kind: "literal", value: { [hostile]: hostile } } } },
    { endDate: "2021-07-02", description: hostile, params: { [hostile]: { default: hostile } } },
  );
  const taskIds = Array.from({ length: 20 }, (_, n) => `a_task_with_quite_a_long_name_${n}`);
  project.dag("many", Object.fromEntries(taskIds.map((taskId) => [taskId, { run: "succeed();" }])));
  const at = "2026-01-01T00:00:00.000Z";
  const days = Array.from({ length: 1000 }, (_, n) =>
    new Date(Date.UTC(2021, 0, n + 1)).toISOString().slice(0, 10),
  );
  const runIds = days.map((day) => `manual__${day}T00:00:00+00:00`);
  const records = runIds.flatMap((runId) => [
    { kind: "start", at, runner: "none.1-1", runId, dataIntervalStart: null, dataIntervalEnd: null },
    ...taskIds.flatMap((taskId) => [
      { kind: "try", at, runId, taskId, tryNumber: 1 },
      { kind: "task", at, runId, taskId, state: "success", tries: 1, durationMs: 5, value: { rows: 1 } },
    ]),
    { kind: "run", at, runId, state: "success" },
  ]);
  const begin = { kind: "begin", at, dagId: "many", runner: "none.1-1", runIds, taskIds, params: {} };
  project.write(
    "out/state/many.jsonl",
    [begin, ...records].map((record) => `${JSON.stringify(record)}\n`).join(""),
  );
  return project;
}

/** Of each text on the page: the text, its colour, and that of what is behind it. */
const colours = `(() => {
  const paper = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const { backgroundColor } = getComputedStyle(each);
      if (!/^(rgba\\(0, 0, 0, 0\\)|transparent|color)/.test(backgroundColor)) return backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  return Array.from(document.querySelectorAll("body *"))
    .filter((each) => !each.closest("svg, .sr, .skip") && Array.from(each.childNodes).some((node) => node.nodeType === 3 && node.data.trim()))
    .map((each) => [each.textContent.slice(0, 30), getComputedStyle(each).color, paper(each)]);
})()`;

/** Of each state's square: its class, its colour, that of its shape, and that of the page. */
const markColours = `Array.from(document.querySelectorAll(".mark:not(.s-none)"), (each) => {
  const { backgroundColor, stroke } = getComputedStyle(each);
  return [each.getAttribute("class"), backgroundColor, stroke, getComputedStyle(document.body).backgroundColor];
})`;
