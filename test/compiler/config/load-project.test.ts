// What is said of a windsock.config.ts that cannot be used, and what becomes of one that can.
import { afterEach, describe, expect, test } from "vitest";
import { loadProject } from "../../../src/compiler/config/load-project.ts";
import { BuildError } from "../../../src/model/build-error.ts";
import { defaultSettings, type Settings } from "../../../src/model/settings.ts";
import { TestProject } from "../test-project.ts";

const projects: TestProject[] = [];
afterEach(async () => {
  await Promise.all(projects.splice(0).map((each) => each.remove()));
});

async function settingsOf(files: Readonly<Record<string, string>>): Promise<Settings> {
  const project = await TestProject.create(files);
  projects.push(project);
  return (await loadProject(project.folder)).settings;
}

/** `file:line:column message`, for each problem. */
async function problemsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const error: unknown = await settingsOf(files).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(BuildError);
  return (error as BuildError).problems.map(({ message, position }) =>
    position ? `${position.file}:${position.line}:${position.column} ${message}` : message,
  );
}

const config = (text: string) => ({
  "windsock.config.ts": `import { defineConfig } from "windsock/config";\nexport default defineConfig(${text});\n`,
});

describe("settings", () => {
  test("are the usual ones where nothing is said", async () => {
    expect(await settingsOf({})).toEqual(defaultSettings);
  });

  test("are those of the file and of what it imports, the usual ones where it says nothing", async () => {
    const settings = await settingsOf({
      "windsock.config.ts":
        'import { defineConfig } from "windsock/config";\nimport { team } from "./team/defaults.ts";\n' +
        'export default defineConfig({ dags: "./pipelines/", airflow: ["3.3", "2.11"], types: undefined,\n' +
        '  external: { sharp: "installed" }, loader: { ".html": "text" }, defaults: team });\n',
      "team/defaults.ts": "export const team = { retries: 3, retryDelay: { minutes: 2, seconds: 5 } };\n",
    });
    expect(settings).toEqual({
      dags: "pipelines",
      generated: "generated",
      airflow: ["2.11", "3.3"],
      external: { sharp: "installed" },
      loader: { ".sql": "text", ".txt": "text", ".md": "text", ".html": "text" },
      types: true,
      defaults: { retries: 3, retryDelay: 125 },
      files: ["team/defaults.ts", "windsock.config.ts"],
    });
  });

  test.each(["js", "mjs", "mts"])("may be in windsock.config.%s", async (ending) => {
    const { dags } = await settingsOf({ [`windsock.config.${ending}`]: 'export default { dags: "a" };\n' });
    expect(dags).toBe("a");
  });
});

