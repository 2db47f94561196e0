// A whole DAG in a test: the scheduler, the expressions and the checks are those of a local run.
import { describe, expect, test } from "vitest";
import {
  AirflowFailException,
  AirflowSkipException,
  connection,
  Dag,
  defineOperator,
  ds,
  jinja,
  rawConnection,
  type TaskArgs,
  t,
  variable,
} from "windsock";
import { runDag } from "windsock/testing";
import * as z from "zod";

const load = defineOperator({
  name: "LoadOperator",
  input: z.object({ key: z.string(), limit: z.number().int().default(10) }),
  output: z.object({ rows: z.number().int(), note: z.string().optional() }),
  connections: { api: rawConnection },
  run: ({ input, connections, log }) => {
    log.info(`${connections.api.host} with ${connections.api.password}`);
    return { rows: input.limit, note: undefined };
  },
});

const dag = new Dag("sample", {
  schedule: "@daily",
  startDate: "2026-01-01",
  endDate: "2026-01-31",
  defaults: { retries: 2, retryDelay: { hours: 1 } },
  params: z.object({ limit: z.number().int().min(1).default(3) }),
});
const loaded = dag.task("load", load)(
  { key: t`${variable("prefix")}/${ds}.csv`, limit: dag.params.limit },
  { api: connection("api_conn") },
);
const report = dag.task("report", ({ input, log }: TaskArgs<{ rows: number; currency: string }>) => {
  log.info(`${input.rows} rows in ${input.currency}`);
  return { text: `${input.rows} ${input.currency}` };
})({ rows: loaded.output.rows, currency: variable("currency", { fallback: "EUR" }) });
dag.empty("end").after(report);

const given = {
  connections: { api_conn: "http://me:s3cret-word@example.com" },
  variables: { prefix: "in" },
};

describe("runDag", () => {
  test("runs all tasks of the DAG's first run, each fed with what the others returned", async () => {
    const run = await runDag(dag, given);
    expect(run.state).toBe("success");
    expect(run.error).toBeUndefined();
    expect(Object.keys(run.tasks)).toEqual(["load", "report", "end"]);
    expect(run.tasks.load).toMatchObject({
      state: "success",
      tries: 1,
      input: { key: "in/2026-01-01.csv", limit: 3 },
      output: { rows: 3 },
    });
    expect(run.tasks.report).toMatchObject({
      input: { rows: 3, currency: "EUR" },
      output: { text: "3 EUR" },
    });
    expect(run.tasks.report?.log).toEqual(["INFO    3 rows in EUR"]);
    expect(run.tasks.end).toMatchObject({ state: "success", tries: 0, output: null });
  });

  test("takes the date, the params and the variables of a run", async () => {
    const run = await runDag(dag, {
      ...given,
      logicalDate: "2026-01-05",
      params: { limit: 8 },
      variables: { prefix: "other", currency: "CHF" },
    });
    expect(run.tasks.load?.input).toEqual({ key: "other/2026-01-05.csv", limit: 8 });
    expect(run.tasks.report?.output).toEqual({ text: "8 CHF" });
  });

  test("shows no secret in a log", async () => {
    const { tasks } = await runDag(dag, given);
    expect(tasks.load?.log).toEqual(["INFO    example.com with ***"]);
    const secretive = new Dag("secretive");
    secretive.task("tell", ({ input, log }: TaskArgs<{ token: string }>) => {
      log.info(`using ${input.token}`);
      throw new AirflowFailException(`${input.token} was refused`);
    })({ token: variable("api_token") });
    const { tasks: told } = await runDag(secretive, { variables: { api_token: "hunter-two" } });
    expect(told.tell?.log).toEqual(["INFO    using ***", "ERROR   *** was refused"]);
  });

  test("gives each task its own copy of a value, as JSON carries it", async () => {
    const values = new Dag("values");
    const made = values.task("make", (): { list: number[]; nothing?: string | undefined } => ({
      list: [1],
      nothing: undefined,
    }))();
    const take = ({ input }: TaskArgs<{ list: number[] }>) => ({ length: input.list.push(2) });
    values.task("one", take)({ list: made.output.list });
    values.task("two", take)({ list: made.output.list });
    const { tasks } = await runDag(values);
    expect(Object.keys(tasks.make?.output as object)).toEqual(["list"]);
    expect([tasks.make?.output, tasks.one?.output, tasks.two?.output]).toEqual([
      { list: [1] },
      { length: 2 },
      { length: 2 },
    ]);
  });
});

