// DAGs that nobody wrote: of options, params, schedules, names and texts as people have them, and as they have them
// once in a while. Most would load in Airflow; the others should be refused by the build.
import type { Random } from "random-js";
import { triggerRules } from "../../src/model/dag/trigger-rule.ts";
import { randomCron } from "./random-cron.ts";

/** Statements that make `dag` of what `windsock` exports and of `z`. */
export function randomDag(random: Random, index: number): string {
  const odd = () => random.bool(0.012);
  const some = <T>(usual: readonly T[], unusual: readonly T[]) => random.pick(odd() ? unusual : usual) as T;
  const maybe = (share: number, entry: () => string) => (random.bool(share) ? [entry()] : []);
  const text = () => JSON.stringify(some(texts, badTexts));
  const duration = () => some(durations, badDurations);
  const number = (usual: readonly string[]) => some(usual, ["-1", "2 ** 31", "1.5", "1e300"]);
  const id = () => `${some(ids, badIds)}`;

  const taskOptions = () => [
    ...maybe(0.1, () => `owner: ${text()}`),
    ...maybe(0.1, () => `email: [${text()}]`),
    ...maybe(0.1, () => `retries: ${number(["0", "3", "2 ** 31 - 1"])}`),
    ...maybe(0.1, () => `retryDelay: ${duration()}`),
    ...maybe(0.1, () => `maxRetryDelay: ${duration()}`),
    ...maybe(0.1, () => `executionTimeout: ${duration()}`),
    ...maybe(0.1, () => `pool: ${some(['"pool-1"', '"pöl.2"'], ['"my pool"', '""'])}`),
    ...maybe(0.1, () => `poolSlots: ${number(["1", "4"])}`),
    ...maybe(0.1, () => `queue: ${text()}`),
    ...maybe(0.1, () => `priorityWeight: ${some(["-5", "10", "2 ** 31", "2 ** 40"], ["1.5", "1e300"])}`),
    ...maybe(0.1, () => `triggerRule: "${random.pick(triggerRules)}"`),
    ...maybe(0.1, () => "retryExponentialBackoff: true, dependsOnPast: true, emailOnFailure: false"),
  ];
  const schedule = some(schedules, badSchedules) ?? JSON.stringify(randomCron(random));
  // Each schema is somebody's, not only those that chance picks.
  const params = [badParamSchemas[index], paramSchemas[index % paramSchemas.length]].flatMap((schema, at) =>
    schema === undefined ? [] : [`own${at}: ${schema}`],
  );
  for (let at = random.integer(0, 2); at > 0; at--) {
    const name = `${random.pick(paramNames)}${at === 1 ? "" : at}`;
    params.push(`${JSON.stringify(name)}: ${some(paramSchemas, badParamSchemas)}`);
  }
  const options = [
    `schedule: ${schedule}`,
    `startDate: ${some(dates, badDates)}`,
    ...maybe(0.1, () => `endDate: ${some(['"2030-01-01"', '"9999-12-30"'], ['"0001-01-01"', ...badDates])}`),
    ...maybe(0.4, () => `timezone: ${JSON.stringify(some(zones, badZones))}`),
    ...maybe(0.2, () => `displayName: ${text()}`),
    ...maybe(0.3, () => `description: ${text()}`),
    ...maybe(0.2, () => `doc: ${text()}`),
    ...maybe(0.3, () => `tags: [${some(tags, badTags)}, ${text()}.slice(0, 90)]`),
    ...maybe(0.2, () => `maxActiveRuns: ${number(["1", "16"])}`),
    ...maybe(0.2, () => `maxActiveTasks: ${number(["1", "16"])}`),
    ...maybe(0.2, () => `dagrunTimeout: ${duration()}`),
    ...maybe(0.2, () => `catchup: ${random.bool()}`),
    ...maybe(0.3, () => `defaults: { ${taskOptions().join(", ")} }`),
    ...maybe(0.6, () => `params: z.object({ ${params.join(", ")} })`),
  ];
  const dagId = `${id()}${index}`.replace(/^(.{250}).*$/su, `$1`);
  const groupOptions = () => [
    ...maybe(0.3, () => `tooltip: ${text()}`),
    ...maybe(0.3, () => `prefixGroupId: ${random.bool()}`),
    ...maybe(0.3, () => `uiColor: ${text()}`),
    ...maybe(0.3, () => `defaults: { ${taskOptions().join(", ")} }`),
  ];
  const group = (at: number) =>
    `${JSON.stringify(`${some(groupIds, badIds)}${at}`)}, { ${groupOptions().join(", ")} }`;
  const scopes = ["dag", ...(random.bool(0.4) ? ["outer", "inner"] : [])];
  const tasks = Array.from({ length: random.integer(0, 4) }, (_, at) => {
    const scope = random.pick(scopes);
    const own = [
      ...taskOptions(),
      ...maybe(0.1, () => `displayName: ${text()}`),
      ...maybe(0.1, () => `doc: ${text()}`),
      ...maybe(0.1, () => `outlets: [asset(${random.pick(assets)})]`),
    ];
    const taskId = JSON.stringify(`${id()}${at === 0 ? "" : at}`.slice(0, 251));
    const task = `{ ${own.join(", ")} }`;
    if (random.bool(0.2)) return `${scope}.empty(${taskId}, ${task})`;
    const input = [
      `text: ${text()}`,
      ...maybe(0.3, () => `variable: variable(${text()}, { fallback: ${text()} })`),
      ...maybe(0.3, () => `json: variable.json(${text()})[${text()}]`),
      ...maybe(0.3, () => `connection: connection(${some(['"get"', '"my conn"', '"x"'], [text()])}).host`),
      ...maybe(0.3, () => `composed: t\`\${ds}/x\``),
      ...maybe(0.5, () => "params: dag.params"),
      `[${text()}]: [1, 2.5, -0, null, true, 1e21, { a: ${text()} }]`,
    ];
    return `${scope}.task(${taskId}, () => 1, ${task})({ ${input.join(", ")} })`;
  });
  return [
    `const dag = new Dag(${JSON.stringify(dagId)}, { ${options.join(", ")} });`,
    ...(scopes.length > 1
      ? [`const outer = dag.taskGroup(${group(1)});`, `const inner = outer.taskGroup(${group(2)});`]
      : []),
    `const tasks = [${tasks.join(",\n  ")}];`,
    "if (tasks.length > 1) chain(...tasks);",
    ...maybe(
      0.2,
      () =>
        `if (tasks.length > 2) dag.switch(tasks[0], { [${text()}]: tasks[1], b: [tasks[2], ...tasks.slice(3)] });`,
    ),
    ...maybe(0.1, () => "if (tasks.length > 1) dag.shortCircuit(tasks[1]);"),
    ...(scopes.length > 1 ? maybe(0.5, () => 'outer.before(dag.empty("behind"));') : []),
  ].join("\n");
}

