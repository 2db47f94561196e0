// Bundles as programs: run by a person, and asked by the task protocol.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { protocolVersion, type TaskRequest } from "../../src/model/run/task-protocol.ts";
import { TestProject } from "../compiler/test-project.ts";

const secret = `p"a'ss\\w@:/%{{o}}rd`;
const connection = JSON.stringify({
  conn_type: "http",
  host: "example.com",
  password: secret,
  extra: { api_key: "key-12345" },
});

let project: TestProject;

beforeAll(async () => {
  project = await TestProject.create({
    "dags-ts/operators/probe.ts": `
import { execFileSync } from "node:child_process";
import { AirflowFailException, AirflowSkipException, defineOperator, rawConnection } from "windsock";
import * as z from "zod";

const atImport = JSON.stringify(process.env);

/** Does what it is told. */
export const probe = defineOperator({
  name: "ProbeOperator",
  input: z.object({
    act: z.string().describe("What to do"),
    count: z.number().int().min(1).default(1),
    day: z.string(),
    deep: z.array(z.string()).default([]),
  }),
  output: z.object({ act: z.string(), count: z.number(), day: z.string(), text: z.string().optional() }),
  connections: { api: rawConnection },
  async run({ input, connections, context, log, signal }) {
    const { act } = input;
    log.info(\`\${context.tryNumber} \${context.params.min}\`);
    if (act === "throw") {
      throw new TypeError("it broke", { cause: new Error("deeper") });
    }
    if (act === "skip") throw new AirflowSkipException("nothing to do");
    if (act === "fail") throw new AirflowFailException(\`hopeless with \${connections.api.password}\`);
    if (act === "leak") {
      log.info(\`password \${connections.api.password}\`);
      console.log(JSON.stringify(connections.api));
      console.error(encodeURIComponent(connections.api.password ?? ""));
      process.stdout.write(\`\${Buffer.from(connections.api.password ?? "").toString("base64")}\\n\`);
      throw new Error(\`leaked \${connections.api.password}\`);
    }
    if (act === "noise") {
      process.stdout.write('{"kind":"success","value":"forged"}\\n');
      process.stdout.write("x".repeat(300_000));
      process.stderr.write("no newline at the end");
    }
    if (act === "build") return { ...input, text: context.build };
    if (act === "env") {
      const inherited = execFileSync("env");
      const parents = execFileSync("sh", ["-c", "cat /proc/$PPID/environ /proc/$PPID/cmdline"]);
      return { ...input, text: [atImport, inherited, parents].join("\\n").replaceAll("\\0", "\\n") };
    }
    if (act === "nul") return { ...input, text: "a\\0" };
    if (act === "half") return { ...input, text: "\\ud83c" };
    if (act === "big") return { ...input, count: 2 ** 53 };
    if (act === "odd skip") throw new AirflowSkipException("half \\ud83c and \\0");
    if (act === "bad") return { act: 1 } as never;
    if (act === "wait") {
      log.info("waiting");
      const work = setInterval(() => {}, 1_000);
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      clearInterval(work);
      log.info("cleaning up");
    }
    if (act === "deadlock") await new Promise(() => {});
    if (act === "stubborn") {
      log.info("waiting");
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    }
    if (act === "open") setInterval(() => {}, 1_000);
    return { act, count: input.count, day: input.day };
  },
});
`,
    "dags-ts/probing.ts": `
import { connection, Dag, ds, variable } from "windsock";
import * as z from "zod";
import { probe } from "./operators/probe.ts";
const dag = new Dag("probing", { params: z.object({ min: z.number().int().default(7) }) });
const first = dag.task("first", probe)({ act: variable("act"), count: dag.params.min, day: ds }, { api: connection("api_conn") });
dag.task("second", probe)({ act: first.output.act, day: ds }, { api: connection("api_conn") });
export default dag;
`,
  });
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
});

afterAll(() => project.remove());

