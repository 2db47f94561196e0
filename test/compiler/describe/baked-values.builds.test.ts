// What `windsock build` says of values of the machine and the moment that would become part of a DAG.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dagModule } from "../dag-modules.ts";
import { TestProject } from "../test-project.ts";

const use = 'dag.task("use", ({ input }: TaskArgs<any>) => void input)';

type Case = readonly [name: string, code: string, place: string, message: string];

/** Code whose first line is the third one. */
const refused: readonly Case[] = [
  [
    "a variable that is set",
    `${use}({ home: process.env.WINDSOCK_TEST_SET });`,
    "4:79",
    "the environment variable WINDSOCK_TEST_SET has here",
  ],
  [
    "a variable that is not set",
    `${use}({ gone: process.env.WINDSOCK_TEST_GONE } as never);`,
    "4:79",
    "WINDSOCK_TEST_GONE has here",
  ],
  [
    "a number",
    `${use}({ n: Number(process.env.WINDSOCK_TEST_NUMBER) });`,
    "4:83",
    'pass variable("windsock_test_number")',
  ],
  [
    "a switch",
    `if (process.env.WINDSOCK_TEST_SWITCH === "true") dag.empty("more");`,
    "4:17",
    "WINDSOCK_TEST_SWITCH has here",
  ],
  [
    "a variable that a library reads",
    `${use}({ n: z.object({ WINDSOCK_TEST_PARSED: z.string() }).parse(process.env) });`,
    "4:111",
    "WINDSOCK_TEST_PARSED has here",
  ],
  [
    "the day of the build",
    `${use}({ day: new Date().toISOString().slice(0, 10) });`,
    "4:66",
    "because of new Date()",
  ],
  ["chance", `dag.empty("work-" + Math.floor(Math.random() * 1e9));`, "4:37", "because of Math.random()"],
];

const fine: readonly string[] = [
  'const url = new URL(process.env.WINDSOCK_TEST_URL!);\ndag.task("use", () => url.href)();',
  'const n = JSON.parse(process.env.WINDSOCK_TEST_JSON!).n;\ndag.task("use", () => n)();',
  'const began = Date.now();\nconst id = Math.random();\ndag.task("use", () => began + id)();',
  'console.log = () => undefined;\nif (process.env.WINDSOCK_TEST_DEBUG) console.log(new Date(0));\ndag.empty("work");',
];

const env = {
  WINDSOCK_TEST_SET: "/home/me",
  WINDSOCK_TEST_NUMBER: "3",
  WINDSOCK_TEST_SWITCH: "true",
  WINDSOCK_TEST_PARSED: "x",
  WINDSOCK_TEST_URL: "http://localhost:8080",
  WINDSOCK_TEST_JSON: '{ "n": 1 }',
};

describe("a build of DAGs that ask for more than a DAG may know", () => {
  let project: TestProject;
  let stderr: string;
  beforeAll(async () => {
    const modules = [
      ...refused.map(([, code], index) => [`baked-${index + 1}`, code]),
      ...fine.map((code, index) => [`fine-${index + 1}`, code]),
    ];
    const files = modules.map(([id, code]) => [
      `dags-ts/${id}.ts`,
      dagModule(`const dag = new Dag("${id}");\n${code}\nexport default dag;\n`),
    ]);
    project = await TestProject.create(Object.fromEntries(files));
    ({ stderr } = await project.windsockWith(env, "build"));
  });
  afterAll(() => project.remove());

  test.each(
    refused.map(([name, , place, message], index) => ({ name, place, message, id: `baked-${index + 1}` })),
  )("hears of $name", ({ id, place, message }) => {
    const problems = stderr.split(/^(?=dags-ts\/)/m).filter((text) => text.startsWith(`dags-ts/${id}.ts:`));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`dags-ts/${id}.ts:${place} error The DAG is `);
    expect(problems[0]).toContain(message);
  });

  test("hears nothing of what only tasks use", () => {
    expect(stderr).not.toContain("fine-");
    expect(stderr).toContain(`${refused.length} problems. Nothing was written.`);
  });
});
