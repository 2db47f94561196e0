// What is asked of an installed Airflow: types of operators, and whether DAGs fit them.
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestProject } from "../compiler/test-project.ts";
import { airflowEnvironment } from "../services/python.ts";

const airflow = await airflowEnvironment();
const python = airflow?.python ?? "";
const env = { PYTHONPATH: path.resolve(import.meta.dirname, "../airflow/python") };

let project: TestProject;

beforeAll(async () => {
  project = await TestProject.create({});
});

afterAll(() => project.remove());

describe.skipIf(!airflow)("windsock python-types", () => {
  const types = (...args: string[]) => project.windsockWith(env, "python-types", ...args, "--python", python);

  test("writes arguments and operators, which compile, and tells when they are out of date", async () => {
    const classes = ["acme.EchoOperator", "airflow.providers.standard.operators.python.PythonOperator"];
    const file = "dags-ts/operators/acme.ts";
    expect(await types(...classes, "--output", file)).toMatchObject({ exitCode: 0 });
    const written = await project.read(file);
    for (const part of [
      "export interface EchoOperatorArguments {",
      "  /** a number. */\n  number: number;",
      "  list: readonly number[];",
      "  whole: Readonly<Record<string, JsonValue>>;",
      "  nothing: string | null;",
      '   * what Python made. Takes no run-time expressions.\n   * @default ""',
      "  python_callable: PythonValue;",
      "/** Returns the arguments as they arrive. */",
      "export const echoOperator = pythonOperator<EchoOperatorArguments, unknown>(",
    ]) {
      expect(written).toContain(part);
    }
    expect(await types(...classes, "--output", file, "--check")).toMatchObject({ exitCode: 0 });
    await project.write({ [file]: written.replace("number: number", "number: string") });
    expect(await types(...classes, "--output", file, "--check")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(`${file} is not what these classes are.`),
    });
  });

  test.each([
    ["nobody.XOperator", "No module named 'nobody'. Install its package for that Python, or add its folder"],
    ["airflow.providers.nobody.x.XOperator", "Install apache-airflow-providers-nobody for that Python"],
    ["acme.Echo", "acme has no Echo. Its operators: EchoOperator, EndingOperator, PlainOperator."],
    ["json.JSONDecoder", "json.JSONDecoder is no operator of Airflow."],
  ])("says why there is no %s", async (name, message) => {
    expect(await types(name)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(message) });
  });
});

test("a Python that is not there, and no Airflow at all", async () => {
  expect(await project.windsock("python-types", "a.B", "--python", "no-such-python")).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('The Python "no-such-python" cannot be asked: there is no such program'),
  });
  expect(await project.windsock("python-types", "a.B")).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining("There is no Airflow to ask."),
  });
  expect(await project.windsock("python-types")).toMatchObject({ exitCode: 2 });
});

test.skipIf(!airflow)("a build says what does not fit the classes, at its place", async () => {
  await project.write({
    "dags-ts/wrong.ts": `import { Dag, ds, python, pythonOperator } from "windsock";
const dag = new Dag("wrong");
const plain = pythonOperator("acme.PlainOperator");
dag.task("a", plain)({
  wait: ds,
  sise: 2,
});
dag.task("b", pythonOperator("acme.Nope"))({});
dag.task("c", plain)({
  size: python("1 +"),
});
export default dag;
`,
  });
  const { exitCode, stderr } = await project.windsockWith(env, "build", "--python", python);
  expect(exitCode).toBe(1);
  for (const [place, message] of [
    ["4:5", 'acme.PlainOperator needs the argument "size".'],
    ["6:3", 'takes no argument "sise". Did you mean size? It takes: size, wait.'],
    ["5:3", 'acme.PlainOperator does not have "wait" rendered'],
    ["8:5", "acme has no Nope. Its operators: EchoOperator, EndingOperator, PlainOperator."],
    ["10:3", 'python("1 +") is no expression of Python: invalid syntax.'],
  ]) {
    expect(stderr).toContain(`dags-ts/wrong.ts:${place}`);
    expect(stderr).toContain(message);
  }
});
