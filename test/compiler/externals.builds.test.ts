// Packages that cannot be bundled are copied beside the bundles; what they are is told by their code alone.
import { cp, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hindranceIn } from "../../src/compiler/externals/hindrance.ts";
import { dagModule } from "./dag-modules.ts";
import { TestProject } from "./test-project.ts";

describe("a module stays out of a bundle", () => {
  test.each([
    ["for its folder", "fs.readFileSync(__dirname + '/a.wasm')", "files beside its code"],
    ["for its own address", "new URL('./a.wasm', import.meta.url)", "files beside its code"],
    ["for a worker", "import { Worker } from 'worker_threads'; new Worker(file)", "workers"],
    ["for a process", "const child = require('node:child_process'); child.fork(file)", "workers"],
    ["not for what else is called so", "pulse.fork(all); new Worker('of a browser')", undefined],
    ["for native code", "require('bindings')('addon.node')", "native code"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the module's own template
    ["for native code of a platform", "require(`./addon-${process.platform}.node`)", "native code"],
    ["for native code, whatever else it needs", "__dirname; require('./addon.node')", "native code"],
    ["not for asking whether there is a folder", "typeof __dirname === 'undefined'", undefined],
    ["not for a comment", "x; // __dirname, new Worker('./a.js')", undefined],
    ["not for the version of Node", "process.versions.node; a['.node']", undefined],
    ["not for a property of that name", "config.__dirname; ({ __filename: 1 })", undefined],
  ])("%s", (_what, code, reason) => {
    expect(hindranceIn(code)).toBe(reason);
  });
});

const manifest = (name: string, version = "1.0.0", more = {}) => JSON.stringify({ name, version, ...more });

const packages = {
  // Starts a worker from a file of its own, and needs an older `words` than the project has.
  "node_modules/shouter/package.json": manifest("shouter", "2.1.0"),
  "node_modules/shouter/README.md": "Shouts.",
  "node_modules/shouter/index.js": [
    'const path = require("node:path");',
    'const { Worker } = require("node:worker_threads");',
    "const names = { shout: (text) => new Promise((resolve) =>",
    '  new Worker(path.join(__dirname, "worker.js"), { workerData: text }).once("message", resolve)) };',
    // Node does not see such names at a glance.
    "for (const name of Object.keys(names)) exports[name] = names[name];",
  ].join("\n"),
  "node_modules/shouter/worker.js": [
    'const { parentPort, workerData } = require("node:worker_threads");',
    'parentPort.postMessage(workerData.toUpperCase() + require("words"));',
  ].join("\n"),
  "node_modules/shouter/node_modules/words/package.json": manifest("words"),
  "node_modules/shouter/node_modules/words/index.js": 'module.exports = "!";',
  "node_modules/words/package.json": manifest("words", "2.0.0"),
  "node_modules/words/index.js": 'module.exports = "?";',
  // Reaches a package with a file of its own, and is itself an ES module.
  "node_modules/teller/package.json": manifest("teller", "1.0.0", { type: "module", exports: "./index.js" }),
  "node_modules/teller/index.js":
    'import { words } from "teller-words";\nexport default () => words();\nexport const name = "teller";\n',
  "node_modules/teller-words/package.json": manifest("teller-words", "1.0.0", {
    type: "module",
    main: "index.js",
  }),
  "node_modules/teller-words/index.js":
    'import { readFileSync } from "node:fs";\n' +
    'export const words = () => readFileSync(new URL("./words.txt", import.meta.url), "utf8").trim();\n',
  "node_modules/teller-words/words.txt": "once upon a time\n",
  // Does without what is not there.
  "node_modules/tryer/package.json": manifest("tryer"),
  "node_modules/tryer/index.js":
    'let fast; try { fast = require("./build/fast.node"); } catch {}\n' +
    'try { fast = require("fast-tryer"); } catch {}\nexports.speed = fast ? "fast" : "slow";\n',
};

const dag = (code: string) => dagModule(`${code}\nexport default dag;\n`);

const files = {
  ...packages,
  "dags-ts/shout.ts": dag(
    'import { shout } from "shouter";\nimport words from "words";\nconst dag = new Dag("shout");\n' +
      'dag.task("t", async () => ({ text: (await shout("hey")) + words }))();',
  ),
  "dags-ts/tell.ts": dag(
    'import tell, { name } from "teller";\nconst dag = new Dag("tell");\ndag.task("t", () => ({ text: name + ": " + tell() }))();',
  ),
  "dags-ts/try.ts": dag(
    'import { speed } from "tryer";\nconst dag = new Dag("try");\ndag.task("t", () => ({ text: speed }))();',
  ),
};

describe("a project with packages that cannot be bundled", () => {
  let project: TestProject;
  let built: string;
  const moved = () => path.join(path.dirname(project.folder), `${path.basename(project.folder)}-moved`);

  /** What the bundle says where nothing of the project is. */
  async function runMoved(dagId: string): Promise<unknown> {
    await rm(moved(), { recursive: true, force: true });
    await cp(path.join(project.folder, "generated"), moved(), { recursive: true });
    const { stdout } = await execa("node", [path.join(moved(), `bundles/${dagId}/t.mjs`)]);
    return JSON.parse(stdout).text;
  }

  beforeAll(async () => {
    project = await TestProject.create(files);
    const { exitCode, stdout, stderr } = await project.windsock("build");
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    built = stdout;
  });
  afterAll(async () => {
    await project.remove();
    await rm(moved(), { recursive: true, force: true });
  });

  test("is told which are shipped, and why", () => {
    expect(built).toContain(
      "  shipped shouter 2.1.0 beside the bundles, with what it needs: it has workers\n",
    );
    expect(built).toContain(
      "  shipped teller 1.0.0 beside the bundles, with what it needs: it has files beside its code\n",
    );
    expect(built).not.toContain("node_modules");
  });

  test.each([
    ["shout", "HEY!?"],
    ["tell", "teller: once upon a time"],
    ["try", "slow"],
  ])("runs wherever the generated folder is: %s", async (dagId, text) => {
    expect(await runMoved(dagId)).toBe(text);
  });

  test("has the files that are needed beside its bundles, in the versions that each package needs", async () => {
    const shipped = [...(await project.snapshot("generated/bundles/node_modules")).keys()];
    expect(shipped.map((file) => file.replace("generated/bundles/node_modules/", ""))).toEqual([
      "shouter/index.js",
      "shouter/package.json",
      "shouter/worker.js",
      "teller-words/index.js",
      "teller-words/package.json",
      "teller-words/words.txt",
      "teller/index.js",
      "teller/package.json",
      "tryer/index.js",
      "tryer/package.json",
      "words/index.js",
      "words/package.json",
    ]);
    expect(await project.read("generated/bundles/node_modules/words/index.js")).toContain('"!"');
  });

  test("is checked with them, and with the versions of all packages", async () => {
    expect(await project.windsock("build", "--check")).toMatchObject({ exitCode: 0, stderr: "" });
    const manifest = JSON.parse(await project.read("generated/manifest.json"));
    expect(manifest.dags.shout.packages).toMatchObject({ shouter: "2.1.0", words: "2.0.0" });
    await project.write({ "generated/bundles/node_modules/shouter/index.js": "// edited" });
    expect((await project.windsock("build", "--check")).stderr).toContain(
      "stale generated/bundles/node_modules/shouter/index.js is not what its sources generate",
    );
  });

  test("is stale when another version of a package is installed", async () => {
    await project.write({ "node_modules/words/package.json": manifest("words", "2.0.1") });
    const finding = "stale words is installed as 2.0.1, and generated/ was built with 2.0.0";
    expect((await project.windsock("list")).stderr).toContain(finding);
    expect((await project.windsock("build", "--check")).stderr).toContain(finding);
  });

  test("may leave them to the workers, and is told what to install there", async () => {
    await project.write({
      "windsock.config.ts": 'export default { external: { shouter: "installed", tryer: "ship" } };\n',
    });
    const { stdout } = await project.windsock("build");
    expect(stdout).toContain(
      "  without shouter: the workers need it, in a node_modules above the DAGs: npm install shouter@2.1.0\n",
    );
    expect(stdout).toContain(
      "  shipped tryer 1.0.0 beside the bundles, with what it needs: windsock.config.ts says so\n",
    );
    expect(await runMoved("try")).toBe("slow");
    await expect(runMoved("shout")).rejects.toThrow("Cannot find module 'shouter'");
    const { stdout: inPlace } = await project.bundle("shout/t.mjs", []);
    expect(JSON.parse(inPlace).text).toBe("HEY!?");
    const shipped = [...(await project.snapshot("generated/bundles/node_modules")).keys()];
    expect(shipped.filter((file) => /shouter|node_modules\/words\//.test(file))).toEqual([]);
  });

  test("is told of a package to ship that is not installed", async () => {
    await project.write({ "windsock.config.ts": 'export default { external: { gone: "ship" } };\n' });
    const { exitCode, stderr } = await project.windsock("build");
    expect(exitCode).toBe(1);
    expect(stderr).toContain('windsock.config.ts has "ship" for "gone", which is not installed.');
  });
});