describe("a file of settings is refused", () => {
  test.each([
    [
      "an unknown field",
      '{ dag: "a" }',
      18,
      'Nobody knows "dag". Did you mean dags? There is: dags, generated',
    ],
    [
      "an unknown option",
      "{ defaults: { retires: 3 } }",
      30,
      'Nobody knows "retires" in defaults. Did you mean retries?',
    ],
    [
      "an unknown unit",
      "{ defaults: { retryDelay: { minute: 3 } } }",
      44,
      'Nobody knows "minute" in defaults.retryDelay.',
    ],
    ["a wrong type", '{ types: "yes" }', 18, 'types is "yes". It must be true or false.'],
    [
      "an option of another type",
      '{ defaults: { retries: "3" } }',
      30,
      'defaults.retries is "3". Invalid input',
    ],
    ["an option out of range", "{ defaults: { retries: -1 } }", 30, "defaults.retries is -1. Too small"],
    [
      "a number for a length of time",
      "{ defaults: { retryDelay: 5 } }",
      30,
      "defaults.retryDelay is 5. Invalid input",
    ],
    ["an unknown Airflow", '{ airflow: ["2.9"] }', 18, 'airflow[0] is "2.9". It must be a list of versions'],
    ["no Airflow at all", "{ airflow: [] }", 18, "airflow is []. It must be a list of versions"],
    [
      "an unknown way out",
      '{ external: { "@a/b": "copy" } }',
      30,
      'external["@a/b"] is "copy". It must say of each package "ship" or "installed"',
    ],
    [
      "an ending without its dot",
      '{ loader: { html: "text" } }',
      28,
      'loader.html is "text". It must say of endings such as ".html"',
    ],
    ["an unknown loader", '{ loader: { ".html": "txt" } }', 28, 'loader[".html"] is "txt".'],
    [
      "a folder outside",
      '{ generated: "../out" }',
      18,
      'generated is "../out". It must be a folder inside the project',
    ],
    ["an absolute folder", '{ dags: "/srv/dags" }', 18, 'dags is "/srv/dags".'],
    ["the project's own folder", '{ dags: "./" }', 18, 'dags is "./".'],
    ["the folder of packages", '{ generated: "node_modules/x" }', 18, 'generated is "node_modules/x".'],
    [
      "one folder for both",
      '{ dags: "a", generated: "./a" }',
      29,
      'The DAGs are in "a", and what is generated would go into "a".',
    ],
    [
      "one folder in the other",
      '{ dags: "generated/dags" }',
      18,
      'The DAGs are in "generated/dags", and what is generated would go into "generated".',
    ],
    [
      "a default that a target lacks",
      '{ defaults: { triggerRule: "all_done_min_one_success" } }',
      30,
      'All DAGs have triggerRule "all_done_min_one_success", which Airflow has since 3.1',
    ],
    [
      "no object",
      "[]",
      1,
      "The default export is not an object. Write `export default defineConfig({ ... })`.",
    ],
  ] as const)("for %s", async (_what, text, column, message) => {
    const problems = await problemsOf({ "windsock.config.js": `export default ${text};\n` });
    expect(problems).toEqual([expect.stringContaining(`windsock.config.js:1:${column} ${message}`)]);
  });

  test("with all that is wrong in it at once, where it is written", async () => {
    const text =
      '{\n  dag: "a",\n  generated: "/x",\n  defaults: {\n    "retries": "3",\n    owners: "me",\n  },\n}';
    expect((await problemsOf(config(text))).map((problem) => problem.split(" ")[0]).sort()).toEqual([
      "windsock.config.ts:3:3",
      "windsock.config.ts:4:3",
      "windsock.config.ts:6:5",
      "windsock.config.ts:7:5",
    ]);
  });

  test("that throws, at the line that does", async () => {
    const files = {
      "windsock.config.ts": 'import { chosen } from "./chosen.ts";\nexport default chosen;\n',
      "chosen.ts": 'export const chosen = {};\nthrow new RangeError("no such thing");\n',
    };
    expect(await problemsOf(files)).toEqual([
      "chosen.ts:2:7 RangeError while windsock.config.ts was read: no such thing",
    ]);
  });

  test.each([
    ["is no TypeScript", "export default {\n", /^windsock\.config\.ts:2:1 /],
    [
      "imports what is not there",
      'import "./gone.ts";\nexport default {};\n',
      /^windsock\.config\.ts:1:8 Could not resolve/,
    ],
    [
      "exports nothing",
      "export const config = {};\n",
      /^windsock\.config\.ts:1:1 There is no default export\./,
    ],
  ])("that %s", async (_what, text, problem) => {
    expect(await problemsOf({ "windsock.config.ts": text })).toEqual([expect.stringMatching(problem)]);
  });

  test("that is there twice, or that nobody would read", async () => {
    const text = "export default {};\n";
    expect(await problemsOf({ "windsock.config.ts": text, "windsock.config.js": text })).toEqual([
      "There are windsock.config.js and windsock.config.ts. Keep one of them.",
    ]);
    expect(await problemsOf({ "windsock.config.json": "{}" })).toEqual([
      "windsock.config.json would not be read. The settings belong into windsock.config.ts.",
    ]);
  });
});
