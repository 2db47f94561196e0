// What the types of a test kit let pass, and what not.
import { Dag, defineOperator, rawConnection } from "windsock";
import { runDag } from "windsock/testing";
import * as z from "zod";

const load = defineOperator({
  name: "LoadOperator",
  input: z.object({ key: z.string(), limit: z.number().default(1) }),
  output: z.object({ rows: z.number() }),
  connections: { api: rawConnection },
  run: () => ({ rows: 1 }),
});
const write = defineOperator({ name: "WriteOperator", run: () => {} });
const dag = new Dag("typed");
const made = dag.task("make", () => ({ text: "a" }))();

// Uses.
const typed = await runDag<{ load: typeof load; make: typeof made; write: typeof write }>(dag, {
  tasks: {
    load: async ({ input, context }) => ({ rows: input.limit + context.tryNumber + input.key.length }),
    make: { text: "b" },
    write: undefined,
    other: { any: 1 },
  },
});
const rows: number = typed.tasks.load.output.rows;
const text: string = typed.tasks.make.output.text;
const nothing: null = typed.tasks.write.output;
const log: readonly string[] | undefined = typed.tasks.other?.log;
const loose = await runDag(dag, { tasks: { load: ({ input }) => input.anything, make: { text: 1 } } });
const output: unknown = loose.tasks.load?.output;
export const uses = [rows, text, nothing, log, output];

// Misuses.
await runDag<{ load: typeof load }>(dag, {
  // @ts-expect-error what the operator cannot return
  tasks: { load: { rows: "1" } },
});
await runDag<{ load: typeof load }>(dag, {
  tasks: {
    // @ts-expect-error what the operator is not given
    load: ({ input }) => ({ rows: input.nothing }),
  },
});
await runDag<{ load: typeof load }>(dag, {
  tasks: {
    // @ts-expect-error a stand-in has no connections
    load: ({ connections }) => ({ rows: connections.api.port ?? 0 }),
  },
});
await runDag<{ make: typeof made }>(dag, {
  // @ts-expect-error another task's output
  tasks: { make: { rows: 1 } },
});
// @ts-expect-error variables are texts
await runDag(dag, { variables: { limit: 3 } });
// @ts-expect-error an option that there is not
await runDag(dag, { date: "2026-01-01" });
// @ts-expect-error not a DAG
await runDag(load);
