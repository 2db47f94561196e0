// The web UI of the newest Airflow as a newcomer sees it: `npm run airflow`, in a real browser.
import { randomUUID } from "node:crypto";
import { mkdir, rm, symlink } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PythonEnvironment } from "../../src/airflow/environment/python-environment.ts";
import { type RunningAirflow, startAirflow } from "../../src/airflow/start/start-airflow.ts";
import { DagRuns } from "../airflow/dag-runs.ts";
import { DocsProject } from "../docs/project.ts";
import {
  configurePipeline,
  type PipelineServices,
  startPipelineServices,
} from "../services/pipeline-services.ts";
import { unusedPort } from "../services/ports.ts";
import { airflowEnvironment } from "../services/python.ts";
import { startBrowser } from "./browser.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const dagId = "user-s3-to-redshift";
const operators = {
  start_task: "EmptyOperator",
  create_postgres_table: "CreateStatsTableOperator",
  check_s3_conn: "CheckS3ConnectionOperator",
  user_clean_data: "S3UserCleanOperator",
  load_table_data: "LoadStatsRedshiftOperator",
  end_task: "EmptyOperator",
};

/** The pictures of the documentation are renewed on request only: each run has other times in them. */
const pictures = process.env.UPDATE_SCREENSHOTS ? "docs/images" : "out/test/images";

const environment = await airflowEnvironment();
const browser = environment && (await startBrowser());

