// What `windsock build` says of DAGs that Airflow could not run: all of them in one project, built once.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dagModule } from "./dag-modules.ts";
import { TestProject } from "./test-project.ts";

type Case = readonly [name: string, code: string, message: string];

/** Lines of a module whose DAG is `dag`. */
const brokenTasks: readonly Case[] = [
  [
    "a cycle, as a path along the arrows",
    'const a = dag.empty("a"), b = dag.empty("b"), c = dag.empty("c");\nchain(a, b, c, a);',
    "Tasks wait for each other: a => b => c => a.",
  ],
  [
    "a task id that Airflow refuses",
    'dag.empty("my task");',
    'Task id "my task" holds other characters than',
  ],
  [
    "a task id that is too long",
    `dag.empty("${"x".repeat(251)}");`,
    "is longer than the 250 characters Airflow allows.",
  ],
  ["a task nobody made", 'dag.task("lost", () => 1);', 'Task "lost" is declared but never made.'],
  [
    "a task made twice",
    'const make = dag.task("work", () => 1);\nmake();\nmake();',
    'Task "work" is made twice here.',
  ],
  [
    "a task of another DAG",
    'const other = new Dag("other").empty("elsewhere");\nchain(other, dag.empty("here"));',
    'Task "here" comes after "elsewhere", which is not a task of DAG "{id}".',
  ],
  [
    "a param that does not exist",
    '(dag.task("work", ({ input }: TaskArgs<{ n: number }>) => void input) as any)({ n: (dag.params as any).nope });',
    'Task "work" uses param "nope". There are none.',
  ],
  [
    "a field that the output does not have",
    'const make = defineOperator({ name: "Make", output: z.object({ rows: z.number() }), run: () => ({ rows: 1 }) });\n' +
      'const made = dag.task("make", make)();\n' +
      'dag.task("use", ({ input }: TaskArgs<{ n: number }>) => void input)({ n: (made.output as any).row });',
    'Task "use" uses "row" of the output of "make". Its fields are: rows.',
  ],
  [
    "a connection that was not given",
    'const use = defineOperator({ name: "Use", connections: { store: { name: "H", connTypes: [], open: () => ({}) } }, run: () => undefined });\n' +
      '(dag.task("use", use) as any)({}, {});',
    'Task "use" needs a connection for "store".',
  ],
  [
    "a Date among the inputs",
    '(dag.task("use", ({ input }: TaskArgs<{ at: string }>) => void input) as any)({ at: new Date(0) });',
    "input.at is a Date, which JSON cannot carry.",
  ],
  [
    "an integer among the inputs that JavaScript has rounded",
    '(dag.task("use", ({ input }: TaskArgs<{ ids: number[] }>) => void input) as any)({ a: [{ b: [[[[{ ids: [1, 9007199254740993] }]]]] }] });',
    "input.a[0].b[0][0][0][0].ids[1] is an integer beyond 2^53",
  ],
  [
    "half an emoji among the inputs",
    'dag.task("use", ({ input }: TaskArgs<{ text: string }>) => void input)({ text: "🏠".slice(0, 1) });',
    "input.text holds half of a character",
  ],
  [
    "NUL in a key of the inputs",
    'dag.task("use", ({ input }: TaskArgs<any>) => void input)({ deep: { "a\\0": 1 } } as never);',
    "A key of input.deep holds a NUL character",
  ],
  [
    "NUL in the fallback of a variable",
    'dag.task("use", ({ input }: TaskArgs<{ v: string }>) => void input)({ v: variable("v", { fallback: "\\0" }) });',
    'The fallback of variable "v" holds a NUL character',
  ],
  [
    "an expression used as plain text",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the author's template
    'dag.task("use", ({ input }: TaskArgs<{ at: string }>) => void input)({ at: `x ${variable("y")}` });',
    "Compose text with the t`...` template instead.",
  ],
  [
    "an asset that is no URI",
    'dag.task("use", () => 1, { outlets: [asset("listings of today")] })();',
    'Asset "listings of today" is not a URI of visible ASCII characters.',
  ],
  [
    "an asset whose URI holds a password",
    'dag.task("use", () => 1, { inlets: [asset("postgres://me:secret@host/db")] })();',
    "An asset's URI holds a login.",
  ],
  [
    "an asset that Airflow would rename",
    'dag.task("use", () => 1, { outlets: [asset("s3://shop/listings/")] })();',
    'Asset "s3://shop/listings/" ends in a slash, which Airflow drops.',
  ],
  [
    "events of an asset that triggers nothing",
    'const rows = asset("s3://shop/rows", z.object({ n: z.number() }));\n' +
      'dag.task("use", ({ input }: TaskArgs<{ n: number }>) => void input)({ n: triggering_asset_events(rows)[0].extra.n });',
    'Task "use" uses the events of asset "s3://shop/rows", which never trigger this DAG. It is scheduled on no asset',
  ],
  [
    "a NUL character among the inputs",
    'dag.task("use", ({ input }: TaskArgs<{ a: string[] }>) => void input)({ a: ["fine", "a\\0b"] });',
    "input.a[1] holds a NUL character",
  ],
  [
    "half a character in a task's options",
    'dag.empty("use", { owner: "\\ud83d" });',
    "options.owner holds half of a character",
  ],
  ["a number of tries below zero", 'dag.empty("use", { retries: -1 });', 'Task "use" has -1 as retries.'],
  ["a text that should be a list", 'dag.empty("use", { email: "me@example.com" as any });', "as email. "],
];

