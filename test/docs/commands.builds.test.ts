// The commands of the docs are there, with these options; those of the guides are run.
import { readFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { usage } from "../../src/runtime/usage.ts";
import { commandsOf, filesOf, pages, repository } from "./pages.ts";
import { DocsProject } from "./project.ts";

const scriptsIn = (manifest: string): string[] =>
  Object.keys(JSON.parse(readFileSync(path.join(repository, manifest), "utf8")).scripts);

const commands = pages.flatMap((page) => commandsOf(page).map((command) => ({ file: page.file, command })));

test("names scripts that there are: this repository's, or in the docs those of a new project", () => {
  const [ours, theirs] = [scriptsIn("package.json"), scriptsIn("template/_package.json")];
  const named = commands.flatMap(({ file, command }) => {
    const script = /^npm (?:run )?([\w:-]+)/.exec(command)?.[1];
    return script === undefined || ["ci", "install"].includes(script) ? [] : [{ file, script }];
  });
  expect(named.length).toBeGreaterThan(10);
  const isThere = (file: string, script: string) =>
    (/^(docs|template)\//.test(file) ? theirs : ours).includes(script);
  expect(named.filter(({ file, script }) => !isThere(file, script))).toEqual([]);
});

test("names commands and options that there are", async () => {
  const main = path.join(repository, "dist/cli/main.js");
  const help = new Map<string, string>();
  const uses = commands.filter(({ command }) => /^(npx )?windsock /.test(command));
  expect(uses.length).toBeGreaterThan(20);
  const wrong: string[] = [];
  for (const { file, command } of uses) {
    const [name = "", ...rest] = command.replace(/^(npx )?windsock /, "").split(" ");
    if (!help.has(name)) {
      const { stdout } = await execa(process.execPath, [main, name, "--help"], { reject: false });
      help.set(name, stdout);
    }
    const options = rest.filter((word) => word.startsWith("--")).map((word) => word.split("=")[0]);
    const known: string[] = help.get(name)?.match(/--[a-z-]+/g) ?? [];
    if (known.length === 0 || options.some((option) => !known.includes(`${option}`))) {
      wrong.push(`${file}: ${command}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("names options that bundles have", () => {
  const task = {
    dagId: "dag",
    taskId: "task",
    operatorName: "Operator",
    build: "",
    dagsFolder: "dags-ts",
  } as const;
  const none = {
    input: { kind: "literal", value: {} },
    inputSchema: {},
    connections: {},
    params: {},
  } as const;
  const known: string[] = usage({ ...task, ...none }, "node task.mjs").match(/--[a-z-]+/g) ?? [];
  const uses = commands.filter(({ command }) => /^node .*\.mjs/.test(command));
  expect(uses.length).toBeGreaterThan(3);
  const wrong = uses.filter(({ command }) => {
    const given = command.replace(/^.*\.mjs/, "").match(/--[a-z-]+/g) ?? [];
    return given.some((option) => !known.includes(option));
  });
  expect(wrong).toEqual([]);
});

/** Pages that go on from a new project, and whose commands end by themselves. */
const guides = pages.filter(({ file }) => /^docs\/(assets|operators|expressions|hooks)\.md$/.test(file));

describe("a reader of the guides", () => {
  const project = new DocsProject();
  afterAll(() => project[Symbol.dispose]());
  const files = guides.flatMap((page) => Object.entries(filesOf(page)));
  beforeAll(() => {
    for (const folder of ["dags-ts", "sample-data"]) project.copy(`template/${folder}`, folder);
    project.copy("docs/examples/dags-ts/hooks", "dags-ts/hooks");
    for (const [file, code] of files) project.write(file, code);
  });

  test("has files to write, of which none is written twice", () => {
    const names = files.map(([file]) => file);
    expect(names.length).toBeGreaterThan(5);
    expect(names).toEqual([...new Set(names)]);
  });

  test("runs their commands in a new project, from top to bottom", { timeout: 300_000 }, async () => {
    const named = new Set(guides.flatMap(commandsOf));
    expect([...named][0]).toBe("npx windsock build");
    expect(named.size).toBeGreaterThan(4);
    for (const command of named) {
      const { exitCode, output } = await project.shell(command);
      expect({ command, exitCode, output }).toEqual({ command, exitCode: 0, output });
    }
  });

  test("runs their tests", async () => {
    const tests = files.map(([file]) => file).filter((file) => file.endsWith(".test.ts"));
    expect(tests.length).toBeGreaterThan(0);
    const { exitCode, output } = await project.shell(`npx vitest run ${tests.join(" ")}`);
    expect({ exitCode, output }).toEqual({ exitCode: 0, output });
  });
});