describe.skipIf(!browser)("the web UI", () => {
  const home = path.join(repository, "out/test", `airflow-ui-${randomUUID()}`);
  /** Projects come into it one after the other. */
  const dagsFolder = path.join(home, "dags");
  let services: PipelineServices;
  let airflow: RunningAirflow;
  let page: Page;

  beforeAll(async () => {
    await mkdir(path.join(repository, pictures), { recursive: true });
    services = await startPipelineServices(path.join(repository, "out/airflow/object-store"));
    await mkdir(dagsFolder, { recursive: true });
    await symlink(path.join(repository, "generated"), path.join(dagsFolder, "pipeline"));
    const settings = {
      version: "3.3",
      home,
      dagsFolder,
      database: services.metadata,
      triggerer: true,
    } as const;
    const python = environment as PythonEnvironment;
    airflow = await startAirflow({ ...settings, port: await unusedPort() }, python);
    await configurePipeline(airflow.api, services);
    page = (await browser?.newPage()) as Page;
    await page.addInitScript(roomForRuns);
    await page.goto(airflow.url);
    await page.getByLabel("Username").fill(airflow.login.username);
    await page.getByLabel("Password").fill(airflow.login.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Welcome").waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await airflow?.stop();
    await services?.stop();
    await rm(home, { recursive: true, force: true });
  });

  /** In a window as high as what is to be seen. */
  const open = async (place: string, height = 720) => {
    await page.setViewportSize({ width: 1440, height });
    await page.goto(airflow.url + place);
  };
  const picture = async (name: string) => {
    // Away from what it would highlight; then whatever moves comes to rest.
    await page.mouse.move(0, 0);
    await page.waitForTimeout(2_000);
    await page.screenshot({ path: path.join(repository, pictures, `${name}.png`) });
  };

  test("lists the DAG, and unpausing it completes 23 runs", async () => {
    await open(`/dags?name_pattern=${dagId}`);
    await expect.poll(() => page.getByRole("link", { name: dagId }).count(), slowly).toBe(1);
    await page.getByTestId("toggle-pause").click();
    await new DagRuns(airflow, services).allSucceed(dagId, 23);
    await open("/dags", 560);
    await page.getByText("2 Dags", { exact: true }).waitFor();
    await picture("airflow-dags");
  });

  test("knows one version of the DAG, however often its file was read", async () => {
    const versions = await airflow.api.get<{ total_entries: number }>(`/dags/${dagId}/dagVersions`);
    expect(versions.total_entries).toBe(1);
  });

  test("shows 23 successful runs in the grid", async () => {
    await open(`/dags/${dagId}`, 560);
    await page.getByRole("button", { name: "Options" }).click();
    await page.getByRole("combobox").filter({ hasText: "10" }).last().click();
    await page.getByRole("option", { name: "25" }).click();
    await page.getByRole("button", { name: "Options" }).click();
    const cells = page.locator("[id^=grid-]");
    await expect.poll(() => cells.count(), slowly).toBe(23 * 6);
    await picture("airflow-grid");
  });

  test("shows six tasks in the graph, in order, with their operators' names", async () => {
    const [run] = await new DagRuns(airflow, services).all(dagId);
    await open(`/dags/${dagId}/runs/${encodeURIComponent(run?.dag_run_id ?? "")}`, 600);
    await page.getByRole("button", { name: /Show Graph/ }).click();
    const nodes = page.locator(".react-flow__node");
    await expect.poll(() => nodes.count(), slowly).toBe(6);
    const found = (await nodes.all()).map(async (node) => ({
      left: (await node.boundingBox())?.x ?? 0,
      text: (await node.allInnerTexts()).join("\n"),
    }));
    const inOrder = (await Promise.all(found)).sort((a, b) => a.left - b.left);
    const texts = inOrder.map(({ text }) => text.split(/\s+/).slice(0, 2));
    expect(texts).toEqual(Object.entries(operators));
    await picture("airflow-graph");
    await page.getByRole("button", { name: /Show Grid/ }).click();
  });

  test("shows the docs of the DAG and of a task", async () => {
    await open(`/dags/${dagId}`);
    await page.getByRole("button", { name: "Dag Docs" }).click();
    await page.getByText("Which users searched the site in earnest?").waitFor();
    await open(`/dags/${dagId}/tasks/user_clean_data`, 560);
    await page.getByRole("button", { name: "Documentation" }).last().click();
    await page.getByText("Keeps the users with valid searches of one day.").waitFor();
    await picture("airflow-docs");
  });

  test("shows a task's log in lines that a person can read", async () => {
    const run = (await new DagRuns(airflow, services).all(dagId)).at(-1);
    await page.addInitScript(roomForTheLog);
    await open(`/dags/${dagId}/runs/${encodeURIComponent(run?.dag_run_id ?? "")}/tasks/user_clean_data`, 600);
    await page.getByText(/2021-07-24: 9,999 rows read, [\d,]+ kept/).waitFor();
    await page.getByText(/Reading object "user-data\/session_user_data20210724\.zip"/).waitFor();
    await picture("airflow-log");
  });

  test("asks for the params when a run is triggered, and the run heeds them", async () => {
    const searchesOf = async (day: string) => {
      const rows = await services.query<{ num_searches: number }>(
        `select num_searches from public.search_stats where day = '${day}'`,
      );
      return rows.map(({ num_searches }) => num_searches);
    };
    const [withThreeClicks = 0] = await searchesOf("2021-07-10");
    await open(`/dags/${dagId}`, 760);
    await page.getByTestId("trigger-dag-button").click();
    await page.getByText("Clicks that make an enabled search a valid one").waitFor();
    const value = page.getByRole("spinbutton").first();
    await expect.poll(() => value.inputValue(), slowly).toBe("3");
    await picture("airflow-trigger");

    // The same day once more; a moment of a run's own tells it from the scheduled one.
    await page.getByTestId("datetime-input").first().click();
    await page.getByPlaceholder("YYYY/MM/DD").fill("2021/07/10");
    await page.getByPlaceholder("HH:mm").fill("12:00");
    await page.getByRole("heading", { name: "Trigger Dag" }).click();
    await value.fill("2");
    await page.getByRole("button", { name: "Trigger", exact: true }).last().click();
    const runs = new DagRuns(airflow, services);
    const manual = async () => (await runs.all(dagId)).filter((run) => run.run_type === "manual");
    await expect.poll(async () => (await manual()).map(({ state }) => state), slowly).toEqual(["success"]);
    const [withTwoClicks = 0, ...others] = await searchesOf("2021-07-10");
    expect(withTwoClicks).toBeGreaterThan(withThreeClicks);
    expect(others).toEqual([]);
  });

  test("shows groups, branches, and what was skipped in the graph of a DAG that joins later", async () => {
    using project = new DocsProject();
    project.copy("docs/examples/graph", "dags-ts");
    expect(await project.windsock(["build", "--no-types"])).toMatchObject({ exitCode: 0 });
    await symlink(path.join(project.folder, "generated"), path.join(dagsFolder, "example"));
    const runs = new DagRuns(airflow, services);
    await runs.unpause("publish-listings");
    await runs.allSucceed("publish-listings", 1);
    const [run] = await runs.all("publish-listings");
    await open(`/dags/publish-listings/runs/${encodeURIComponent(run?.dag_run_id ?? "")}`, 640);
    await page.getByRole("button", { name: /Show Graph/ }).click();
    await page.getByRole("button", { name: /Expand all/i }).click();
    const nodes = page.locator(".react-flow__node");
    await expect.poll(() => nodes.filter({ hasText: "first_half" }).count(), slowly).toBeGreaterThan(0);
    await page.getByRole("button", { name: /fit view/i }).click();
    await picture("airflow-groups");
    const skipped = await nodes.filter({ hasText: "skipped" }).allInnerTexts();
    const names = skipped.map((text) => text.split(/\s+/)[0]).filter((name) => name !== "in_parts");
    expect(names.sort()).toEqual(["first_half", "report_nothing_new", "second_half", "split"]);
  });
});

const slowly = { timeout: 60_000, interval: 500 };

/** As a person would drag the border between details and the rest. */
function panels(view: "grid" | "graph", layout: readonly [details: number, main: number]): string {
  const sizes = JSON.stringify({ "details-panel,main-panel": { expandToSizes: {}, layout } });
  return `localStorage.setItem("react-resizable-panels:${view}-ltr", ${JSON.stringify(sizes)});`;
}

const roomForRuns = panels("grid", [46, 54]) + panels("graph", [82, 18]);
const roomForTheLog = `${panels("grid", [20, 80])} localStorage.setItem("log_wrap", "true");`;
