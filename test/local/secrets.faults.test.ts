// Whatever way a task lets its secrets out, and whatever ends it: no file of the runner holds one at any time.
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { plantedConnection, plantedTraces } from "../model/secrets/planted.ts";
import { leftOver, vectors } from "../model/secrets/vectors.ts";
import { RunnerProject } from "./runner-project.ts";

const pem = vectors.find(({ core }) => core === null)?.secret ?? "";
const password = vectors.find(({ core }) => core !== null)?.secret ?? "";
const oneDay = { endDate: "2021-07-02" };
const log = "out/logs/leaky/2021-07-02/tell/attempt-1.log";

let project: RunnerProject;

beforeEach(() => {
  project = new RunnerProject();
  const connection = JSON.stringify({ conn_type: "http", password, extra: { private_key: pem } });
  // Single quotes hold anything but themselves; what is escaped is JSON.
  project.write(".env", `AIRFLOW_CONN_API='${connection.replaceAll("'", "\\u0027")}'\n`);
});
afterEach(() => project.remove());

/** A task that has the PEM key in `pem` and a password with a meaning in every language in `password`. */
function leaky(run: string): void {
  const given = `
    import { execFileSync, spawn } from "node:child_process";
    import { writeSync } from "node:fs";
    const { password, extra: { private_key: pem } } = connections.api;
  `;
  project.dag("leaky", { tell: { connections: { api: "api" }, run: given + run } }, oneDay);
}

/** Bytes in the log. */
function written(): number {
  return statSync(path.join(project.folder, log), { throwIfNoEntry: false })?.size ?? 0;
}

/** Secrets in any file of the runner's, and in what it says itself. */
function found(...said: string[]): string[] {
  const out = path.join(project.folder, "out");
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = files.map((file) => readFileSync(path.join(file.parentPath, file.name), "latin1"));
  return [...texts, ...said].flatMap((text) => [...leftOver(pem, text), ...leftOver(password, text)]);
}

describe("a secret is masked that a task", () => {
  test.each([
    ["logs, with its lines indented", "console.log('INFO    ' + pem.replaceAll('\\n', '\\n        '));"],
    ["prints with the console", "console.log(pem, password); console.error({ pem, password });"],
    ["prints as a Buffer", "process.stdout.write(Buffer.from(pem + password));"],
    ["writes to the file descriptor", "writeSync(1, pem); writeSync(2, password);"],
    [
      "writes in halves",
      "for (const half of [pem.slice(0, 99), pem.slice(99)]) { process.stdout.write(half); await sleep(50); }",
    ],
    ["writes byte by byte", "for (const byte of Buffer.from(password)) writeSync(1, Buffer.from([byte]));"],
    ["lets a child print", "execFileSync('cat', { input: pem, stdio: ['pipe', 'inherit', 'inherit'] });"],
    [
      "lets a shell write to /dev/stderr",
      "execFileSync('sh', ['-c', 'cat > /dev/stderr'], { input: password, stdio: ['pipe', 'inherit', 'inherit'] });",
    ],
    ["throws", "setTimeout(() => { throw new Error('with ' + pem + password); });"],
    ["leaves in a promise", "void Promise.reject(new Error('with ' + pem + password)); await sleep(9);"],
    ["encodes", "console.log(Buffer.from(pem).toString('base64'), encodeURIComponent(password));"],
    ["gives as a reason", "fail('with ' + pem + password);"],
  ])("%s", async (_, run) => {
    leaky(`console.log("begin"); ${run}`);
    const { stdout, stderr } = await project.windsock(["run", "leaky"]);
    const text = project.read(log);
    expect(text).toContain("begin");
    expect(text + stdout).toContain("***");
    expect(found(stdout, stderr)).toEqual([]);
  });

  test("has in a Variable with such a name", async () => {
    project.write(
      ".env",
      `AIRFLOW_VAR_API_TOKEN=Tk&'x-and-more\nAIRFLOW_VAR_PLACE=Zanzibar\nAIRFLOW_CONN_API=http://h\n`,
    );
    const read = (key: string) => ({ kind: "variable", key, json: false, path: [] }) as const;
    const input = { kind: "object", entries: { given: read("api_token"), place: read("place") } } as const;
    project.dag(
      "leaky",
      { tell: { input, run: "console.log(input.given, input.place); succeed();" } },
      oneDay,
    );
    expect((await project.windsock(["run", "leaky"])).exitCode).toBe(0);
    expect(project.read(log)).toBe("*** Zanzibar\n");
  });
});

