// `npm run airflow` as a developer runs it: what it says, and that Ctrl-C leaves nothing behind.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { AirflowApi } from "../../dags-ts/local/airflow/airflow-api.ts";
import { listen, unusedPort } from "../services/ports.ts";
import { airflowEnvironment } from "../services/python.ts";
import { commandLines, nodeProcesses } from "./node-processes.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const dagId = "user-s3-to-redshift";
const airflow = await airflowEnvironment();

interface Command {
  readonly process: ChildProcess;
  /** What it printed so far. */
  output(): string;
}

/** In a process group of its own, as a terminal runs it. */
function start(args: readonly string[], cwd = repository, env = process.env): Command {
  const command = ["--import", "tsx", "dags-ts/local/airflow/main.ts", ...args];
  const child = spawn(process.execPath, command, { cwd, env, detached: true });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
  }
  return { process: child, output: () => text };
}

async function run(...settings: Parameters<typeof start>): Promise<{ exitCode: number; output: string }> {
  const command = start(...settings);
  const [exitCode] = await once(command.process, "close");
  return { exitCode, output: command.output() };
}

/** Of processes that belong to an Airflow with this home or port. */
async function processesOf(port: number): Promise<string[]> {
  const texts = [`out/airflow/3.3-${port}`, `port:${port}`, `--port ${port}`];
  return (await commandLines()).filter((line) => texts.some((text) => line.includes(text)));
}

describe("npm run airflow", () => {
  test("says that the port is taken, before anything is started", async () => {
    const server = createServer();
    const port = await listen(server);
    const { exitCode, output } = await run(["--port", String(port)]);
    server.close();
    expect(output).toBe(
      `Port ${port} is taken by another program. Stop it, or choose another port: ` +
        `npm run airflow -- --port ${port + 1}\n`,
    );
    expect(exitCode).toBe(1);
  });

  test.each([
    [["--version", "1.10"], "--version must be 3.3 or 2.11."],
    [["--port", "web"], "--port must be a number."],
    [["--prot", "8081"], "Unknown option `--prot`."],
  ])("refuses %j", async (args, message) => {
    const { exitCode, output } = await run(args);
    expect(output).toContain(message);
    expect(exitCode).toBe(2);
  });

  test("says that there is no Python, where none is", async () => {
    await mkdir(path.join(repository, "out/test"), { recursive: true });
    const clone = await mkdtemp(path.join(repository, "out/test/clone-"));
    for (const part of ["package.json", "dist", "dags-ts", "src", "docker", "test/services", "test/python"]) {
      await cp(path.join(repository, part), path.join(clone, part), { recursive: true });
    }
    await symlink(path.join(repository, "node_modules"), path.join(clone, "node_modules"));
    const port = ["--port", String(await unusedPort())];
    const { exitCode, output } = await run(port, clone, { PATH: path.join(clone, "no-programs") });
    await rm(clone, { recursive: true });
    expect(output).toContain("There is no python3 on the PATH: install Python 3.11 or later.");
    expect(exitCode).toBe(1);
  });

  test.skipIf(!airflow)("starts Airflow, tells what runs, and stops all of it on Ctrl-C", async () => {
    const port = await unusedPort();
    const command = start(["--port", String(port)]);
    await expect.poll(command.output, { timeout: 240_000 }).toContain("Ctrl-C");
    expect(command.output()).toContain(`http://localhost:${port}`);
    const page = await fetch(`http://localhost:${port}/`);
    expect(page.status).toBe(200);
    expect(await processesOf(port)).not.toEqual([]);

    const api = new AirflowApi(`http://localhost:${port}`, null);
    const unpause = () => api.patch(`/dags/${dagId}`, { is_paused: false }).then(() => true, String);
    await expect.poll(unpause, { timeout: 60_000 }).toBe(true);
    // Others still run, so that their tasks have to be stopped as well.
    await expect.poll(command.output, { timeout: 240_000 }).toMatch(`${dagId} 2021-07-02  success`);

    const ended = once(command.process, "close");
    process.kill(-(command.process.pid ?? 0), "SIGINT");
    await ended;
    expect(await processesOf(port)).toEqual([]);
    expect(await nodeProcesses(path.join(repository, "generated/bundles"))).toEqual([]);
    await rm(path.join(repository, `out/airflow/3.3-${port}`), { recursive: true, force: true });
  });
});
