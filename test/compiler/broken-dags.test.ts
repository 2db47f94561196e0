// What `windsock build` says of DAGs that Airflow could not run: all of them in one project, built once.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dagModule } from "./dag-modules.ts";
import { TestProject } from "./test-project.ts";

type Case = readonly [name: string, code: string, message: string];

const operator =
  'const use = defineOperator({ name: "Use", input: z.object({ n: z.number().min(3), at: z.string(), ' +
  "deep: z.array(z.object({ ids: z.array(z.int()) })).optional() }), run: () => undefined });";

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
    'import { elsewhere } from "./another/another.ts";\nchain(elsewhere, dag.empty("here"));',
    'Task "here" comes after "elsewhere", which is not in DAG "{id}".',
  ],
  [
    "a template of Airflow's, as plain text",
    'dag.task("load", (_: TaskArgs<{ key: string }>) => 1)({ key: "data/{{ ds_nodash }}.csv" });',
    'Task "load" is given the text "data/{{ ds_nodash }}.csv", and a text is never rendered. ' +
      `Write t\`data/\${ds_nodash}.csv\`, with ds_nodash of "windsock".`,
  ],
  [
    "a template of Airflow's, deep in what a task is given",
    'dag.task("sql", (_: TaskArgs<{ q: string[] }>) => 1)({ q: ["select 1", "limit {{ params.limit }}"] });',
    `Write t\`limit \${dag.params.limit}\`.`,
  ],
  [
    "a template of Airflow's, in a composed text",
    'import { ds, t } from "windsock";\n' +
      `dag.task("load", (_: TaskArgs<{ key: string }>) => 1)({ key: t\`{{var.json.places.home}}/\${ds}\` });`,
    `Write t\`\${variable.json("places").home}/\`.`,
  ],
  [
    "a template of Airflow's, for a Python operator",
    'import { pythonOperator } from "windsock";\n' +
      'dag.task("say", pythonOperator("acme.Bash"))({ command: "echo {{ macros.ds_add(ds, 7) }}" });',
    `Write t\`echo \${jinja("macros.ds_add(ds, 7)")}\`.`,
  ],
  [
    "a wait for a task of a DAG that the project does not have",
    'import { elsewhere } from "./another/another.ts";\ndag.waitForTask("wait", elsewhere);',
    "and the project has no such DAG. Export it by default from a module of its own",
  ],
  [
    "a wait for a task that would never end",
    'dag.waitForTask("wait", dag.empty("own"));',
    'Task "wait" waits for task "own" of DAG "{id}", which is its own.',
  ],
  [
    "a sensor that never stops looking",
    'dag.sensor("wait", () => false, { pokeInterval: { seconds: 0 } })();',
    'Task "wait" has {"seconds":0} as pokeInterval. Too small',
  ],
  [
    "a sensor that is back before it has gone",
    'dag.sensor("wait", () => false, { mode: "reschedule", pokeInterval: { seconds: 9 } })();',
    'Task "wait" has pokeInterval 9 seconds and the mode "reschedule"',
  ],
  [
    "a wait for what is undefined",
    'dag.waitForTask("wait", undefined as any);',
    'Task "wait" waits for undefined. Give it a task, a group or a DAG, or ids.',
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
  [
    "a task without code",
    'dag.task("use", undefined as any)();',
    'Task "use" has no code: it is given undefined. Give it an operator',
  ],
  [
    "the output of a task that is not made",
    'const made = dag.task("made", () => 1);\ndag.task("use", () => 1)({ n: (made as any).output } as never);',
    'Task "made" is not made yet, and has no output. Call what dag.task(...) returns',
  ],
  [
    "an option that there is not",
    'dag.empty("use", { ...{}, retires: 2 } as any);',
    'Task "use" has an option "retires", which there is not. Did you mean "retries"?',
  ],
  [
    "an option by its name in Python",
    'dag.task("use", () => 1, { retry_delay: { minutes: 5 } } as any)();',
    'Task "use" has an option "retry_delay", which there is not. Did you mean "retryDelay"?',
  ],
  [
    "an option of the DAG that a task has",
    'dag.empty("use", { schedule: "@daily" } as any);',
    'Task "use" has an option "schedule", which is one of the DAG. Give it to new Dag(...).',
  ],
  [
    "a delay that is a number",
    'dag.empty("use", { retryDelay: 300 } as any);',
    'Task "use" has 300 as retryDelay. Write a length of time, such as { minutes: 5 }',
  ],
  [
    "a delay in minutes of another name",
    'dag.empty("use", { retryDelay: { minute: 5 } } as any);',
    'Task "use" has {"minute":5} as retryDelay.',
  ],
  [
    "outlets that are texts",
    'dag.task("use", () => 1, { outlets: ["s3://shop/x"] } as any)();',
    'Task "use" has ["s3://shop/x"] as outlets. Write a list of assets',
  ],
  [
    "options that are none",
    'dag.task("use", () => 1, 3 as any)();',
    'Task "use" has 3 as its options. Write an object',
  ],
  [
    "a constant that the operator refuses",
    `${operator}\ndag.task("use", use)({ n: 1, at: variable("at") });`,
    'Task "use" is given 1 as input.n, which its operator refuses. Too small: expected number to be >=3.',
  ],
  [
    "a constant deep in an input that the operator refuses",
    `${operator}\ndag.task("use", use)({ n: 3, at: "x", deep: [{ ids: [1, 2.5] }, variable.json<{ ids: number[] }>("v")] });`,
    'Task "use" is given 2.5 as input.deep.0.ids.1, which its operator refuses. ',
  ],
  [
    "an input that the operator misses",
    `${operator}\n(dag.task("use", use) as any)({ n: 3 });`,
    'Task "use" is given no input.at, which its operator needs.',
  ],
  [
    "an input of another name",
    `${operator}\n(dag.task("use", use) as any)({ n: 3, at: variable("at"), dep: [] });`,
    'Task "use" is given input.dep, which its operator does not know. Did you mean "deep"?',
  ],
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
    '{ schedule: "@daily", startDate: "2026-01-01", params: z.object({ n: z.number() }) }',
    'Param "n" has no default, which Airflow refuses where a DAG has a schedule',
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
  ["a text that should be a yes or no", '{ catchup: "yes" as any }', 'The DAG has "yes" as catchup. '],
  [
    "an option that there is not",
    '{ shedule: "@daily" } as any',
    'The DAG has an option "shedule", which there is not. Did you mean "schedule"?',
  ],
  [
    "an option that nobody could mean",
    "{ onFailureCallback: () => 1 } as any",
    'The DAG has an option "onFailureCallback", which there is not. The options are: displayName, description,',
  ],
  [
    "an option of tasks",
    "{ retries: 2 } as any",
    'The DAG has an option "retries", which is one of tasks. Give it to the task, or to all tasks: defaults: { ... }.',
  ],
  [
    "a default that there is not",
    "{ defaults: { retires: 2 } as any }",
    'The DAG has an option "retires" in defaults, which there is not. Did you mean "retries"?',
  ],
  [
    "a default of another type",
    '{ defaults: { retries: "2" as any } }',
    'The DAG has "2" as defaults.retries. Invalid input: expected number, received string.',
  ],
  [
    "an option that JSON cannot carry",
    "{ description: 5n as any }",
    "The DAG has 5 as description. Invalid input: expected string, received bigint.",
  ],
  ["a date that is an object", "{ startDate: new Date(0) as any }", "The DAG has a Date as startDate. "],
  [
    "params that are no schema",
    "{ params: { n: 1 } as any }",
    'The DAG has {"n":1} as params. Write a schema: z.object({',
  ],
  [
    "a schedule that is none",
    "{ schedule: { hour: 1 } as any }",
    'The DAG has {"hour":1} as schedule. Write a cron',
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
    place: /^3:\d+ error /,
    source: (id: string) => `const dag = new Dag("${id}", ${options});\nexport default dag;\n`,
  })),
].map((each, index) => ({ ...each, id: `broken-${index + 1}` }));

describe("a build of broken DAGs", () => {
  let project: TestProject;
  let stderr: string;
  beforeAll(async () => {
    const files = cases.map(({ id, source }) => [`dags-ts/${id}.ts`, dagModule(source(id))]);
    project = await TestProject.create({
      ...Object.fromEntries(files),
      "dags-ts/another/another.ts":
        'import { Dag } from "windsock";\nexport const elsewhere = new Dag("other").empty("elsewhere");\n',
    });
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
