// Python operators, from the author's objects to the model, its problems and runs without Airflow.
import { describe, expect, test } from "vitest";
import { connection, Dag, ds, python, pythonOperator, type TaskArgs, variable } from "windsock";
import { dagModel, dagProblems, runDag } from "windsock/testing";
import * as z from "zod";
import { providerPackage } from "../../src/compiler/emit/emit-operators.ts";
import { viewDag } from "../../src/show/dag-view.ts";

const loose = pythonOperator("acme.operators.LooseOperator");
const modelOf = (dag: Dag, taskId: string) => dagModel(dag).tasks.find((task) => task.taskId === taskId);

describe("the model", () => {
  test("has the arguments as expressions, and the tasks that they come from", () => {
    const dag = new Dag("a");
    const made = dag.task("make", () => ({ rows: 3 }))();
    dag.task(
      "use",
      loose,
    )({
      rows: made.output.rows,
      aws_conn_id: connection("aws"),
      wait: python("timedelta(1)", { imports: ["from datetime import timedelta"] }),
      left_out: undefined as never,
    });
    expect(modelOf(dag, "use")).toMatchObject({
      kind: "python",
      className: "acme.operators.LooseOperator",
      args: {
        rows: { kind: "output", taskId: "make", path: ["rows"] },
        aws_conn_id: { kind: "literal", value: "aws" },
        wait: { kind: "python", source: "timedelta(1)", imports: ["from datetime import timedelta"] },
      },
      upstream: ["make"],
      hasStandIn: false,
    });
    expect(modelOf(dag, "use")).not.toHaveProperty("args.left_out");
    expect(dagProblems(dag)).toEqual([]);
  });

  test("says what the output is made of, so that a field that it lacks is a problem", () => {
    const dag = new Dag("a");
    const operator = pythonOperator("acme.X", {
      input: z.object({}),
      output: z.object({ size: z.number() }),
    });
    const task = dag.task("x", operator)({});
    // biome-ignore lint/suspicious/noExplicitAny: a mistake that types would tell
    const { sise } = task.output as any;
    dag.task("y", ({ input }: TaskArgs<{ n: number }>) => void input)({ n: sise });
    expect(dagProblems(dag)).toEqual([expect.stringContaining('Task "y" uses "sise" of the output of "x".')]);
  });
});

describe("problems", () => {
  const problemsWith = (args: object, operator = loose): string[] => {
    const dag = new Dag("a");
    dag.task("t", operator)(args as never);
    return [...dagProblems(dag)];
  };

  test.each([
    ["an option of tasks", { retries: 2 }, "Give it as one: dag.task(id, operator, { retries })."],
    ["what Windsock gives itself", { task_id: "x" }, "which Windsock gives it itself. Leave it out."],
    ["no name of Python", { "a-b": 1 }, "which is no name of an argument in Python."],
  ])("%s", (_, args, message) => {
    expect(problemsWith(args)).toEqual([expect.stringContaining(message)]);
  });

  test("an expression where Airflow renders nothing", () => {
    const operator = pythonOperator("acme.X", { templateFields: ["sql", "params_of_mine"] });
    expect(problemsWith({ sqls: ds, sql: ds }, operator)).toEqual([
      expect.stringMatching(
        /"sqls", which Airflow does not render.* Did you mean sql\? It renders: sql, params_of_mine/,
      ),
    ]);
    expect(problemsWith({ other: python("A") }, operator)).toEqual([]);
  });

  test("constants that a schema refuses, arguments that it lacks", () => {
    const operator = pythonOperator("acme.X", {
      input: z.object({ size: z.number().min(2), name: z.string() }),
    });
    expect(problemsWith({ size: 1 }, operator as never)).toEqual([
      expect.stringContaining("is given 1 as input.size, which its operator refuses."),
      expect.stringContaining("is given no input.name, which its operator needs."),
    ]);
    expect(problemsWith({ size: python("A"), name: ds }, operator as never)).toEqual([]);
  });

  test("Python as the input of a task in TypeScript", () => {
    const dag = new Dag("a");
    dag.task("t", ({ input }: TaskArgs<{ n: number }>) => void input)({ n: python("3") as never });
    expect(dagProblems(dag)).toEqual([
      expect.stringContaining("is given Python (3) as input, which only a Python operator takes."),
    ]);
  });
});