const many = (character: string, count: number) => character.repeat(count);

const texts = [
  "plain",
  'it\'s "quoted"',
  "back\\slash \\n \\N{DASH} \\u0041",
  "line\nfeed\r\n\ttab",
  "{{ 7 * 7 }} {% raw %} {# no #}",
  "}}%}#}",
  "日本 é 🚀 𝒜 \u200f",
  "\u0001\u0007\u001b\u007f\u0085",
  "\u2028\u2029\ufeff\ufffe\uffff",
  '"""',
  "'''",
  "readme.md",
  "run.sh",
  "",
  " ",
  "%s %(x)s $HOME `id`",
  "Asset( timedelta( node_task(",
  "'Asset('",
  many("long ", 60),
  "#!",
  "\\",
  "a\\",
  '"',
  "'",
];
const badTexts = ["nul\0", "\ud83d", "a\udc00b", many("x", 2001), many("🚀", 1001)];
const ids = [
  "d",
  "dag-",
  "a.b.",
  "class",
  "import",
  "é",
  "日本",
  "𝒜",
  "Ⅷ²٣",
  "_",
  "-x",
  ".x",
  "a..b",
  "1",
  "dag",
  "windsock_",
  "Windsock-acme_",
  "None",
  "sys",
  "Path",
  "DAG",
  many("l", 240),
  many("é", 240),
];
const groupIds = ["g", "class", "é", "1", "_", "-x", "dag", "TaskGroup", "outer", many("l", 190)];
const badIds = ["my id", "", "e\u0301", "a\n", "🚀", "a/b", "../x", many("l", 251), "x:", "a\u200d"];
const durations = [
  "{ minutes: 5 }",
  "{ seconds: 0.5 }",
  "{ days: 1, hours: 2 }",
  "{ days: 900000 }",
  "{ seconds: 1.000001 }",
];
const badDurations = [
  "{ seconds: 0 }",
  "{ seconds: 1e-9 }",
  "{ days: 1e9 }",
  "{ days: 1e12 }",
  "{ seconds: -1 }",
  "{ days: 365 * 3000 }",
];
/** Undefined stands for a cron expression. */
const schedules = [
  undefined,
  undefined,
  undefined,
  "null",
  '"@daily"',
  '"@once"',
  '"@annually"',
  '"@HOURLY"',
  '"0 6 * * *"',
  "{ hours: 1 }",
  "{ seconds: 90 }",
  'allOf(asset("s3://a/b"), anyOf(asset("x://y/z"), asset("s3://c")))',
];
const badSchedules = [
  '"@fortnightly"',
  '"@weekly "',
  "{ seconds: 1e-9 }",
  "{ days: 1e7 }",
  "allOf()",
  '"0 0 31 2 *"',
  '"0 0 1 1 * 0 1999"',
  '"H H * * *"',
];
const dates = [
  '"2026-01-01"',
  '"2026-03-29T02:30"',
  '"1970-01-01"',
  '"1900-01-01"',
  '"2026-10-25T02:30:15"',
  '"9998-12-31"',
];
const badDates = ['"0000-01-01"', '"0001-01-01"', '"9999-12-31T23:00"', '"2026-02-30"', "undefined"];
const zones = [
  "UTC",
  "utc",
  "Europe/Zurich",
  "Asia/Kathmandu",
  "America/Argentina/ComodRivadavia",
  "Etc/GMT+12",
  "GB",
  "EST5EDT",
  "Asia/Calcutta",
  "Pacific/Apia",
  "W-SU",
];
const badZones = [
  "europe/berlin",
  "Etc/Utc",
  "Mars/Olympus",
  "+01:00",
  "",
  "Factory",
  "est",
  "local",
  "../etc/localtime",
];
const tags = ['"a"', JSON.stringify(many("t", 100)), JSON.stringify(many("𝒜", 100)), '"with, comma"', '""'];
const badTags = [JSON.stringify(many("t", 101)), JSON.stringify(many("𝒜", 101))];
const assets = [
  '"s3://shop/rows"',
  '"x-y://place/path%20x"',
  '"file:///a/b"',
  '"postgres://host/db/schema/table"',
  '"s3://bucket"',
  '"custom:x"',
  '"gs://a//b"',
];
const paramNames = [
  "p",
  'x"',
  "a'b",
  "a b",
  "日",
  "class",
  "default",
  "self",
  "__class",
  "__var",
  "__type",
  "dag_id",
  "{{ x }}",
  "n\n",
  "constructor",
  "items",
];
const paramSchemas = [
  'z.string().default("x")',
  "z.int().default(3)",
  "z.int().min(1).max(5).default(5)",
  "z.number().multipleOf(0.25).default(0.75)",
  "z.number().default(1e300)",
  "z.number().multipleOf(3).default(9)",
  "z.boolean().default(false)",
  'z.enum(["a", "b"]).default("b")',
  "z.string().nullable().default(null)",
  "z.array(z.int()).default([1])",
  'z.iso.date().default("2026-01-01")',
  "z.iso.date().nullable().default(null)",
  'z.iso.datetime().default("2026-01-01T00:00:00Z")',
  'z.iso.datetime({ local: true }).default("2026-01-01T00:00:00")',
  'z.iso.datetime({ offset: true }).default("2026-01-01T00:00:00.123+02:00")',
  'z.iso.time({ precision: 0 }).default("06:00:00")',
  'z.iso.duration().default("P1DT2H")',
  'z.email().default("me@example.com")',
  'z.url().default("https://example.com/é?x")',
  'z.uuid().default("c56a4180-65aa-42ec-a945-5fd21dec0538")',
  'z.ipv4().default("127.0.0.1")',
  'z.ipv6().default("::1")',
  'z.string().regex(/^[a-z]\\d+$/).default("a1")',
  'z.string().regex(/^\\w.[^]\\s$/).default("aé\\n ")',
  'z.string().regex(/^(?<y>\\d{4})-\\bx$/u).default("2026-x")',
  'z.string().startsWith("{").default("{{ x }}")',
  'z.object({ a: z.int(), "b c": z.string().optional() }).default({ a: 1 })',
  "z.union([z.string(), z.int()]).default(1)",
  'z.literal(["a", 1, null]).default(null)',
  'z.record(z.string(), z.int()).default({ "x y": 1 })',
  'z.tuple([z.int(), z.string()]).default([1, "a"])',
  "z.any().default(1)",
  'z.string().default("x").meta({ title: "T", section: "S", description_md: "# x", examples: ["a"], values_display: { a: "A" } })',
  'z.string().default("🚀").describe("with \\"quotes\\"")',
  'z.string().min(2).max(3).default("abc")',
  'z.string().prefault("x")',
  'z.base64().default("YQ==")',
  'z.string().meta({ format: "multiline" }).default("a\\nb")',
  "z.array(z.string()).min(1).default(['a'])",
  "z.int().default(-0)",
  'z.cidrv4().default("10.0.0.0/8")',
  "z.lazy(() => z.string()).default('x')",
];
const badParamSchemas = [
  'z.email().default("")',
  "z.number().min(1).default(0)",
  "z.number().multipleOf(0.1).default(0.3)",
  "z.array(z.number().multipleOf(0.1)).default([0.1, 0.7])",
  "z.union([z.number().multipleOf(0.01), z.string()]).default(4.35)",
  'z.string().regex(/^abc$/i).default("ABC")',
  'z.string().regex(/^\\p{Lu}/u).default("Z")',
  'z.string().regex(/(a)\\1/).default("aa")',
  'z.string().regex(/(?<=a+)b/).default("aab")',
  'z.string().regex(/^.$/s).default("\\n")',
  'z.iso.time().default("06:00")',
  'z.iso.time().default("06:00:00.5")',
  'z.string().meta({ title: 5 }).default("x")',
  'z.string().meta({ examples: "x" }).default("x")',
  'z.string().meta({ schema: {} }).default("x")',
  'z.string().meta({ source: "x" }).default("x")',
  'z.string().meta({ self: 1 }).default("x")',
  "z.number().default(NaN)",
  "z.int().default(1.5)",
  "z.string().transform(Number).default(5)",
  "z.string()",
  'z.enum(["a"]).default("b")',
  "z.string().max(2).default('abc')",
  'z.uuid().default("x")',
  'z.ipv4().default("1")',
  'z.iso.date().default("2026-02-30")',
  'z.url().default("")',
  'z.string().default("nul\\0")',
  'z.string().meta({ format: "uuid" }).default("x")',
  'z.string().meta({ format: "regex" }).default("(")',
  'z.string().meta({ minLength: 3 }).default("x")',
  'z.string().meta({ type: "wrong" }).default("x")',
  'z.string().meta({ pattern: "(" }).default("x")',
  'z.string().meta({ minLength: "3" }).default("x")',
];
