import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { locate } from "../../../src/compiler/describe/locate.ts";
import { TestProject } from "../test-project.ts";

let project: TestProject;
beforeEach(async () => {
  project = await TestProject.create({
    "dags-ts/one.ts": "import { fail } from './shared/fail.ts';\n\n  fail();\n",
    "dags-ts/shared/fail.ts":
      "// A remark that the bundle does not have.\nexport const fail = (): never => {\n  throw new Error('failed');\n};\n",
  });
  onTestFinished(() => project.remove());
});

const inProject = (...names: readonly string[]) => path.join(project.folder, ...names);
const stackOf = (...frames: readonly string[]) =>
  ["Error: x", ...frames.map((each) => `    at ${each}`)].join("\n");

test("a frame in a bundle lies where the source is", async () => {
  const bundle = inProject("node_modules/.cache/windsock/one.mjs");
  await build({
    entryPoints: [inProject("dags-ts/one.ts")],
    outfile: bundle,
    bundle: true,
    format: "esm",
    sourcemap: true,
    minify: true,
    logLevel: "silent",
  });
  const error: Error = await import(/* @vite-ignore */ pathToFileURL(bundle).href).catch((thrown) => thrown);
  expect(locate(error.stack ?? "", project.folder)).toEqual({
    file: "dags-ts/shared/fail.ts",
    line: 3,
    column: 9,
  });
  const withoutFirst = (error.stack ?? "").replace(/^\s+at .*\n/m, "");
  expect(locate(withoutFirst, project.folder)).toEqual({ file: "dags-ts/one.ts", line: 3, column: 3 });
});

describe("of several frames", () => {
  test("the first one in the project counts, with or without a name, as a path or a URL", () => {
    const url = pathToFileURL(inProject("dags-ts/one.ts")).href;
    const place = { file: "dags-ts/one.ts", line: 3, column: 7 };
    expect(locate(stackOf(`run (${inProject("dags-ts/one.ts")}:3:7)`), project.folder)).toEqual(place);
    expect(locate(stackOf(`${inProject("dags-ts/one.ts")}:3:7`), project.folder)).toEqual(place);
    expect(locate(stackOf(`async Dag.task (${url}:3:7)`, `${url}:9:9`), project.folder)).toEqual(place);
  });

  test("those of Node, of packages, of this package and of other places are passed over", () => {
    const others = [
      "node:internal/modules/run_main:129:12",
      `parse (${inProject("node_modules/zod/index.js")}:1:1)`,
      `parse (${inProject("packages/a/node_modules/zod/index.js")}:1:1)`,
      `Dag.task (${path.resolve("src/sdk/dag.ts")}:1:1)`,
      `Dag.task (${path.resolve("dist/sdk/dag.js")}:1:1)`,
      "other (/somewhere/else.ts:1:1)",
    ];
    expect(locate(stackOf(...others), project.folder)).toBeNull();
    expect(locate(stackOf(...others, `${inProject("dags-ts/one.ts")}:2:1`), project.folder)).toEqual({
      file: "dags-ts/one.ts",
      line: 2,
      column: 1,
    });
    expect(locate(stackOf(others[3] ?? ""), path.resolve("."))).toBeNull();
  });
});

test("a message that looks like a place is none", () => {
  expect(locate(`Error: see ${inProject("dags-ts/one.ts")}:1:1`, project.folder)).toBeNull();
});
