// The proof of docker-compose.yml: a real engine brings it up, unmodified, with two workers.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unusedPort } from "../services/ports.ts";
import { startBrowser } from "../ui/browser.ts";
import { AirflowApi, type TaskInstance } from "./airflow-api.ts";
import { answers } from "./answers.ts";
import { ComposeProject } from "./compose-project.ts";
import { machineState } from "./engine/machine-state.ts";
import { type Engine, hasEngine, startEngine } from "./engine/start-engine.ts";
import { objects } from "./objects.ts";
import { buildStandIns } from "./stand-ins/build-stand-ins.ts";
import { pinnedImages } from "./stand-ins/pinned-images.ts";

const MINUTE = 60_000;
const DAG = "user-s3-to-redshift";
const ALL_ROWS = "select * from public.search_stats order by day";
const root = path.resolve(import.meta.dirname, "../..");

const engineIsThere = await hasEngine();
const browser = engineIsThere ? await startBrowser() : null;

test("Every image is pinned to a release", async () => {
  const names = await pinnedImages(root);
  expect(names.length).toBeGreaterThanOrEqual(5);
  for (const name of names) expect(name).toMatch(/:\d+\.\d+[\w.-]*$/);
});

describe.skipIf(!engineIsThere)(
  "docker-compose.yml, brought up with two workers",
  { timeout: 10 * MINUTE },
  () => {
    let engine: Engine;
    let project: ComposeProject;
    let airflow: AirflowApi;

    beforeAll(async () => {
      engine = await startEngine(path.join(root, "out/compose"));
      const images = await pinnedImages(root);
      const built = (name: string) => name.startsWith("windsock-airflow:");
      await buildStandIns(
        engine,
        images.filter((name) => !built(name)),
      );
      project = await ComposeProject.clone(
        engine,
        (await answers("127.0.0.1", 8080)) ? await unusedPort() : 8080,
      );
      // Whatever a killed run left.
      await project.down("--volumes");
      // That of an earlier run; `up` builds it, as for a newcomer.
      await engine.run("docker", ["image", "rm", "--force", ...images.filter(built)]);
      await project.up();
      airflow = await AirflowApi.login(project.url, "airflow", "airflow");
    }, 25 * MINUTE);

    afterAll(async () => {
      await project?.down("--volumes").catch(() => undefined);
      await engine?.stop();
    }, 5 * MINUTE);

    test("Every health check turns healthy", async () => {
      const unhealthy = async () =>
        (await project.containers()).filter(({ status }) => !status.includes("(healthy)"));
      await expect.poll(unhealthy, { timeout: 5 * MINUTE, interval: 2_000 }).toEqual([]);
      const services = (await project.containers()).map(({ service }) => service).sort();
      expect(services).toEqual([
        "airflow-apiserver",
        "airflow-dag-processor",
        "airflow-scheduler",
        "airflow-triggerer",
        "airflow-worker",
        "airflow-worker",
        "object-store",
        "postgres",
        "redis",
        "warehouse",
      ]);
    });

    test("The web UI answers on 127.0.0.1 and on no other address of the machine", async () => {
      const port = Number(new URL(project.url).port);
      const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
      const others = addresses.filter(({ internal }) => !internal).map(({ address }) => address);
      expect(others.length).toBeGreaterThan(0);
      expect(await answers("127.0.0.1", port)).toBe(true);
      for (const address of others) expect([address, await answers(address, port)]).toEqual([address, false]);
      const published = (await project.containers()).filter(({ ports }) => ports.includes("->"));
      expect(published.map(({ ports }) => ports)).toEqual([`127.0.0.1:${port}->8080/tcp`]);
    });

    test("No container can gain privileges, or has capabilities that it does not name", async () => {
      const limits = await project.limits();
      expect(limits.length).toBeGreaterThan(10);
      const nothingElse = { drops: ["ALL"], options: ["no-new-privileges:true"] };
      expect(limits.filter(({ adds }) => adds.length > 5)).toEqual([]);
      for (const { service, drops, options } of limits) {
        expect({ service, drops, options }).toEqual({ service, ...nothingElse });
      }
    });

    test("The queue answers nobody without a password", async () => {
      const ask = ["exec", "-T", "redis", "env", "-u", "REDISCLI_AUTH", "redis-cli"];
      expect(await project.compose(...ask, "ping")).toContain("NOAUTH");
    });

    test("A build sees no .env", async () => {
      const settings = path.join(project.folder, ".env");
      await writeFile(settings, "AIRFLOW_CONN_REDSHIFT=postgres://u:planted-password@h/d\n");
      try {
        const look = "ls -a /project && env && ! grep -rs planted-password /project";
        const seen = await project.compose("run", "--rm", "-T", "--no-deps", "dags-build", "sh", "-c", look);
        expect(seen).toContain("package.json");
        expect(seen).not.toMatch(/\.env|planted-password/);
      } finally {
        await rm(settings);
      }
    });

    test.skipIf(!browser)("A person logs in with a browser, and finds the DAG", async () => {
      const page = await browser?.newPage();
      await page?.goto(`http://localhost:${new URL(project.url).port}/dags`);
      await page?.getByLabel("Username").fill("airflow");
      await page?.getByLabel("Password").fill("airflow");
      await page?.getByRole("button", { name: "Sign In" }).click();
      await page?.getByRole("link", { name: DAG }).waitFor({ timeout: 2 * MINUTE });
      await browser?.close();
    });

    test("The 23 runs complete on both workers, and the table holds the published figures", async () => {
      await expect.poll(() => airflow.hasDag(DAG), { timeout: 2 * MINUTE, interval: 1_000 }).toBe(true);
      await airflow.unpause(DAG);
      const states = async () => (await airflow.dagRuns(DAG)).map(({ state }) => state);
      const all = Array.from({ length: 23 }, () => "success");
      await expect.poll(states, { timeout: 8 * MINUTE, interval: 2_000 }).toEqual(all);

      const cleaned = await airflow.taskInstances(DAG, "user_clean_data");
      expect(cleaned.map(({ try_number }) => try_number)).toEqual(all.map(() => 1));
      expect(new Set(cleaned.map(({ hostname }) => hostname)).size).toBe(2);

      const published = await readFile(
        path.join(root, "test/dags/golden/search_stats.published.csv"),
        "utf8",
      );
      const rows = (await project.query(ALL_ROWS)).split("\n");
      expect(rows).toHaveLength(24);
      expect(rows.slice(0, 11)).toEqual(published.trim().split("\n"));
    });

    test("Airflow's command line runs in a container of its own", async () => {
      const command = ["--profile", "debug", "run", "--rm", "-T", "airflow-cli"];
      expect(await project.compose(...command, "dags", "list-import-errors")).toContain("No data found");
    });

    test("A worker that is killed in mid-task does not lose the run", async () => {
      await expect.poll(() => airflow.hasDag("long-task"), { timeout: MINUTE, interval: 1_000 }).toBe(true);
      await airflow.unpause("long-task");
      await airflow.trigger("long-task");
      const waiting = async (): Promise<TaskInstance | undefined> =>
        (await airflow.taskInstances("long-task", "wait")).find(({ state }) => state === "running");
      await expect.poll(waiting, { timeout: 2 * MINUTE, interval: 500 }).toBeDefined();
      const killed = (await waiting())?.hostname ?? "";

      await project.kill(killed);
      const outcome = async () => (await airflow.dagRuns("long-task")).map(({ state }) => state);
      await expect.poll(outcome, { timeout: 5 * MINUTE, interval: 2_000 }).toEqual(["success"]);
      const [task] = await airflow.taskInstances("long-task", "wait");
      expect(task?.try_number).toBe(2);
      expect(task?.hostname).not.toBe(killed);
    });

    test("`down` and `up` keep the runs, the users, the objects and the table", async () => {
      const [before, table] = [await objects(project), await project.query(ALL_ROWS)];
      // 29 snapshots, and the clean data set and the unique searches of 23 days.
      expect(before).toHaveLength(29 + 2 * 23);
      await project.down();
      expect(await engine.run("docker", ["ps", "--all", "--quiet"])).toBe("");

      await project.up();
      expect(await project.query(ALL_ROWS)).toBe(table);
      expect(await objects(project)).toEqual(before);
      expect(await project.compose("logs", "--no-color", "sample-data")).toContain(
        "0 objects written, 29 were there",
      );
      airflow = await AirflowApi.login(project.url, "airflow", "airflow");
      expect((await airflow.dagRuns(DAG)).filter(({ state }) => state === "success")).toHaveLength(23);
    });

    test("The production image holds node, the DAG files and their bundles", async () => {
      const build = ["--target", "production", "--file", "docker/Dockerfile", "--network", "host"];
      await engine?.run(
        "nice",
        ["docker", "build", "--quiet", ...build, "--tag", "windsock-test/production", "."],
        {
          cwd: project.folder,
        },
      );
      const look =
        "node --version && cd /opt/airflow/dags && ls *.py bundles/user-s3-to-redshift/*.mjs && id -u";
      const image = ["--network", "none", "--entrypoint", "sh", "windsock-test/production"];
      const found = await engine.run("docker", ["run", "--rm", ...image, "-c", look]);
      expect(found.split("\n")).toEqual([
        expect.stringMatching(/^v\d+/),
        "bundles/user-s3-to-redshift/check_s3_conn.mjs",
        "bundles/user-s3-to-redshift/create_postgres_table.mjs",
        "bundles/user-s3-to-redshift/load_table_data.mjs",
        "bundles/user-s3-to-redshift/user_clean_data.mjs",
        "long_task.py",
        "search_engagement_report.py",
        "user_s3_to_redshift.py",
        "windsock_real_estate.py",
        "windsock_real_estate__assets.py",
        "windsock_real_estate__branching.py",
        "windsock_real_estate__callbacks.py",
        "windsock_real_estate__calling.py",
        "windsock_real_estate__kubernetes.py",
        "windsock_real_estate__mapping.py",
        "windsock_real_estate__masking.py",
        "windsock_real_estate__operators.py",
        "windsock_real_estate__other_dags.py",
        "windsock_real_estate__running.py",
        "windsock_real_estate__sensors.py",
        "50000",
      ]);
    });
  },
);

describe.skipIf(!engineIsThere)("A container engine of the test's own", () => {
  test("leaves nothing on the machine, even when the test is killed", async () => {
    const folder = path.join(root, "out/test/engine");
    await rm(folder, { recursive: true, force: true });
    const before = await machineState();
    const script = path.join(import.meta.dirname, "engine/start-and-wait.ts");
    const owner = spawn(process.execPath, ["--import", "tsx", script, folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const said = await Promise.race([once(owner.stdout, "data"), once(owner, "exit")]);
    expect(String(said[0])).toContain("engine and network are there");
    expect(await machineState()).not.toBe(before);
    owner.kill("SIGKILL");
    await expect.poll(machineState, { timeout: MINUTE, interval: 500 }).toBe(before);
    await rm(folder, { recursive: true });
  });
});
