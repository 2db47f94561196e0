// The page that `windsock show --html` writes, as people see it: in a real browser without a network.
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestProject } from "../compiler/test-project.ts";
import { startBrowser } from "./browser.ts";
import { brightness, contrast } from "./colours.ts";

const browser = await startBrowser();
const widths = [390, 1280];

/** A wide graph of awkward names, and inputs that are longer than a line. */
const wide = `import { Dag, t, variable } from "windsock";
const dag = new Dag("wide", { schedule: "@daily", startDate: "2026-01-01", description: "<b>&amp; wide</b>" });
const start = dag.empty("start");
const end = dag.empty("end_of_a_long_name_that_nobody_would_want_to_read_in_full_in_a_box");
for (let n = 0; n < 12; n++) {
  const task = dag.task(n === 0 ? "データを数える" : \`work_\${n}\`, ({ input }: { input: { key: string } }) => input)({
    key: t\`\${variable("a".repeat(200))}/<\${"b".repeat(200)}>\`,
  });
  task.after(start);
  task.before(end);
}
end.after(start);
export default dag;
`;

describe.skipIf(!browser)("the page of a DAG", () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await TestProject.create("shapes");
    await project.write({ "dags-ts/wide.ts": wide });
    for (const args of [
      ["build"],
      ["show", "shapes", "--html", "out/shapes.html", "--svg", "out/shapes.svg"],
      ["show", "wide", "--html", "out/wide.html"],
    ]) {
      const { exitCode, stderr } = await project.windsock(...args);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    }
  });
  afterAll(async () => {
    await browser?.close();
    await project?.remove();
  });

  /** Opens a file without a network; what it says and asks for is kept. */
  async function open(file: string, options: BrowserContextOptions) {
    const context = await browser?.newContext({ offline: true, ...options });
    const page = (await context?.newPage()) as Page;
    const said: string[] = [];
    const asked: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    page.on("request", (request) => asked.push(request.url()));
    const { href } = pathToFileURL(path.join(project.folder, "out", file));
    await page.goto(href);
    return { page, said, others: asked.filter((url) => url !== href) };
  }

  const pages = ["shapes.html", "wide.html"].flatMap((file) => widths.map((width) => ({ file, width })));

  test.each(pages)("overflows nowhere: $file at $width px", async ({ file, width }) => {
    const { page, said, others } = await open(file, { viewport: { width, height: 900 } });
    expect({ said, others }).toEqual({ said: [], others: [] });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    // What is wider than the page can be scrolled for itself.
    const outside = await page.evaluate(`Array.from(document.querySelectorAll("body *"))
      .filter((each) => !each.closest("svg, .runs") && each.getBoundingClientRect().right > ${width})
      .map((each) => each.outerHTML)`);
    expect(outside).toEqual([]);
    const small = await page.evaluate(`Array.from(document.querySelectorAll("dd, dt, td, svg text"))
      .filter((each) => parseFloat(getComputedStyle(each).fontSize) < 11).length`);
    expect(small).toBe(0);
    const scale = await page.evaluate(`(() => { const svg = document.querySelector("svg");
      return svg.getBoundingClientRect().width / svg.viewBox.baseVal.width })()`);
    expect(scale).toBe(1);
  });

  test.each(pages)(
    "has each name inside its box, and no box on another: $file at $width px",
    async (each) => {
      const { page } = await open(each.file, { viewport: { width: each.width, height: 900 } });
      const boxes = await page.evaluate<{ left: number; right: number; top: number; texts: number[][] }[]>(
        `Array.from(document.querySelectorAll("svg g"), (group) => {
        const { left, right, top } = group.querySelector("rect").getBoundingClientRect();
        const texts = Array.from(group.querySelectorAll("text"), (text) => text.getBoundingClientRect());
        return { left, right, top, texts: texts.map((text) => [text.left, text.right]) };
      })`,
      );
      expect(boxes).toHaveLength(each.file === "shapes.html" ? 5 : 14);
      for (const { left, right, top, texts } of boxes) {
        for (const [from, to] of texts) {
          expect(from).toBeGreaterThan(left);
          expect(to).toBeLessThan(right);
        }
        const beside = boxes.filter((other) => other.top === top && other.left > left);
        for (const other of beside) expect(other.left).toBeGreaterThan(right);
      }
    },
  );

  test("shows text as text", async () => {
    const { page } = await open("wide.html", {});
    expect(await page.locator("h1 + p").textContent()).toBe("<b>&amp; wide</b>");
    expect(await page.locator("svg title").allTextContents()).toContain("データを数える, @task");
    expect(await page.locator("td").count()).toBe(5 * 3);
  });

  test.each(["shapes.html", "shapes.svg"])("is light by day and dark by night: %s", async (file) => {
    for (const colorScheme of ["light", "dark"] as const) {
      const { page } = await open(file, { colorScheme });
      const fill = (selector: string) =>
        page.evaluate<string>(`getComputedStyle(document.querySelector("${selector}")).fill`);
      const [box, id, operator] = [await fill(".box"), await fill(".id"), await fill(".operator")];
      expect(brightness(box) > 0.5).toBe(colorScheme === "light");
      // WCAG 2.2: 4.5 for text.
      for (const ink of [id, operator]) expect(contrast(box, ink)).toBeGreaterThan(4.5);
    }
  });
});
