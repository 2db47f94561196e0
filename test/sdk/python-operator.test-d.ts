// Misuses of Python operators that must not compile, and uses that must.
import {
  connection,
  Dag,
  ds,
  jinja,
  type PythonValue,
  python,
  pythonOperator,
  type Task,
  type TaskArgs,
  t,
  variable,
} from "windsock";
import { runDag } from "windsock/testing";
import * as z from "zod";

interface CopyArguments {
  table: string;
  s3_key: string;
  copy_options?: string[];
  redshift_conn_id?: string;
  retries_of_mine?: number;
  filters?: { days: number[]; city: string | null };
  python_callable?: PythonValue;
}

const copy = pythonOperator<CopyArguments, { rows: number }>("acme.CopyOperator", {
  local: ({ input }) => ({ rows: input.s3_key.length }),
});
const checked = pythonOperator("acme.CheckedOperator", {
  input: z.object({ size: z.number().int(), wait: z.boolean().default(true) }),
  output: z.object({ size: z.number() }),
});
const loose = pythonOperator("acme.LooseOperator");

const dag = new Dag("typed", {
  params: z.object({ limit: z.number().default(3), name: z.string().default("a") }),
});
const counted = dag.task("count", () => ({ rows: 3, days: [1, 2], city: "Linz" }))();
const key = "in/a.csv";

// Uses.
const copied: Task<{ rows: number }> = dag.task("copy", copy, { retries: 2 })({
  table: "t",
  s3_key: t`in/${ds}.csv`,
  copy_options: ["CSV", variable("option"), python('"A"')],
  redshift_conn_id: connection("redshift"),
  retries_of_mine: counted.output.rows,
  filters: { days: counted.output.days, city: dag.params.name },
  python_callable: python("print"),
});
dag.task(
  "by_id",
  copy,
)({
  table: python("TABLE", { imports: ["from acme import TABLE"] }),
  s3_key: jinja("ds"),
  redshift_conn_id: "redshift",
});
const sized: Task<{ size: number }> = dag.task("sized", checked)({ size: copied.output.rows });
dag.task("loose", loose)({ anything: [1, { of: ds }], conn_id: connection("x") });
dag.task("none", loose)();
dag.task("use", ({ input }: TaskArgs<{ n: number }>) => void input.n)({ n: sized.output.size });
void runDag<{ copy: typeof copy }>(dag, { tasks: { copy: { rows: 1 } } });
void runDag<{ copy: typeof copy }>(dag, { tasks: { copy: ({ input }) => ({ rows: input.table.length }) } });

// @ts-expect-error an argument is missing
dag.task("a", copy)({ table: "t" });
// @ts-expect-error all arguments are missing
dag.task("b", copy)();
// @ts-expect-error the class has no such argument
dag.task("c", copy)({ table: "t", s3_key: key, s3_kye: key });
// @ts-expect-error a number where text is expected
dag.task("d", copy)({ table: 3, s3_key: key });
// @ts-expect-error an expression of a number where text is expected
dag.task("e", copy)({ table: counted.output.rows, s3_key: key });
// @ts-expect-error an output of another shape
dag.task("f", copy)({ table: "t", s3_key: key, filters: copied });
// @ts-expect-error only Python can make this argument
dag.task("g", copy)({ table: "t", s3_key: key, python_callable: "print" });
// @ts-expect-error a function of TypeScript is none of Python
dag.task("h", copy)({ table: "t", s3_key: key, python_callable: () => 1 });
// @ts-expect-error a connection where its id is of no use
dag.task("i", copy)({ table: connection("redshift"), s3_key: key });
// @ts-expect-error a connection that the operator would have to be given as an argument
dag.task("j", copy)({ table: "t", s3_key: key }, { redshift: connection("redshift") });
// @ts-expect-error the output has no such field
dag.task("k", ({ input }: TaskArgs<{ n: number }>) => void input)({ n: copied.output.row });
// @ts-expect-error the output's field has another type
dag.task("l", ({ input }: TaskArgs<{ n: string }>) => void input)({ n: copied.output.rows });
// @ts-expect-error Python is no input of a task in TypeScript
dag.task("m", ({ input }: TaskArgs<{ n: number }>) => void input)({ n: python("3") });
// @ts-expect-error the schema takes a number
dag.task("n", checked)({ size: "2" });
// @ts-expect-error a JavaScript Date
dag.task("o", loose)({ at: new Date() });
// @ts-expect-error the stand-in returns something else than the operator
pythonOperator<CopyArguments, { rows: number }>("acme.CopyOperator", { local: () => ({ row: 1 }) });
pythonOperator<CopyArguments, null>("acme.CopyOperator", {
  // @ts-expect-error a stand-in gets nothing that only Python can make
  local: ({ input }) => void input.python_callable,
});
// @ts-expect-error a Python operator decides nothing
dag.if(dag.task("p", copy)({ table: "t", s3_key: key })).then(dag.empty("q"));
// @ts-expect-error nothing is known of what it returns
dag.task("r", ({ input }: TaskArgs<{ n: number }>) => void input)({ n: dag.task("s", loose)({}).output });
// @ts-expect-error an unknown option of the task
dag.task("t", copy, { retires: 2 });
// @ts-expect-error a stand-in of another type
void runDag<{ copy: typeof copy }>(dag, { tasks: { copy: { row: 1 } } });