/** Options of a DAG. */
const brokenOptions: readonly Case[] = [
  [
    "an end before the start",
    '{ startDate: "2026-02-01", endDate: "2026-01-31" }',
    "lies before the start date 2026-02-01",
  ],
  ["a date that does not exist", '{ startDate: "2026-02-30" }', 'startDate "2026-02-30" is not a date.'],
  ["a date with an offset", '{ startDate: "2026-02-03T00:00+01:00" }', "without an offset"],
  [
    "a time zone nobody knows",
    '{ timezone: "Mars/Olympus" }',
    'Time zone "Mars/Olympus" is not in the IANA database.',
  ],
  ["a schedule without a start", '{ schedule: "@daily" }', "The DAG has a schedule and no startDate."],
  [
    "a cron expression with a field too few",
    '{ schedule: "0 0 * *", startDate: "2026-01-01" }',
    'Schedule "0 0 * *" is not a cron expression: it has 4 fields',
  ],
  [
    "a date that never comes",
    '{ schedule: "0 0 31 2 *", startDate: "2026-01-01" }',
    'Schedule "0 0 31 2 *" names dates that never come',
  ],
  [
    "a cron expression out of range",
    '{ schedule: "61 0 * * *", startDate: "2026-01-01" }',
    'Schedule "61 0 * * *" is not a cron expression',
  ],
  ["a schedule on no asset at all", "{ schedule: allOf() }", "scheduled on assets, and names none."],
  [
    "a param without a default",
    "{ params: z.object({ n: z.number() }) }",
    'Param "n" has no default, and a scheduled run has nobody to ask.',
  ],
  [
    "an integer as a param's default that JavaScript has rounded",
    "{ params: z.object({ n: z.number().default(2 ** 64) }) }",
    'Param "n" has a default that cannot be: default is an integer beyond 2^53',
  ],
  [
    "a param's default that no database can store",
    '{ params: z.object({ names: z.array(z.string()).default(["a", "b\\0"]) }) }',
    'Param "names" has a default that cannot be: default[1] holds a NUL character',
  ],
  [
    "a NUL character in the description",
    '{ description: "a\\0b" }',
    "The DAG's description holds a NUL character",
  ],
  [
    "half a character in a tag",
    '{ tags: ["fine", "🚀".slice(0, 1)] }',
    "The DAG's tags.1 holds half of a character",
  ],
  [
    "a NUL character in the name of a param",
    '{ params: z.object({ "a\\0b": z.string().default("") }) }',
    "holds a NUL character",
  ],
  [
    "half a character in a param's default",
    '{ params: z.object({ a: z.string().default("\\udc00") }) }',
    'Param "a" has a default that cannot be: default holds half of a character',
  ],
  [
    "a default without the format that Airflow checks",
    '{ params: z.object({ u: z.string().meta({ format: "uuid" }).default("x") }) }',
    'Param "u" has the default "x", which Airflow refuses: it wants the format "uuid".',
  ],
  [
    "a time that Airflow does not read",
    '{ params: z.object({ at: z.string().meta({ format: "time" }).default("06:00") }) }',
    'which Airflow refuses: it wants the format "time", written as 06:00:00.',
  ],
  [
    "an annotation that is none",
    '{ params: z.object({ u: z.string().meta({ examples: "x" as any }).default("x") }) }',
    'Param "u" has "x" as examples in its .meta(...), which Airflow refuses.',
  ],
  ["a year that Python does not have", '{ startDate: "0000-01-01" }', "lies outside of the years 1 to 9999"],
  [
    "a pool that Airflow 2 does not take",
    '{ defaults: { pool: "my pool" } }',
    "as defaults.pool. Airflow 2 takes letters",
  ],
  [
    "more tries than a database counts",
    "{ defaults: { retries: 2 ** 31 } }",
    "The DAG has 2147483648 as defaults.retries.",
  ],
  [
    "a distance that is no time to Python",
    '{ schedule: { seconds: 1e-9 }, startDate: "2026-01-01" }',
    "Airflow takes a microsecond to a thousand years",
  ],
  [
    "no runs at once",
    "{ maxActiveRuns: 0 }",
    "The DAG has 0 as maxActiveRuns. Too small: expected number to be >0.",
  ],
];

const cases = [
  ...brokenTasks.map(([name, lines, message]) => ({
    name,
    message,
    place: /^[4-6]:\d+ error /,
    source: (id: string) => `const dag = new Dag("${id}");\n${lines}\nexport default dag;\n`,
  })),
  ...brokenOptions.map(([name, options, message]) => ({
    name,
    message,
    place: /^3:13 error /,
    source: (id: string) => `const dag = new Dag("${id}", ${options});\nexport default dag;\n`,
  })),
].map((each, index) => ({ ...each, id: `broken-${index + 1}` }));

describe("a build of broken DAGs", () => {
  let project: TestProject;
  let stderr: string;
  beforeAll(async () => {
    const files = cases.map(({ id, source }) => [`dags-ts/${id}.ts`, dagModule(source(id))]);
    project = await TestProject.create(Object.fromEntries(files));
    const result = await project.windsock("build");
    expect(result.exitCode).toBe(1);
    stderr = result.stderr;
  });
  afterAll(() => project.remove());

  test.each(cases)("hears of $name", ({ id, place, message }) => {
    // Each problem begins with its place; the code around it follows.
    const problems = stderr.split(/^(?=dags-ts\/)/m).filter((text) => text.startsWith(`dags-ts/${id}.ts:`));
    expect(problems).toHaveLength(1);
    const said = problems.join("").slice(`dags-ts/${id}.ts:`.length);
    expect(said).toMatch(place);
    expect(said).toContain(message.replaceAll("{id}", id));
  });
});