describe("of forty secrets of all shapes, nothing is left", () => {
  const program = path.resolve(
    import.meta.dirname,
    "../fixtures/airflow/dags-ts/operators/tell-connection.mjs",
  );
  const tell = `
    const { tellConnection } = await import(${JSON.stringify(program)});
    const { writeSync } = await import("node:fs");
    tellConnection(connections.planted);
  `;

  function plant(run: string): void {
    const json = JSON.stringify(plantedConnection).replaceAll("'", "\\u0027");
    project.write(".env", `AIRFLOW_CONN_PLANTED='${json}'\n`);
    project.dag("leaky", { tell: { connections: { planted: "planted" }, run } }, oneDay);
  }

  function traces(...said: string[]): string[] {
    const out = path.join(project.folder, "out");
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const texts = files.map((file) => readFileSync(path.join(file.parentPath, file.name), "latin1"));
    return [...texts, ...said].flatMap(plantedTraces);
  }

  test("by a task that tells them in every way", async () => {
    plant(`${tell} succeed();`);
    const { exitCode, stdout, stderr } = await project.windsock(["run", "leaky"]);
    expect(exitCode).toBe(0);
    expect(project.read(log)).toContain("all was told");
    expect(project.read(log)).toContain("service.example");
    expect(traces(stdout, stderr)).toEqual([]);
  });

  test("by one that is killed while it tells them", async () => {
    plant(
      `${tell} writeSync(1, connections.planted.password.slice(0, 12)); process.kill(process.pid, "SIGKILL"); await sleep(9999);`,
    );
    const { stdout, stderr } = await project.windsock(["run", "leaky"]);
    expect(stdout).toContain("SIGKILL");
    expect(project.read(log)).toContain("all was told");
    expect(traces(stdout, stderr)).toEqual([]);
  });

  test("by a runner that is killed", async () => {
    plant(`for (;;) { ${tell} await sleep(1); }`);
    const running = project.start(["run", "leaky"]);
    await project.until(() => written() > 200_000);
    running.kill("SIGKILL");
    await running;
    expect(traces()).toEqual([]);
  });
});

describe("a log", () => {
  test("can be read by its owner alone", async () => {
    leaky("console.log('a word'); succeed();");
    await project.windsock(["run", "leaky"]);
    expect(statSync(path.join(project.folder, log)).mode & 0o777).toBe(0o600);
  });

  test("has both outputs in the order in which they were written", async () => {
    leaky("for (let n = 0; n < 200; n++) writeSync(1 + (n % 2), n + '\\n'); succeed();");
    await project.windsock(["run", "leaky"]);
    expect(project.read(log)).toBe(Array.from({ length: 200 }, (_, n) => `${n}\n`).join(""));
  });

  test("has no secret while the task runs, nor after the task is killed in the midst of one", async () => {
    leaky(
      "process.stdout.write('begin ' + pem.slice(0, 130)); await waitFor('go'); process.kill(process.pid, 'SIGKILL');",
    );
    const running = project.windsock(["run", "leaky"]);
    await project.until(() => written() > 0);
    expect(project.read(log)).toContain("begin");
    expect(found()).toEqual([]);
    project.write("go", "");
    const { stdout } = await running;
    expect(stdout).toContain("its process was ended by SIGKILL");
    expect(project.read(log)).toMatch(/^begin -----BEGIN PRIVATE KEY-----\n(\*\*\*\n?)+$/);
    expect(found(stdout)).toEqual([]);
  });

  test("has no secret after the runner is killed", async () => {
    leaky("setInterval(() => console.log(pem + password), 1); await waitFor('never');");
    const running = project.start(["run", "leaky"]);
    await project.until(() => written() > 10_000);
    running.kill("SIGKILL");
    await running;
    expect(found()).toEqual([]);
  });

  test("ends with the task, although a child of it lives on", async () => {
    leaky(
      "const child = spawn('sh', ['-c', 'sleep 600'], { stdio: 'inherit', detached: true }); child.unref();" +
        "writeFileSync('child', String(child.pid)); console.log('done'); succeed(); process.exit();",
    );
    const { exitCode } = await project.windsock(["run", "leaky"]);
    process.kill(-Number(project.read("child")), "SIGKILL");
    expect(exitCode).toBe(0);
    expect(project.read(log)).toBe("done\n");
  });

  test("may have one line of hundreds of megabytes, and the runner needs no more memory for it", async () => {
    leaky(
      "for (let n = 0; n < 300; n++) writeSync(1, 'x'.repeat(1 << 20)); writeSync(1, password); succeed();",
    );
    const running = project.start(["run", "leaky"]);
    let peak = 0;
    const watch = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${running.pid}/status`, "utf8");
        // A process that is ending has no memory any more.
        const kilobytes = /VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? "0";
        peak = Math.max(peak, Number(kilobytes) * 1024);
      } catch {
        // It has ended.
      }
    }, 50);
    const { exitCode } = await running;
    clearInterval(watch);
    expect(exitCode).toBe(0);
    expect(statSync(path.join(project.folder, log)).size).toBe(300 * (1 << 20) + 3);
    expect(peak).toBeGreaterThan(0);
    expect(peak).toBeLessThan(300 * (1 << 20));
  });
});
