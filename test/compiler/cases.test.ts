// DAGs as people's bug reports had them: what Airflow would refuse, ignore or run wrongly.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dagModule } from "./dag-modules.ts";
import { TestProject } from "./test-project.ts";

const cases = path.resolve(import.meta.dirname, "../fixtures/cases/dags-ts");

async function projectOf(names: readonly string[]): Promise<TestProject> {
  const sources = names.map(async (name) => [
    `dags-ts/${name}.ts`,
    await readFile(path.join(cases, `${name}.ts`), "utf8"),
  ]);
  return TestProject.create(Object.fromEntries(await Promise.all(sources)));
}

/** The name of the module, and what is said of it behind its name. */
const refused: readonly (readonly [name: string, problem: RegExp])[] = [
  ["a-tag101", /^7:3 error .* as tags\.0\. Airflow has room for 100 characters\./],
  ["b-feb31", /^5:13 error Schedule "0 0 31 2 \*" names dates that never come/],
  ["email-empty", /^4:13 error Param "p" has the default "", which its own schema refuses: Invalid email/],
  ["min-low", /^4:13 error Param "p" has the default 0, which its own schema refuses: Too small/],
  ["multiple", /^4:13 error .* which Airflow refuses: it is no multiple of 0\.1 for Python/],
  ["q-tz-lower", /^5:13 error Time zone "europe\/berlin" is not .* Write "Europe\/Berlin"\./],
  ["regex-i", /^4:13 error Param "p" has a regular expression that has the flag "i"/],
  ["unicode-class", /^4:13 error Param "p" has a regular expression that has \\p\{Lu\}/],
  ["sqlfile", /^6:30 error The file ".\/sql\/one\.sql" is looked for beside the code\./],
];

describe("the build refuses", () => {
  let problems: readonly string[];
  beforeAll(async () => {
    const project = await projectOf(refused.map(([name]) => name));
    const { exitCode, stderr } = await project.windsock("build");
    await project.remove();
    expect(exitCode).toBe(1);
    problems = stderr.split(/^dags-ts\//m).slice(1);
  });

  test.each(refused)("%s", (name, problem) => {
    const own = problems.filter((text) => text.startsWith(`${name}.ts:`));
    expect(own).toEqual([expect.stringContaining(`${name}.ts:`)]);
    expect(own[0]?.slice(`${name}.ts:`.length)).toMatch(problem);
  });
});

describe("the build makes", () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await projectOf(["product-bundles", "s-shared"]);
    expect(await project.windsock("build")).toMatchObject({ exitCode: 0, stderr: "" });
  });
  afterAll(() => project.remove());

  test.each([
    ["product-bundles", "product_bundles.py"],
    // Beside the shared module, whose name the DAG's id has.
    ["windsock-acme-pipelines", "dag_windsock_acme_pipelines.py"],
  ])("%s", async (dagId, file) => {
    expect(await project.read(`generated/${file}`)).toContain(`dag_id="${dagId}"`);
    expect(await project.read("generated/windsock_acme_pipelines.py")).toContain("def node_tasks(");
    expect(await project.windsock("run", dagId, "--from", "2026-01-01")).toMatchObject({ exitCode: 0 });
  });
});

describe("code that looks for files beside itself", () => {
  const codes: readonly (readonly [what: string, code: string, isFound: boolean])[] = [
    ["a worker", 'new Worker(new URL("./worker.ts", import.meta.url))', true],
    ["the folder of the module", 'readFileSync(import.meta.dirname + "/a.sql")', true],
    ["CommonJS's word for it", 'readFileSync(__dirname + "/a.sql")', true],
    ["the same, made by hand", "readFileSync(path.dirname(fileURLToPath(import.meta.url)))", true],
    ["a worker by its path", 'new Worker("./worker.ts")', true],
    ["a process by its path", 'fork("./worker.js")', true],
    ["a worker of text", 'new Worker("1", { eval: true })', false],
    ["an address", 'new URL("https://example.com/x", import.meta.url).href', false],
    ["a comment", '"x" /* import.meta.dirname, new URL("./a", import.meta.url) */', false],
    ["the module's own address", "import.meta.url", false],
  ];
  let stderr: string;
  beforeAll(async () => {
    const files = codes.flatMap(([, code], index) => [
      [
        `dags-ts/look/look${index}.ts`,
        'import { readFileSync } from "node:fs";\nimport path from "node:path";\n' +
          'import { fileURLToPath } from "node:url";\nimport { Worker } from "node:worker_threads";\nimport { fork } from "node:child_process";\n' +
          `void [readFileSync, path, fileURLToPath, Worker, fork];\nexport const look = () => String(${code});\n`,
      ],
      [
        `dags-ts/d${index}.ts`,
        dagModule(
          `import { look } from "./look/look${index}.ts";\nconst dag = new Dag("d${index}");\n` +
            'dag.task("t", () => look())();\nexport default dag;\n',
        ),
      ],
    ]);
    const project = await TestProject.create(Object.fromEntries(files));
    stderr = (await project.windsock("build")).stderr;
    await project.remove();
  });

  test.each(codes.map((each, index) => [...each, index] as const))(
    "is %s",
    (_what, _code, isFound, index) => {
      const place = new RegExp(
        `^dags-ts/look/look${index}\\.ts:7:\\d+ error .* (?:beside the code|started by its path)\\.`,
        "m",
      );
      expect(place.test(stderr)).toBe(isFound);
    },
  );
});