describe("what cannot be said throws where it is said", () => {
  test.each([
    ["a function", { run: () => 1 }, /run is a function, .*run: python\("\.\.\."\)/],
    ["a Date", { at: { day: new Date(0) } }, /at\.day is a Date, .*at: python\("\.\.\."\)/],
    [
      "a connection",
      { table: connection("x") },
      /table is given a connection, and its name does not end in "conn_id"/,
    ],
  ])("%s as an argument", (_, args, message) => {
    expect(() => new Dag("a").task("t", loose)(args as never)).toThrow(message);
  });

  test.each(["BashOperator", "acme.", "a b.C", "acme-x.C", ""])("%j as a class", (name) => {
    expect(() => pythonOperator(name)).toThrow("is no class of Python. Write its module and its name");
  });

  test("Python without source, or with imports that are none", () => {
    expect(() => python(" ")).toThrow("has no source");
    for (const statement of [
      "timedelta",
      "from a import b, c",
      "import os; os.exit()",
      "import a.b",
      "from a import *",
    ]) {
      expect(() => python("x", { imports: [statement] })).toThrow("among its imports");
    }
    python("x", { imports: ["import a.b as x", "from a.b import x as y", "import os"] });
  });
});

describe("without Airflow", () => {
  const dag = new Dag("a", { startDate: "2024-01-01" });
  const echo = pythonOperator<{ day: string; rows: number; made?: string }, { text: string }>("acme.Echo", {
    local: ({ input, context }) => ({ text: `${input.day} ${input.rows} ${input.made} ${context.taskId}` }),
  });
  const made = dag.task("make", () => ({ rows: 3 }))();
  const echoed = dag.task("echo", echo)({ day: ds, rows: made.output.rows, made: python("x") });
  const skipped = dag.task("skip", loose)({ password: variable("none") });
  dag
    .task("after_skip", () => 1)()
    .after(skipped);
  const read = ({ input }: TaskArgs<{ text: string }>) => input.text;
  dag.task("read", read)({ text: echoed.output.text });

  test("a stand-in takes the operator's place; without one it is skipped, with a reason", async () => {
    const { state, tasks } = await runDag(dag, { logicalDate: "2024-01-01" });
    expect(state).toBe("success");
    expect(tasks.read?.output).toBe("2024-01-01 3 undefined echo");
    expect(tasks.skip?.state).toBe("skipped");
    expect(tasks.skip?.log.join()).toContain(
      "LooseOperator is a Python operator, which runs in Airflow alone.",
    );
    expect(tasks.after_skip?.state).toBe("skipped");
  });

  test("a test's own stand-in comes first", async () => {
    const { tasks } = await runDag<{ echo: typeof echo; skip: typeof loose }>(dag, {
      logicalDate: "2024-01-01",
      variables: { none: "hidden" },
      tasks: { echo: { text: "other" }, skip: ({ input }) => Object.keys(input) },
    });
    expect(tasks.read?.output).toBe("other");
    expect(tasks.skip?.output).toEqual(["password"]);
    expect(tasks.after_skip?.state).toBe("success");
  });

  test("`windsock show` names the class and its arguments", () => {
    const [echoView] = viewDag(dagModel(dag), new Date(), 1).tasks.filter(({ taskId }) => taskId === "echo");
    expect(echoView).toMatchObject({
      operator: "Echo",
      inputs: [
        { name: "day", value: "ds" },
        { name: "rows", value: "make.output.rows" },
        { name: "made", value: 'python("x")' },
      ],
    });
  });
});

test.each([
  ["airflow.providers.amazon.aws.operators.s3", "apache-airflow-providers-amazon"],
  ["airflow.providers.apache.spark.operators.x", "apache-airflow-providers-apache-spark"],
  ["airflow.providers.cncf.kubernetes.operators.pod", "apache-airflow-providers-cncf-kubernetes"],
  ["airflow.providers.common.sql.operators.sql", "apache-airflow-providers-common-sql"],
  ["airflow.operators.bash", undefined],
  ["acme.airflow.providers.x", undefined],
])("module %s is in package %s", (module, name) => {
  expect(providerPackage(module)).toBe(name);
});
