// What `windsock build` says of the code of tasks that counts on more than its input.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestProject } from "../test-project.ts";

const refused: readonly (readonly [name: string, code: string, place: string, message: string])[] = [
  [
    "another task's output",
    'const prices = dag.task("prices", () => ({ n: 1 }))();\ndag.task("report", () => prices.output.n)();',
    "4:26",
    'The code of task "report" uses task "prices", whose output it cannot see from here. Pass it as input, such as ({ value: prices.output })',
  ],
  [
    "another task's output in a sensor",
    'const prices = dag.task("prices", () => ({ n: 1 }))();\ndag.sensor("report", () => prices.output.n !== undefined)();',
    "4:28",
    'The code of task "report" uses task "prices", whose output it cannot see from here.',
  ],
  [
    "the output of a sensor",
    'const prices = dag.sensor("prices", { ds }, ({ input }) => input.ds > "2");\ndag.task("report", () => prices.output)();',
    "4:26",
    'The code of task "report" uses task "prices", whose output it cannot see from here.',
  ],
  [
    "another task's output beside the inputs that are named with it",
    'const prices = dag.task("prices", { day: ds }, ({ input }) => ({ n: input.day.length }));\ndag.task("report", { ds }, () => prices.output.n);',
    "4:34",
    'The code of task "report" uses task "prices", whose output it cannot see from here.',
  ],
  [
    "a date that is none yet",
    'dag.task("report", ({ log }) => log.info("of", { ds }))();',
    "3:50",
    'The code of task "report" uses ds, which stands for a value and is none: Airflow fills it in where it is passed as input. Here, read context.dates.ds.',
  ],
  [
    "a variable that is none yet",
    'dag.task("report", () => void variable("x"))();',
    "3:31",
    "Here, read input.",
  ],
  [
    "a counter that another task reads",
    'let count = 0;\ndag.task("a", () => void (count += 1))();\ndag.task("b", () => count)();',
    "4:27",
    'Task "a" changes count, which task "b" uses. Each task is a process of its own',
  ],
  [
    "a list that another task reads",
    'const seen: string[] = [];\ndag.task("a", fill)();\ndag.task("b", () => seen.length)();\nfunction fill() {\n  seen.push("x");\n}',
    "7:3",
    'Task "a" changes seen, which task "b" uses.',
  ],
  [
    "a task as text",
    'const prices = dag.empty("prices");\ndag.task("b", ({ input }: TaskArgs<{ text: string }>) => void input)({ text: "of " + prices });',
    "4:78",
    "Compose text with the t`...` template instead.",
  ],
  [
    "an expression as JSON",
    'dag.task("b", ({ input }: TaskArgs<{ text: string }>) => void input)({ text: JSON.stringify({ ds }) });',
    "3:83",
    "Compose text with the t`...` template instead.",
  ],
];

const fine: readonly string[] = [
  'const prices = dag.task("prices", () => ({ n: 1 }))();\ndag.task("b", ({ input, log }: TaskArgs<{ prices: { n: number } }>) => {\n  const prices = input.prices;\n  log.info(String(prices.n));\n})({ prices });',
  'const cache = new Map<string, number>();\ndag.task("a", () => void cache.set("a", 1))();\ndag.task("b", () => 1)();',
  'const limits = { low: 1 };\ndag.task("a", () => limits.low === 1)();\ndag.task("b", () => limits.low <= 2)();',
  'const prices = dag.task("prices", { ds }, () => ({ n: 1 }));\ndag.task("b", { n: prices.output.n }, ({ input }) => input.n);',
  'const first = dag.empty("first");\ndag.task("b", () => first.taskId)();',
];

describe("a build of tasks whose code counts on more than its input", () => {
  let project: TestProject;
  let stderr: string;
  beforeAll(async () => {
    const modules = [
      ...refused.map(([, code], index) => [`refused-${index + 1}`, code]),
      ...fine.map((code, index) => [`fine-${index + 1}`, code]),
    ];
    const files = modules.map(([id, code]) => [
      `dags-ts/${id}.ts`,
      `import { Dag, ds, type TaskArgs, variable } from "windsock";\nconst dag = new Dag("${id}");\n${code}\nexport default dag;\n`,
    ]);
    project = await TestProject.create(Object.fromEntries(files));
    ({ stderr } = await project.windsock("build"));
  });
  afterAll(() => project.remove());

  test.each(
    refused.map(([name, , place, message], index) => ({ name, place, message, id: `refused-${index + 1}` })),
  )("hears of $name", ({ id, place, message }) => {
    const problems = stderr.split(/^(?=dags-ts\/)/m).filter((text) => text.startsWith(`dags-ts/${id}.ts:`));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`dags-ts/${id}.ts:${place} error `);
    expect(problems[0]).toContain(message);
  });

  test("hears nothing of those that keep to themselves", () => {
    expect(stderr).not.toContain("fine-");
  });
});
