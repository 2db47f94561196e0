// `npm run airflow` as a developer runs it: what it says, and that Ctrl-C leaves nothing behind.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { AirflowApi } from "../../src/airflow/api/airflow-api.ts";
import { unusedPort } from "../services/ports.ts";
import { airflowEnvironment, pythonEnvironment } from "../services/python.ts";
import { commandLines, processesWith } from "./node-processes.ts";
import { type StartedCommand, startCommand } from "./stranger-project.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const dagId = "user-s3-to-redshift";
const ready = (await pythonEnvironment()) && (await airflowEnvironment());

/** What is started here inherits it: other tests have Airflows of their own. */
const mark = randomUUID();

/** Those that have inherited the mark; some write what they are into its place, and are known by where their data are. */
async function processes(): Promise<string[]> {
  const folder = path.join(repository, "out/airflow");
  const byFolder = (await commandLines()).filter((line) => line.includes(folder));
  return [...new Set([...byFolder, ...processesWith("STARTED_BY_TEST", mark)])];
}

let command: StartedCommand;

function start(...args: readonly string[]): void {
  command = startCommand(["--import", "tsx", "dags-ts/local/airflow/main.ts", ...args], {
    cwd: repository,
    env: { ...process.env, STARTED_BY_TEST: mark },
  });
}

describe.skipIf(!ready)("npm run airflow", () => {
  afterEach(() => command?.process.kill("SIGTERM"));

  test("passes on what `windsock airflow` thinks of its arguments", async () => {
    start("--prot", "8081");
    const [exitCode] = await once(command.process, "close");
    expect(command.output()).toContain("Unknown option `--prot`.");
    expect(exitCode).toBe(2);
  });

  test("starts Airflow, tells what runs, and stops all of it on Ctrl-C", async () => {
    const port = await unusedPort();
    start("--port", String(port));
    await expect.poll(command.output, { timeout: 240_000 }).toContain("Ctrl-C");
    const [, url = "", username = "", password = ""] =
      /(http:\S+)\s+Log in +(\S+) \/ (\S+)/.exec(command.output()) ?? [];
    expect(url).toBe(`http://localhost:${port}`);
    expect((await fetch(url)).status).toBe(200);
    const started = (await processes()).join("\n");
    for (const part of ["postgres", "moto-server", "scheduler", "api"]) expect(started).toContain(part);

    const api = new AirflowApi(url, "3.3", { username, password });
    const unpause = () => api.patch(`/dags/${dagId}`, { is_paused: false }).then(() => true, String);
    await expect.poll(unpause, { timeout: 60_000 }).toBe(true);
    // Others still run, so that their tasks have to be stopped as well.
    await expect.poll(command.output, { timeout: 240_000 }).toMatch(`${dagId} 2021-07-02  success`);

    const ended = once(command.process, "close");
    process.kill(-(command.process.pid ?? 0), "SIGINT");
    const [exitCode] = await ended;
    expect(exitCode).toBe(130);
    expect(await processes()).toEqual([]);
  });
});