describe("a bundle run by hand", () => {
  const env = { AIRFLOW_CONN_API_CONN: connection, AIRFLOW_VAR_ACT: "go" };

  test("prints its inputs, params and connections from the schema with --help", async () => {
    const { exitCode, stdout } = await project.bundle("probing/first.mjs", ["--help"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Task first of DAG probing (ProbeOperator)");
    expect(stdout).toContain("Does what it is told.");
    expect(stdout).toMatch(/act +string; What to do; from AIRFLOW_VAR_ACT/);
    expect(stdout).toMatch(/count +integer >= 1; default 1; from param min/);
    expect(stdout).toMatch(/day +string; from ds/);
    expect(stdout).toMatch(/min +integer; default 7/);
    expect(stdout).toMatch(/AIRFLOW_CONN_API_CONN +the task's "api"/);
  });

  test("puts the result on stdout and the log on stderr, from any directory", async () => {
    const { exitCode, stdout, stderr } = await project.bundle("probing/first.mjs", ["--date", "2021-07-02"], {
      env,
    });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ act: "go", count: 7, day: "2021-07-02" });
    expect(stderr).toBe("INFO    1 7");
  });

  test("takes inputs and params from the command line, typed by their schemas", async () => {
    const args = [
      "--date",
      "2021-07-02T12:30Z",
      "--param",
      "min=9",
      "--input",
      "act=1",
      "--input",
      'deep=["a"]',
    ];
    const { stdout, stderr } = await project.bundle("probing/first.mjs", args, { env });
    expect(JSON.parse(stdout)).toEqual({ act: "1", count: 9, day: "2021-07-02" });
    expect(stderr).toBe("INFO    1 9");
  });

  test("reads .env of its project, and the process's environment first", async () => {
    await project.write({
      ".env": `AIRFLOW_CONN_API_CONN='${connection.replaceAll("'", "\\u0027")}'\nAIRFLOW_VAR_ACT=from-file\n`,
    });
    const args = ["--date", "2021-07-02"];
    const fromFile = await project.bundle("probing/first.mjs", args);
    expect(JSON.parse(fromFile.stdout).act).toBe("from-file");
    const fromProcess = await project.bundle("probing/first.mjs", args, {
      env: { AIRFLOW_VAR_ACT: "from-process" },
    });
    expect(JSON.parse(fromProcess.stdout).act).toBe("from-process");
    await project.write({ ".env": "" });
  });

  test("names the .ts file and line of an error, and its cause", async () => {
    const args = ["--date", "2021-07-02", "--input", "act=throw"];
    const { exitCode, stderr } = await project.bundle("probing/first.mjs", args, { env });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/ERROR {3}TypeError: it broke\n +at run \(dags-ts\/operators\/probe\.ts:23:13\)/);
    expect(stderr).toMatch(/Caused by Error: deeper\n +at run \(dags-ts\/operators\/probe\.ts:23:48\)/);
  });

  test.each([
    [
      "a missing variable",
      ["--date", "2021-07-02"],
      { AIRFLOW_VAR_ACT: "" },
      1,
      'Variable "act" does not exist. Set AIRFLOW_VAR_ACT',
    ],
    [
      "a missing connection",
      ["--date", "2021-07-02"],
      { AIRFLOW_CONN_API_CONN: "" },
      1,
      'Connection "api_conn" does not exist. Set AIRFLOW_CONN_API_CONN',
    ],
    [
      "a missing date",
      [],
      {},
      1,
      'Input "day": This run has no logical date, so "ds" has no value. Give the run a date. Or give it with --input day=..., or a date with --date.',
    ],
    [
      "the embedded warehouse",
      ["--date", "2021-07-02"],
      { AIRFLOW_CONN_API_CONN: "pglite://" },
      1,
      'Connection "api_conn" is the embedded warehouse, which lives inside the local runner.',
    ],
    [
      "a connection that cannot be read",
      ["--date", "2021-07-02"],
      { AIRFLOW_CONN_API_CONN: "s3cret-nonsense" },
      1,
      'Connection "api_conn" cannot be read: it is neither a URI nor JSON.',
    ],
    ["an input of the wrong type", ["--date", "2021-07-02", "--input", "count=0"], {}, 1, "at count"],
    [
      "an unknown input",
      ["--input", "nope=1"],
      {},
      2,
      'Task "first" has no input "nope". Its inputs: act (string), count (integer, default 1), day (string), deep',
    ],
    [
      "an unknown param",
      ["--param", "max=1"],
      {},
      2,
      'DAG "probing" has no param "max". Its params: min (integer, default 7).',
    ],
    [
      "an input that JavaScript would round",
      ["--input", "count=9007199254740993"],
      {},
      2,
      "--input count=9007199254740993 is refused: it is a number that JavaScript does not have",
    ],
    ["a param that its schema refuses", ["--param", "min=abc"], {}, 2, "--param min=abc is refused"],
    ["an unknown option", ["--nope"], {}, 2, "Unknown option '--nope'"],
    ["a date that is none", ["--date", "yesterday"], {}, 2, '--date "yesterday" is not a date'],
    ["a day that does not exist", ["--date", "2021-02-30"], {}, 2, '--date "2021-02-30" is not a date'],
    ["an assignment without =", ["--input", "act"], {}, 2, '--input "act" is not of the form name=value.'],
  ])("says what is wrong with %s", async (_, args, changes, code, message) => {
    const result = await project.bundle("probing/first.mjs", args, { env: { ...env, ...changes } });
    expect(result.stderr).toContain(message);
    if (code === 2) expect(result.stderr).toMatch(/^(?!ERROR).*\nSee `node first.mjs --help`\.$/);
    expect(result.stderr).not.toContain("    at ");
    expect(result.stderr).not.toContain("s3cret");
    expect(result).toMatchObject({ exitCode: code, stdout: "" });
  });

  test("asks for the output of an upstream task by name", async () => {
    const { exitCode, stderr } = await project.bundle("probing/second.mjs", ["--date", "2021-07-02"], {
      env,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'Input "act": Task "first" has left no output to read. Or give it with --input act=..., or go on from a local run with --from-last-run.',
    );
  });

  test("exits with Airflow's own code 99 when it is skipped", async () => {
    const args = ["--date", "2021-07-02", "--input", "act=skip"];
    const result = await project.bundle("probing/first.mjs", args, { env });
    expect(result).toMatchObject({ exitCode: 99, stdout: "" });
    expect(result.stderr).toContain("INFO    Skipped: nothing to do");
  });
});

describe("the output of a bundle run by hand", () => {
  test("shows no secret, however it is encoded", async () => {
    const env = { AIRFLOW_CONN_API_CONN: connection };
    const args = ["--date", "2021-07-02", "--input", "act=leak"];
    const { stdout, stderr } = await project.bundle("probing/first.mjs", args, { env });
    const all = stdout + stderr;
    expect(all).toContain("leaked ***");
    const encoded = [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      Buffer.from(secret).toString("base64"),
    ];
    for (const form of [...encoded, "key-12345"]) expect(all).not.toContain(form);
  });
});

describe("a bundle asked by the task protocol", () => {
  let count = 0;

  function ask(act: string, changes: Partial<TaskRequest> = {}, write = (text: string) => text) {
    count += 1;
    const outcomeFile = path.join(project.folder, `outcome-${count}.json`);
    const request: TaskRequest = {
      protocolVersion,
      context: {
        dagId: "probing",
        taskId: "first",
        runId: "r",
        tryNumber: 2,
        mapIndex: -1,
        logicalDate: "2021-07-02T00:00:00+00:00",
        dataIntervalStart: "2021-07-02T00:00:00+00:00",
        dataIntervalEnd: "2021-07-03T00:00:00+00:00",
        params: { min: 3 },
      },
      connections: {
        api: {
          connId: "api_conn",
          connType: "http",
          host: "h",
          login: null,
          password: secret,
          schema: null,
          port: null,
          extra: { api_key: "key-12345" },
        },
      },
      input: JSON.stringify({ act, day: "2021-07-02" }),
      outcomeFile,
      ...changes,
    };
    const process = execa("node", [path.join(project.folder, "generated/bundles/probing/first.mjs")], {
      env: { WINDSOCK_REQUEST: "3" },
      stdio: ["ignore", "pipe", "pipe", Buffer.from(write(JSON.stringify(request)))],
      all: true,
      reject: false,
    });
    const outcome = async () => JSON.parse(await readFile(outcomeFile, "utf8").catch(() => "null"));
    return { process, outcome };
  }

  /** An error as callbacks are told of it. */
  const told = (message: string) => expect.objectContaining({ message, frames: expect.any(Array) });
  const failed = (reason: string) => ({ kind: "fail", reason, error: told(reason) });

  test("reports success with the value", async () => {
    const { process, outcome } = ask("go");
    expect(await process).toMatchObject({ exitCode: 0 });
    expect(await outcome()).toEqual({ kind: "success", value: { act: "go", count: 1, day: "2021-07-02" } });
  });

  test("keeps the result apart from all that is printed", async () => {
    const { process, outcome } = ask("noise");
    expect((await process).all?.length).toBeGreaterThan(300_000);
    expect(await outcome()).toMatchObject({ kind: "success", value: { act: "noise" } });
  });

  test("reports a skip and a failure for good, each with its reason, and exits with 0", async () => {
    const skipped = ask("skip");
    expect(await skipped.process).toMatchObject({ exitCode: 0 });
    expect(await skipped.outcome()).toEqual({ kind: "skip", reason: "nothing to do" });
    const fails = ask("fail");
    expect(await fails.process).toMatchObject({ exitCode: 0 });
    expect(await fails.outcome()).toEqual(failed("hopeless with ***"));
  });

  test("exits with 1 and reports the error alone when another try may help", async () => {
    const { process, outcome } = ask("throw");
    expect(await process).toMatchObject({ exitCode: 1 });
    expect(await outcome()).toEqual({ kind: "error", error: told(expect.any(String)) });
  });

  test("fails for good when the output does not fit its schema", async () => {
    const { process, outcome } = ask("bad");
    await process;
    expect(await outcome()).toMatchObject({
      kind: "fail",
      reason: expect.stringContaining("What ProbeOperator returned"),
    });
  });

  test("refuses what an older release of the starter asks, which was in the environment", async () => {
    const bundle = path.join(project.folder, "generated/bundles/probing/first.mjs");
    const env = { WINDSOCK_REQUEST: JSON.stringify({ protocolVersion: 1, connections: {} }) };
    const { exitCode, all } = await execa("node", [bundle], { env, all: true, reject: false });
    expect(exitCode).toBe(1);
    expect(all).toContain("speaks version 4 of the task protocol and was asked in version 1");
  });

  test("has taken its request before the task's own modules begin; no child finds it", async () => {
    const { process, outcome } = ask("env");
    await process;
    const { text } = (await outcome()).value;
    expect(text.match(/PATH/g).length).toBeGreaterThanOrEqual(3);
    expect(text).toContain("first.mjs");
    expect(text.match(/WINDSOCK_\w+=.*/g)).toEqual(["WINDSOCK_REQUEST=3"]);
    expect(text).not.toMatch(/rd"|key-12345|2021-07-02/);
  });

  test.each([
    ["NUL", "nul", "output.text holds a NUL character"],
    ["half an emoji", "half", "output.text holds half of a character"],
    ["an integer that is no longer what it was", "big", "output.count is an integer beyond 2^53"],
  ])("fails for good when what it returns cannot be stored: %s", async (_, act, problem) => {
    const { process, outcome } = ask(act);
    expect(await process).toMatchObject({ exitCode: 0, all: expect.stringContaining(problem) });
    expect(await outcome()).toEqual(failed(expect.stringContaining(problem)));
  });

  test("reports a reason that Airflow can log, whatever is in it", async () => {
    const { process, outcome } = ask("odd skip");
    await process;
    expect(await outcome()).toEqual({ kind: "skip", reason: "half \ufffd and \ufffd" });
  });

  test.each([
    ['{"act": "go", "day": "d", "count": 9007199254740993}', "input.count"],
    ['{"act": "go", "day": "d", "count": NaN}', "input.count"],
    ['{"act": "go", "day": "d", "deep": [1, {"id": 18446744073709551616}]}', "input.deep[1].id"],
  ])("fails for good when JavaScript would read another value in its input: %s", async (input, place) => {
    const { process, outcome } = ask("go", { input });
    await process;
    const reason = expect.stringContaining(`${place} is a number that JavaScript does not have`);
    expect(await outcome()).toEqual(failed(reason));
  });

  test("fails for good when JavaScript would read another value in a param; a connection may hold any", async () => {
    const { process, outcome } = ask("go", {}, (text) => text.replace('"min":3', '"min":9007199254740993'));
    await process;
    const reason = "request.context.params.min is a number that JavaScript does not have";
    expect(await outcome()).toEqual(failed(expect.stringContaining(reason)));
    const other = ask("go", {}, (text) => text.replace('"key-12345"', "12345678901234567890"));
    expect(await other.process).toMatchObject({ exitCode: 0 });
    expect(await other.outcome()).toMatchObject({ kind: "success" });
  });

  test("ends although something is left open", async () => {
    expect(await ask("open").process).toMatchObject({ exitCode: 0 });
  });

  test("fails with a word when it waits for what can never happen", async () => {
    const { process, outcome } = ask("deadlock");
    const { exitCode, all } = await process;
    expect(exitCode).toBe(1);
    const message = expect.stringContaining("waits for a promise that nothing can settle");
    expect(all).toEqual(message);
    expect(await outcome()).toEqual({ kind: "error", error: told(message) });
  });

  test("refuses another version of the protocol", async () => {
    const { process } = ask("go", { protocolVersion: 99 });
    const { exitCode, all } = await process;
    expect(exitCode).toBe(1);
    expect(all).toContain("speaks version 4 of the task protocol and was asked in version 99");
  });

  test("refuses a DAG file of another build, for good", async () => {
    const { process, outcome } = ask("go", { build: "0123456789ab" });
    expect(await process).toMatchObject({ exitCode: 0 });
    const reason = expect.stringContaining(
      "was generated from other sources (build 0123456789ab) than this bundle",
    );
    expect(await outcome()).toEqual(failed(reason));
  });

  test("tells the task which sources it was built from, as the DAG file says it", async () => {
    const { process, outcome } = ask("build");
    await process;
    const dagFile = await readFile(path.join(project.folder, "generated/probing.py"), "utf8");
    const [, build] = /node_tasks\([^)]*"first": "([0-9a-f]+)"/.exec(dagFile) ?? [];
    expect(await outcome()).toMatchObject({ kind: "success", value: { text: build } });
  });

  test("lets the task clean up on SIGTERM, exits with 143 and reports nothing", async () => {
    const { process, outcome } = ask("wait");
    await printed(process, "waiting");
    process.kill("SIGTERM");
    const { exitCode, all } = await process;
    expect(exitCode).toBe(143);
    expect(all).toContain("cleaning up");
    expect(all).toContain("The task was asked to stop (SIGTERM).");
    expect(await outcome()).toBeNull();
  });

  test("ends before Airflow's SIGKILL although the task does not listen", async () => {
    const { process } = ask("stubborn");
    await printed(process, "waiting");
    process.kill("SIGTERM");
    expect(await process).toMatchObject({ exitCode: 143 });
  });

  test("stops when the process that started it is gone", async () => {
    const bundle = path.join(project.folder, "generated/bundles/probing/first.mjs");
    const launcher = `
      const { spawn } = require("node:child_process");
      const child = spawn("node", [${JSON.stringify(bundle)}], { stdio: ["ignore", "pipe", "inherit", "pipe"], detached: true });
      child.stdio[3].end(process.argv[1]);
      child.stdout.once("data", () => { console.log(child.pid); process.exit(0); });`;
    const request = {
      protocolVersion,
      context: { params: {} },
      input: JSON.stringify({ act: "wait", day: "d" }),
      connections: { api: { extra: {} } },
      outcomeFile: "/dev/null",
    };
    const { stdout } = await execa("node", ["-e", launcher, "--", JSON.stringify(request)], {
      env: { WINDSOCK_REQUEST: "3" },
    });
    const pid = Number(stdout);
    await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
  });
});

function printed(process: { readonly all: NodeJS.ReadableStream }, text: string): Promise<void> {
  return new Promise((resolve) => {
    process.all.on("data", (chunk) => {
      if (String(chunk).includes(text)) resolve();
    });
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
