// What a bundle says when its task fails in an odd way: what happened, where in the TypeScript, and what to do.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestProject } from "../compiler/test-project.ts";

let project: TestProject;

beforeAll(async () => {
  project = await TestProject.create({
    "dags-ts/operators/fail.ts": `import { EventEmitter } from "node:events";
import { defineOperator, rawConnection } from "windsock";
import * as z from "zod";

export const limit = JSON.parse(process.env.TEST_LIMIT ?? "3");
const later = () => new Promise((resolve) => setTimeout(resolve, 5_000));
const circle: Record<string, unknown> = { list: [] };
circle.list = [{ circle }];
const ways: Readonly<Record<string, (secret: string) => unknown>> = {
  rejection: () => (void Promise.reject(new Error("nobody", { cause: new Error("deeper") })), later()),
  "rejected object": () => (void Promise.reject({ code: 7 }), later()),
  event: () => (setTimeout(() => new EventEmitter().emit("error", new Error("an event"))), later()),
  timer: () => (setTimeout(() => { throw new TypeError("in a timer"); }), later()),
  secret: (secret) => (setTimeout(() => { throw new Error(\`not with \${secret}\`); }), later()),
  object: () => { throw { code: 1, detail: { reason: "no" } }; },
  undefined: () => { throw undefined; },
  parts: () => { throw new AggregateError([new Error("first"), { code: 3 }], "all failed"); },
  any: () => Promise.any([Promise.reject(new Error("one"))]),
  cause: () => { throw new Error("outer", { cause: { code: "E1" } }); },
  round: () => { const error = new Error("round"); error.cause = error; throw error; },
  listens: async () => {
    process.on("unhandledRejection", () => console.log("its own way"));
    void Promise.reject(new Error("nobody"));
    await new Promise((resolve) => setTimeout(resolve, 50));
  },
  circle: () => circle,
  bigint: () => ({ n: 1n }),
  date: () => ({ when: new Date(0) }),
  map: () => [new Map()],
  function: () => ({ f: () => 1 }),
  large: () => "x".repeat(60_000),
};

export const fail = defineOperator({
  name: "FailOperator",
  input: z.object({ way: z.string() }),
  output: z.any(),
  connections: { api: rawConnection },
  run: ({ input, connections }) => ways[input.way]?.(connections.api.password ?? ""),
});
`,
    "dags-ts/failing.ts": `
import { connection, Dag } from "windsock";
import { fail } from "./operators/fail.ts";
const dag = new Dag("failing");
dag.task("fail", fail)({ way: "" }, { api: connection("api") });
export default dag;
`,
  });
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
});

afterAll(() => project.remove());

const env = { AIRFLOW_CONN_API: "http://me:s3cret-word@example.com" };
const failIn = (way: string, more: Record<string, string> = {}) =>
  project.bundle("failing/fail.mjs", ["--input", `way=${way}`], { env: { ...env, ...more } });

const file = String.raw`dags-ts/operators/fail\.ts`;

describe("a bundle says what happened and where", () => {
  test.concurrent.each([
    [
      "rejection",
      `ERROR   A promise was rejected, and nothing waits for it \\(is an .await. missing\\?\\): Error: nobody
 +at .*${file}:10:[\\s\\S]*?Caused by Error: deeper
 +at .*${file}:10:`,
    ],
    ["rejected object", "nothing waits for it .*: \\{ code: 7 \\} was thrown, which is no Error"],
    [
      "event",
      `ERROR   Thrown where nothing waits for it \\(in a timer, by an event\\): Error: an event\n +at .*${file}:12:`,
    ],
    ["timer", `\\(in a timer, by an event\\): TypeError: in a timer\n +at .*${file}:13:`],
    ["secret", `: Error: not with \\*\\*\\*\n +at .*${file}:14:`],
    [
      "object",
      'ERROR   \\{ code: 1, detail: \\{ reason: .no. \\} \\} was thrown, which is no Error, so nobody knows where\\. Throw an Error: new Error\\("\\.\\.\\."\\)\\.',
    ],
    ["undefined", "ERROR   undefined was thrown, which is no Error"],
    [
      "parts",
      `ERROR   AggregateError: all failed\n +at .*${file}:17:[\\s\\S]*1 of 2: Error: first\n +at .*${file}:17:[\\s\\S]*2 of 2: \\{ code: 3 \\}`,
    ],
    ["any", `AggregateError: All promises were rejected\n +1 of 1: Error: one\n +at .*${file}:18:`],
    ["cause", `ERROR   Error: outer\n +at .*${file}:19:[\\s\\S]*?Caused by \\{ code: 'E1' \\}`],
    [
      "round",
      `ERROR   Error: round\n +at .*${file}:20:[\\s\\S]*?Caused by Error: round \\(the same as above\\)`,
    ],
    [
      "circle",
      "ERROR   output\\.list\\[0\\]\\.circle is output itself: a circle, which JSON cannot carry\\.",
    ],
    ["bigint", "output\\.n is a bigint, which JSON cannot carry\\. Make text of it: String\\(number\\)\\."],
    [
      "date",
      "output\\.when is a Date, which JSON cannot carry\\. Make text of it: date\\.toISOString\\(\\)\\.",
    ],
    [
      "map",
      "output\\[0\\] is a Map, which JSON cannot carry\\. Make an object of it: Object\\.fromEntries\\(map\\)\\.",
    ],
    [
      "function",
      "output\\.f is a function, which JSON cannot carry\\. Use text, numbers, lists and plain objects\\.",
    ],
  ])("%s", async (way, message) => {
    const result = await failIn(way);
    expect(result).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringMatching(message) });
    // Once, without Node's own report, and with no place in a bundle.
    expect(result.stderr.match(/^ERROR/gm)).toHaveLength(1);
    expect(result.stderr).not.toMatch(/Node\.js v|\.mjs|s3cret|\n +at .*dist\//);
  });

  test("a module that cannot be evaluated where the task runs", async () => {
    const { exitCode, stderr } = await failIn("", { TEST_LIMIT: "{ not" });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^ERROR {3}A module of the task could not be evaluated: SyntaxError: /);
    expect(stderr).toMatch(/\n +at .*dags-ts\/operators\/fail\.ts:5:27/);
    expect(stderr).not.toContain("Node.js v");
  });

  test("a task that listens to such events itself has its own way", async () => {
    expect(await failIn("listens")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("its own way"),
    });
  });

  test("a result that is larger than Airflow is made for: it passes, with a word", async () => {
    const { exitCode, stdout, stderr } = await failIn("large");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(60_000);
    expect(stderr).toContain("WARNING What the task returned is 58.6 KiB as JSON. ");
    expect((await failIn("")).stderr).toBe("");
  });
});