describe("a stand-in", () => {
  test("takes the place of a task's code, not of its checks", async () => {
    const run = await runDag<{ load: typeof load }>(dag, {
      variables: { prefix: "in" },
      tasks: { load: ({ input }) => ({ rows: input.limit * 100 }) },
    });
    expect(run.tasks.load.output.rows).toBe(300);
    expect(run.tasks.report?.input).toEqual({ rows: 300, currency: "EUR" });
    const wrong = await runDag(dag, { variables: { prefix: "in" }, tasks: { load: { rows: 1.5 } } });
    expect(wrong.tasks.load?.error).toMatchObject({
      name: "AirflowFailException",
      message: expect.stringMatching(
        /What the stand-in of "load" returned does not fit its schema:[\s\S]*at rows/,
      ),
    });
  });

  test("may be what the task returns", async () => {
    const run = await runDag(dag, { variables: { prefix: "in" }, tasks: { load: { rows: 7 } } });
    expect(run.tasks.report?.output).toEqual({ text: "7 EUR" });
    expect(run.tasks.load).toMatchObject({ state: "success", tries: 1, input: { key: "in/2026-01-01.csv" } });
  });

  test("that is undefined returns nothing", async () => {
    const quiet = new Dag("quiet");
    const write = defineOperator({ name: "WriteOperator", run: () => {} });
    quiet.task("write", write)();
    expect((await runDag(quiet, { tasks: { write: undefined } })).tasks.write?.output).toBeNull();
  });
});

describe("endings", () => {
  const endings = new Dag("endings", { defaults: { retries: 3, retryDelay: { hours: 1 } } });
  endings.task("flaky", ({ context, log }: TaskArgs) => {
    log.info(`try ${context.tryNumber}`);
    if (context.tryNumber < 3) throw new Error("not yet");
    return { tries: context.tryNumber };
  })();
  const skipped = endings.task("skips", () => {
    throw new AirflowSkipException("nothing arrived");
  })();
  skipped.before(endings.empty("skipped_too"), endings.empty("anyway", { triggerRule: "none_failed" }));
  const broken = endings.task("breaks", () => {
    throw new TypeError("it broke", { cause: new Error("deeper") });
  })();
  const hopeless = endings.task("gives_up", () => {
    throw new AirflowFailException("hopeless");
  })();
  endings.task("never", ({ input }: TaskArgs<{ all: null }>) => input.all)({ all: broken });
  endings.empty("at_last", { triggerRule: "all_done" }).after(broken, hopeless);

  test("follow the trigger rules and retries of a real run, without its waits", async () => {
    const run = await runDag(endings);
    expect(
      Object.fromEntries(Object.entries(run.tasks).map(([id, { state, tries }]) => [id, [state, tries]])),
    ).toEqual({
      flaky: ["success", 3],
      skips: ["skipped", 1],
      skipped_too: ["skipped", 0],
      anyway: ["success", 0],
      breaks: ["failed", 4],
      gives_up: ["failed", 1],
      never: ["upstream_failed", 0],
      at_last: ["success", 0],
    });
    expect(run.state).toBe("failed");
    expect(run.tasks.flaky?.log.filter((line) => line.startsWith("INFO"))).toEqual([
      "INFO    try 1",
      "INFO    try 2",
      "INFO    try 3",
    ]);
    expect(run.tasks.skips?.error).toBeInstanceOf(AirflowSkipException);
    expect(run.tasks.flaky?.error).toBeUndefined();
  });

  // As in a pass of Airflow's scheduler: what it decides of one task, others hear of in the next.
  test("of tasks that are decided together do not go by each other", async () => {
    const dag = new Dag("together");
    const breaks = dag.task("breaks", () => {
      throw new AirflowFailException("hopeless");
    })();
    const setup = dag.empty("set_up").asSetup();
    const used = dag.empty("used");
    const idle = dag.empty("idle", { triggerRule: "all_skipped" });
    breaks.before(setup, idle);
    setup.before(used);
    used.before(idle);
    const { tasks } = await runDag(dag);
    expect([tasks.set_up?.state, tasks.used?.state]).toEqual(["upstream_failed", "upstream_failed"]);
    // Its setup fails it, too; what comes before it had decided by then.
    expect(tasks.idle?.state).toBe("skipped");
  });

  test("hand on what a task threw, with its place, and say it in the log", async () => {
    const { tasks, error } = await runDag(endings);
    expect(tasks.breaks?.error).toBeInstanceOf(TypeError);
    expect(tasks.breaks?.error).toMatchObject({ stack: expect.stringMatching(/run-dag\.test\.ts:\d+:\d+/) });
    expect(tasks.breaks?.log.join("\n")).toMatch(
      /ERROR {3}TypeError: it broke[\s\S]*Caused by Error: deeper/,
    );
    expect(error?.message).toBe(
      'The run of DAG "endings" failed:\n' +
        '  - Task "breaks" failed after 4 tries: TypeError: it broke\n' +
        '  - Task "gives_up" failed after 1 try: AirflowFailException: hopeless',
    );
    expect(error?.cause).toBe(tasks.breaks?.error);
  });

  test("keep an output from being read that is not there, and say why", async () => {
    const { tasks } = await runDag(endings);
    expect(() => tasks.breaks?.output).toThrow('Task "breaks" has no output: it failed.');
    expect(() => tasks.never?.output).toThrow('Task "never" has no output: it is upstream_failed.');
  });

  test("stop with the signal", async () => {
    const stop = new AbortController();
    const slow = new Dag("slow");
    slow.task("waits", async ({ signal }: TaskArgs) => {
      stop.abort(new Error("enough"));
      signal.throwIfAborted();
    })();
    await expect(runDag(slow, { signal: stop.signal })).rejects.toThrow("enough");
  });
});

