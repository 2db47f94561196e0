// The doc comments of the tables of options reach the author's editor, and the page about them.
import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import { dagOptions } from "../../src/model/dag/dag-options.ts";
import { externalDagOptions, externalTaskOptions } from "../../src/model/dag/external-task.ts";
import { leftOutOfDags, leftOutOfTasks } from "../../src/model/dag/left-out-options.ts";
import type { Option } from "../../src/model/dag/option.ts";
import { dagWaitOptions, sensorOptions } from "../../src/model/dag/sensor-options.ts";
import { taskGroupOptions } from "../../src/model/dag/task-group.ts";
import { ownTaskOptions, taskOptions } from "../../src/model/dag/task-options.ts";
import { triggerOptions } from "../../src/model/dag/trigger-dag-run.ts";

const root = path.resolve(import.meta.dirname, "../..");
const author = path.join(root, "dags-ts/hover.ts");

const places = {
  dag: dagOptions,
  group: taskGroupOptions,
  defaults: taskOptions,
  task: { ...taskOptions, ...ownTaskOptions },
  started: triggerOptions,
  awaitedTask: externalTaskOptions,
  awaitedDag: externalDagOptions,
  sensor: sensorOptions,
  awaited: dagWaitOptions,
};
const literal = (place: keyof typeof places) =>
  `{ ${Object.keys(places[place])
    .map((name) => `${name}: /*${place}.${name}*/ undefined as never`)
    .join(", ")} }`;
const source = [
  'import { Dag } from "windsock";',
  `new Dag("one", ${literal("dag")});`,
  `new Dag("two", { defaults: ${literal("defaults")} });`,
  `new Dag("four").taskGroup("group", ${literal("group")});`,
  `new Dag("five").triggerDagRun("start", "other", ${literal("started")});`,
  `new Dag("six").waitForTask("wait", { dagId: "other", taskId: "work" }, ${literal("awaitedTask")});`,
  `new Dag("seven").waitForDag("wait", "other", ${literal("awaitedDag")});`,
  `new Dag("eight").waitForDag("wait", "other", ${literal("awaited")});`,
  `new Dag("nine").sensor("wait", () => true, ${literal("sensor")});`,
  `new Dag("three").task("work", () => 1, ${literal("task")});`,
].join("\n");

// Files that several editors read are parsed once.
const registry = ts.createDocumentRegistry();

/** An editor that has the author's file open. */
class Editor {
  readonly #service: ts.LanguageService;

  /** @param conditions of package.json's `exports`: with ours it reads src/, without dist/ */
  constructor(conditions: readonly string[]) {
    const options: ts.CompilerOptions = {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      strict: true,
      exactOptionalPropertyTypes: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      types: [],
      customConditions: [...conditions],
    };
    this.#service = ts.createLanguageService(
      {
        getCompilationSettings: () => options,
        getScriptFileNames: () => [author],
        getScriptVersion: () => "1",
        getScriptSnapshot: (file) =>
          file === author || ts.sys.fileExists(file)
            ? ts.ScriptSnapshot.fromString(file === author ? source : readFileSync(file, "utf8"))
            : undefined,
        getCurrentDirectory: () => root,
        getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
        fileExists: (file) => file === author || ts.sys.fileExists(file),
        readFile: (file) => (file === author ? source : ts.sys.readFile(file)),
        directoryExists: ts.sys.directoryExists,
        getDirectories: ts.sys.getDirectories,
        realpath: ts.sys.realpath ?? ((file) => file),
      },
      registry,
    );
  }

  /** What is shown where the mouse rests on the name of an option: its type, and its doc comment on one line. */
  hover(place: keyof typeof places, name: string): { readonly type: string; readonly doc: string } {
    const at = source.indexOf(`${name}: /*${place}.${name}*/`);
    const info = this.#service.getQuickInfoAtPosition(author, at);
    const tags = (info?.tags ?? []).map((tag) => `@${tag.name} ${ts.displayPartsToString(tag.text)}`);
    return {
      type: ts.displayPartsToString(info?.displayParts),
      doc: [ts.displayPartsToString(info?.documentation), ...tags].join(" ").replaceAll(/\s+/g, " ").trim(),
    };
  }
}

