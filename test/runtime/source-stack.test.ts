import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sourceStack } from "../../src/runtime/source-stack.ts";

let project: string;
let bundle: string;

beforeAll(async () => {
  const parent = path.resolve("out/test");
  mkdirSync(parent, { recursive: true });
  project = mkdtempSync(path.join(parent, "source stack-"));
  bundle = path.join(project, "generated/bundles/sample/load.mjs");
  const source = path.join(project, "dags-ts/operators/load.ts");
  mkdirSync(path.dirname(source), { recursive: true });
  writeFileSync(source, 'export function load(): never {\n  throw new Error("it broke");\n}\n');
  await build({ entryPoints: [source], outfile: bundle, format: "esm", sourcemap: "linked" });
});

afterAll(() => rmSync(project, { recursive: true }));

function errorAt(...frames: readonly string[]): Error {
  return Object.assign(new Error("it broke"), { stack: ["Error: it broke", ...frames].join("\n") });
}

test("frames in a bundle are told by the source, from the project's folder on", async () => {
  const { load } = await import(/* @vite-ignore */ pathToFileURL(bundle).href);
  try {
    load();
    expect.unreachable();
  } catch (error) {
    expect(sourceStack(error as Error)).toMatch(
      /^Error: it broke\n +at .*\(?dags-ts\/operators\/load\.ts:2:9\)?/,
    );
  }
});

test("frames in a bundle without a map, and in other files, stay as they are", () => {
  const frames = [
    "    at run (file:///srv/generated/bundles/sample/gone.mjs:7:11)",
    "    at read (/srv/node_modules/lib/index.js:1:2)",
  ];
  expect(
    sourceStack(errorAt(...frames))
      .split("\n")
      .slice(1),
  ).toEqual(frames);
});

test("frames of Node, of the runtime and of the bundle's entry are left out", () => {
  const own = [
    "    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)",
    "    at async executeTask (dist/runtime/execute-task.js:40:3)",
    "    at async serveRequest (node_modules/windsock/dist/runtime/serve-request.js:40:3)",
    "    at async windsock:sample/load:3:1",
  ];
  const kept = "    at async run (dags-ts/dist/runtime.ts:1:2)";
  expect(sourceStack(errorAt(...own, kept))).toBe(`Error: it broke\n${kept}`);
});

test("an error without a stack is told by its name and message", () => {
  const error = new TypeError("it broke");
  delete error.stack;
  expect(sourceStack(error)).toBe("TypeError: it broke");
});