describe("only a part of a DAG", () => {
  test("runs up to a task", async () => {
    const run = await runDag(dag, { ...given, upTo: "load" });
    expect(Object.keys(run.tasks)).toEqual(["load"]);
  });

  test("needs no connection of tasks that it leaves out or that have a stand-in", async () => {
    const run = await runDag(dag, {
      variables: { prefix: "in" },
      tasks: { load: { rows: 1 } },
      upTo: "report",
    });
    expect(run.state).toBe("success");
  });
});

describe("what cannot be meant is refused before a task runs", () => {
  test.each([
    [
      "a misspelled task",
      { ...given, tasks: { laod: {} } },
      'tasks: DAG "sample" has no task "laod". Did you mean load? Its tasks: load, report, end.',
    ],
    [
      "a task to end with",
      { ...given, upTo: "laod" },
      'upTo: DAG "sample" has no task "laod". Did you mean load?',
    ],
    [
      "a stand-in of a task that does nothing",
      { ...given, tasks: { end: {} } },
      'tasks: Task "end" does nothing by itself; nothing can stand in for it.',
    ],
    [
      "a missing connection",
      { variables: given.variables },
      'Task "load" needs connection "api_conn". Give it: connections: { api_conn: "type://host" }.',
    ],
    [
      "a connection that nobody has",
      { ...given, connections: { ...given.connections, api_con: "http://x" } },
      'connections: DAG "sample" uses no connection "api_con". Did you mean api_conn? It uses: api_conn.',
    ],
    [
      "a connection that cannot be read",
      { ...given, connections: { api_conn: "s3cret-word" } },
      'Connection "api_conn" cannot be read: it is neither a URI nor JSON.',
    ],
    [
      "a missing variable",
      { connections: given.connections },
      'Task "load" reads variable "prefix". Give it: variables: { prefix: "..." }.',
    ],
    [
      "a variable that nobody reads",
      { ...given, variables: { prefix: "in", curency: "CHF" } },
      'variables: DAG "sample" reads no variable "curency". Did you mean currency? It reads: prefix, currency.',
    ],
    [
      "a param that the DAG does not have",
      { ...given, params: { limt: 1 } },
      'params: DAG "sample" has no param "limt". Did you mean limit? Its params: limit.',
    ],
    ["a param that its schema refuses", { ...given, params: { limit: 0 } }, "params: limit is refused:"],
    ["a date that is none", { ...given, logicalDate: "yesterday" }, 'logicalDate "yesterday" is not a date.'],
    [
      "a date without a run",
      { ...given, logicalDate: "2025-01-01" },
      'No run of DAG "sample" lies between 2025-01-01 and 2025-01-01.',
    ],
    [
      "an update of a stranger's asset",
      { ...given, triggeredBy: [{ uri: "s3://other", extra: {} }] },
      'triggeredBy: DAG "sample" is not scheduled on asset "s3://other".',
    ],
  ])("%s", async (_, options, message) => {
    await expect(runDag(dag, options)).rejects.toThrow(message);
    await expect(runDag(dag, options)).rejects.not.toThrow("s3cret-word");
  });

  test("a DAG that does not build, and raw Jinja", async () => {
    const twice = new Dag("twice");
    twice.empty("same");
    twice.empty("same");
    await expect(runDag(twice)).rejects.toThrow(/^DAG "twice" would not build:\n {2}- Task "same" is /);
    const raw = new Dag("raw");
    raw.task("show", ({ input }: TaskArgs<{ text: string }>) => input.text)({ text: jinja("1 + 1") });
    await expect(runDag(raw)).rejects.toThrow('Task "show": Raw Jinja (1 + 1) is only evaluated by Airflow.');
    const { tasks } = await runDag(raw, { tasks: { show: "2" } }).catch((error) => error);
    expect(tasks).toBeUndefined();
  });
});