describe.each([
  ["src/", ["windsock-source"]],
  ["the built dist/*.d.ts", []],
] as const)("an editor that reads %s", (_, conditions) => {
  let editor: Editor;

  beforeAll(() => {
    editor = new Editor(conditions);
  });

  test("shows the type and the doc comment of `retries` where a DAG sets its defaults", () => {
    const { type, doc } = editor.hover("defaults", "retries");
    expect(type).toMatch(/retries\?: number$/);
    expect(doc).toBe("Tries after the first one. @default 0");
  });

  test("shows a duration as a duration", () => {
    expect(editor.hover("task", "retryDelay").type).toMatch(/retryDelay\?: Duration$/);
    expect(editor.hover("dag", "dagrunTimeout").type).toMatch(/dagrunTimeout\?: Duration$/);
  });

  test.each(Object.keys(places) as (keyof typeof places)[])(
    "has a doc comment for every option: %s",
    (place) => {
      const silent = Object.keys(places[place]).filter((name) => editor.hover(place, name).doc === "");
      expect(silent).toEqual([]);
    },
  );
});

/** A Markdown table with even columns, as the formatter leaves it. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const [head, ...body] = rows.map((row) =>
    line(widths.map((width, column) => (row[column] ?? "").padEnd(width))),
  );
  return [head ?? "", line(widths.map((width) => "-".repeat(width))), ...body];
}

test("docs/options.md says of every option what the tables do", async () => {
  const editor = new Editor(["windsock-source"]);
  const about = (place: keyof typeof places, options: Readonly<Record<string, Option>>) =>
    table([
      ["option", "in Python", "since Airflow", "what it is", "the local runner"],
      ...Object.entries(options).map(([name, { python, since, local }]) => [
        `\`${name}\``,
        python === null ? "" : `\`${python}\``,
        since,
        editor.hover(place, name).doc.replace(/@default (.*)$/, (_, value) => `Default: ${value}.`),
        local.heeded ? "heeds it" : local.because,
      ]),
    ]);
  const leftOut = (reasons: Readonly<Record<string, string>>) =>
    table([["in Python", "why not"], ...Object.entries(reasons).map(([name, why]) => [`\`${name}\``, why])]);
  const page = [
    "# Options",
    "",
    "Made from the tables in `src/model/dag/` by `npx vitest run --project unit test/sdk/options.test.ts -u`.",
    "",
    "## Of a DAG",
    "",
    ...about("dag", dagOptions),
    "",
    "## Of a group of tasks",
    "",
    ...about("group", taskGroupOptions),
    "",
    "## Of a task, or in a DAG's `defaults` of all its tasks",
    "",
    ...about("task", taskOptions),
    "",
    "## Of a single task",
    "",
    ...about("task", ownTaskOptions),
    "",
    "## Of a task that starts a run of another DAG",
    "",
    ...about("started", triggerOptions),
    "",
    "## Of a wait for tasks of another DAG",
    "",
    ...about("awaitedTask", externalTaskOptions),
    "",
    "## Of a wait for another DAG",
    "",
    ...about("awaitedDag", externalDagOptions),
    "",
    "## Of every wait for another DAG",
    "",
    ...about("awaited", dagWaitOptions),
    "",
    "## Of a sensor",
    "",
    ...about("sensor", sensorOptions),
    "",
    "## Left out",
    "",
    "Parameters of Airflow's `DAG` and `BaseOperator` that are no options here. Those of a DAG:",
    "",
    ...leftOut(leftOutOfDags),
    "",
    "Those of a task:",
    "",
    ...leftOut(leftOutOfTasks),
    "",
  ].join("\n");
  await expect(page).toMatchFileSnapshot(path.join(root, "docs/options.md"));
});
