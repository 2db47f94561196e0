// How a task's process is started in Airflow, and what Airflow gets to read of it. Python and processes are real;
// of Airflow there is a stub here, and the whole in test/airflow.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { leftOver, vectors } from "../model/secrets/vectors.ts";
import { plainPython } from "../services/python.ts";

const python = await plainPython();
const source = path.resolve(import.meta.dirname, "../../src/python");
const pem = vectors.find(({ core }) => core === null)?.secret ?? "";
const password = vectors.find(({ core }) => core !== null)?.secret ?? "";

let folder: string;

beforeEach(() => {
  mkdirSync("out/test", { recursive: true });
  folder = mkdtempSync(path.resolve("out/test/hook-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Result {
  readonly printed: string[];
  readonly result: unknown;
  readonly error: string | null;
}

/** Runs a bundle that has its request in `request`, as an operator would. */
async function run(
  bundle: string,
  { program = "result = task.run(context)", input = "{}" } = {},
): Promise<Result> {
  const preamble = `
    import { execFileSync } from "node:child_process";
    import { readFileSync, closeSync, writeFileSync, writeSync } from "node:fs";
    const request = JSON.parse(readFileSync(Number(process.env.WINDSOCK_REQUEST), "utf8"));
    closeSync(Number(process.env.WINDSOCK_REQUEST));
    const { password, extra: { private_key: pem } } = request.connections.api;
    const report = (outcome) => writeFileSync(request.outcomeFile, JSON.stringify(outcome), { flag: "wx" });
  `;
  writeFileSync(path.join(folder, "task.mjs"), preamble + bundle);
  mkdirSync(path.join(folder, "tmp"));
  const lines = `
import json, os, sys, time
from types import SimpleNamespace as Object
import operator_stand_in, airflow_stand_in, shared_module
given = json.load(sys.stdin)
task = shared_module.BashOperator(
    'exec node "$WINDSOCK_GENERATED/task.mjs"', {"WINDSOCK_INPUT": given["input"]},
    shared_module.node_tasks(shared_module.__file__, {"task": "b"})({"api": "api_conn"}),
)
connection = Object(conn_type="http", host="h", login="me", schema=None, port=None,
    password=given["password"], extra_dejson={"private_key": given["pem"]})
ti = Object(task=task, dag_id="d", task_id="t", run_id="r", try_number=1, map_index=-1)
context = {"ti": ti, "conn": Object(api_conn=connection), "params": {}}
shared_module.GENERATED = given["home"]
result = error = None
try:
${program.replaceAll(/^/gm, "    ")}
except BaseException as raised:
    error = f"{type(raised).__name__}: {raised}"
print(json.dumps({"printed": operator_stand_in.logged, "result": result, "error": error}))
`;
  const { stdout } = await execa(python ?? "", ["-c", lines], {
    input: JSON.stringify({ home: folder, password, pem, input }),
    env: {
      PYTHONPATH: [source, import.meta.dirname].join(path.delimiter),
      PYTHONDONTWRITEBYTECODE: "1",
      TMPDIR: path.join(folder, "tmp"),
    },
    maxBuffer: 1e9,
  });
  return JSON.parse(stdout) as Result;
}

function found(text: string): string[] {
  return [...leftOver(pem, text), ...leftOver(password, text)];
}

describe.skipIf(!python)("a worker's Node that is too old", () => {
  /** Stands for Node in a shell script, which says its version and otherwise ends with `exitCode`. */
  const withOldNode = (exitCode: number) => `
os.environ["PATH"] = given["home"] + ":" + os.environ["PATH"]
with open(given["home"] + "/node", "w") as file:
    file.write('#!/bin/sh\\nif [ "$1" = --version ]; then echo v18.20.8; else exit ${exitCode}; fi\\n')
os.chmod(given["home"] + "/node", 0o755)
result = task.run(context)`;

  test("explains the failure of a task", async () => {
    const { error } = await run("", { program: withOldNode(3) });
    expect(error).toMatch(
      /^RuntimeError: The `node` on this worker's PATH, .*\/node, is v18\.20\.8\. Install Node/,
    );
  });

  test("is not asked for where nothing failed", async () => {
    const { error } = await run("", { program: withOldNode(0) });
    expect(error).toContain("ended without an outcome, although with exit code 0");
  });
});

describe.skipIf(!python)("what Airflow reads of a task", () => {
  test.each([
    ["logs", "console.log('INFO    ' + pem.replaceAll('\\n', '\\n        '), password);"],
    ["writes to the file descriptor", "writeSync(1, pem); writeSync(2, password);"],
    [
      "writes in halves",
      "writeSync(1, pem.slice(0, 99)); setTimeout(() => writeSync(1, pem.slice(99)), 50);",
    ],
    ["lets a child print", "execFileSync('cat', { input: pem, stdio: ['pipe', 'inherit', 'inherit'] });"],
    ["throws", "throw new Error('with ' + pem + password);"],
    ["leaves in a promise", "await Promise.reject(new Error('with ' + pem + password));"],
    ["is killed in the midst of", "writeSync(1, pem.slice(0, 130)); process.kill(process.pid, 'SIGKILL');"],
  ])("has no secret that the task %s", async (_, bundle) => {
    const { printed, error } = await run(`report({ kind: "success", value: null }); ${bundle}`);
    const text = printed.join("\n");
    expect(text).toContain("***");
    expect(found(text + error)).toEqual([]);
    expect(readdirSync(path.join(folder, "tmp"))).toEqual([]);
  });

  test.each(["skip", "fail"])("has no secret in the reason of a %s", async (kind) => {
    const { error } = await run(`report({ kind: "${kind}", reason: "with " + pem + password });`);
    expect(error).toMatch(/^Airflow(Skip|Fail)Exception: with -----BEGIN PRIVATE KEY-----\n\*\*\*/);
    expect(found(error ?? "")).toEqual([]);
  });

  test("is what the task prints, line by line, and the value it returns", async () => {
    const { printed, result } = await run(
      `console.log("one\\n\\ntwo \\u2713"); console.error("three"); process.stdout.write("four");
       report({ kind: "success", value: JSON.parse(request.input) });`,
      { input: '{"a": [1, "✓"]}' },
    );
    expect(printed.slice(printed.indexOf("Output:") + 1)).toEqual([
      ...["one", "", "two ✓", "three", "four"],
      "Command exited with return code 0",
    ]);
    expect(result).toEqual({ a: [1, "✓"] });
  });

  test("may be one line of any length, in pieces", async () => {
    const { printed } = await run(
      "for (let n = 0; n < 20; n++) writeSync(1, 'x'.repeat(1 << 20)); report({ kind: 'success', value: null });",
    );
    const pieces = printed.filter((line) => line.startsWith("x"));
    expect(Math.max(...pieces.map(({ length }) => length))).toBe(64 * 1024);
    expect(pieces.join("").length).toBe(20 << 20);
  });

  test("names the signal that ended its process", async () => {
    const { error, printed } = await run(
      'process.kill(process.pid, "SIGSEGV"); await new Promise(() => {});',
    );
    expect(error).toContain("exit code -11");
    expect(printed).toContain("The task's process was ended by SIGSEGV.");
  });

  test("says that a bundle reported nothing", async () => {
    expect((await run("")).error).toMatch(/^RuntimeError: The task's process ended without an outcome/);
  });
});

describe.skipIf(!python)("the process of a task", () => {
  test("has neither request nor input in its environment, nor have its children", async () => {
    const { result } = await run(
      `const look = "cat /proc/$PPID/environ /proc/$PPID/cmdline; env; ls /proc/$PPID/fd; exit 0";
       report({ kind: "success", value: String(execFileSync("sh", ["-c", look])) });`,
      { input: '{"token": "in the input"}' },
    );
    expect(result).toContain("task.mjs");
    expect(String(result).match(/WINDSOCK_(?!GENERATED)\w+=[^\0\n]*/g)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^WINDSOCK_REQUEST=\d+$/)]),
    );
    expect(result).not.toContain("in the input");
    expect(found(String(result))).toEqual([]);
  });

  test("is asked to end by on_kill, and may say a last word", async () => {
    const program = `
import signal
class Timeout(BaseException): pass
def expire(*_): raise Timeout()
signal.signal(signal.SIGALRM, expire)
def log(message, *args):
    operator_stand_in.logged.append(message % args)
    if args == ("ready",): signal.setitimer(signal.ITIMER_REAL, 0.1)
airflow_stand_in._Log.info = lambda self, *args: log(*args)
try:
    task.run(context)
except Timeout:
    hook = task.subprocess_hook
    hook.send_sigterm()
    result = [hook.sub_process.stdout.read().decode(), hook.sub_process.wait(10)]`;
    const bundle = `
      process.on("SIGTERM", () => { console.log("last word"); process.exit(7); });
      setInterval(() => {}, 1000); console.log("ready");`;
    expect((await run(bundle, { program })).result).toEqual(["last word\n", 7]);
    expect(readdirSync(path.join(folder, "tmp"))).toEqual([]);
  });
});

describe.skipIf(!python)("a template's Variable", () => {
  test("is made known to Airflow's masker as `tojson` writes it, and to the task's", async () => {
    const program = `
value = shared_module.masked("api_token", "Tk&'x-and-more")
shared_module.masked("settings", {"db": {"pwd": "nested"}, "place": "Zanzibar"})
result = [value, operator_stand_in.registered, task.run(context)]`;
    const bundle = `console.log("Tk&'x-and-more", "nested", "Zanzibar"); report({ kind: "success", value: null });`;
    const { result, printed } = await run(bundle, { program });
    const [value, registered] = result as [string, string[]];
    expect(value).toBe("Tk&'x-and-more");
    expect(registered).toEqual(expect.arrayContaining(["Tk\\u0026\\u0027x-and-more", "nested"]));
    expect(registered).not.toContain("Zanzibar");
    expect(printed).toContain("*** *** Zanzibar");
  });
});
