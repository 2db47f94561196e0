// The picture of `windsock dev` in the docs: what a terminal shows, from a run to a mistake.
import { cp } from "node:fs/promises";
import path from "node:path";
import { AnsiUp } from "ansi_up";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestProject } from "../compiler/test-project.ts";
import { startBrowser } from "./browser.ts";

const browser = await startBrowser();
const repository = path.resolve(import.meta.dirname, "../..");
const pictures = path.join(repository, process.env.UPDATE_SCREENSHOTS ? "docs/images" : "out/test/images");

const dag = "dags-ts/daily-listings.ts";
const waiting = { timeout: 60_000, interval: 50 };

describe.skipIf(!browser)("windsock dev in a terminal", () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await TestProject.create({});
    for (const folder of ["dags-ts", "sample-data"]) {
      await cp(path.join(repository, "template", folder), path.join(project.folder, folder), {
        recursive: true,
      });
    }
  });
  afterAll(async () => {
    await browser?.close();
    await project?.remove();
  });

  test("shows a run, and the mistake of the next save with its place", async () => {
    const command = ["dist/cli/main.js", "dev", "daily-listings", "--no-types"];
    const dev = execa("node", [path.join(repository, command[0] ?? ""), ...command.slice(1)], {
      cwd: project.folder,
      env: { FORCE_COLOR: "1" },
      all: true,
      reject: false,
    });
    let printed = "";
    dev.all.on("data", (chunk) => {
      printed += String(chunk);
    });
    try {
      await expect.poll(() => printed, waiting).toContain("Watching.");
      const source = await project.read(dag);
      await project.write({ [dag]: source.replace("retries: 2", "retires: 2") });
      await expect.poll(() => printed, waiting).toMatch(/Did you mean "retries"\?[\s\S]*problem/);
    } finally {
      dev.kill("SIGINT");
    }
    expect((await dev).exitCode).toBe(0);

    const page = await browser?.newPage({ viewport: { width: 960, height: 600 }, deviceScaleFactor: 2 });
    const html = new AnsiUp().ansi_to_html(`$ npx windsock dev daily-listings\n${printed.trimEnd()}`);
    await page?.setContent(
      `<body style="margin:0;background:#0f172a"><pre style="margin:0;padding:20px;color:#e2e8f0;font:13px/1.5 ui-monospace,monospace;white-space:pre-wrap">${html}</pre>`,
    );
    // Not a letter is lost on the way.
    expect(await page?.textContent("pre")).toContain("summarize_prices");
    await page?.screenshot({ path: path.join(pictures, "dev.png"), fullPage: true });
  });
});
