// Misuses of mapping that must not compile, and uses that must.
import {
  concat,
  cross,
  Dag,
  defineHook,
  defineOperator,
  ds,
  type Fields,
  type MappedTask,
  pythonOperator,
  type Reference,
  type TaskArgs,
  t,
  variable,
  zip,
} from "windsock";
import * as z from "zod";

const store = defineHook({ name: "StoreHook", connTypes: ["fs"], open: () => ({ read: () => "text" }) });
const measure = defineOperator({
  name: "Measure",
  input: z.object({ key: z.string(), limit: z.number().default(1) }),
  output: z.object({ key: z.string(), bytes: z.int(), note: z.string().optional() }),
  run: ({ input }) => ({ key: input.key, bytes: input.limit }),
});
const stored = defineOperator({
  name: "Stored",
  input: z.object({ key: z.string() }),
  connections: { store },
  run: ({ input, connections }) => void (connections.store.read() + input.key),
});
const copy = pythonOperator<{ source: string; limit?: number }, string>("acme.Copy");

const dag = new Dag("typed", {
  params: z.object({ keys: z.array(z.string()).default([]), name: z.string().default("a") }),
});
const listed = dag.task("list", () => ({
  keys: ["a"],
  sizes: [1],
  pairs: [{ key: "a", size: 1 }],
  text: "a",
  maybe: null as string[] | null,
  byKey: { a: 1 },
}))();
const keys = dag.task("keys", () => ["a"])();
const half = ({ input }: TaskArgs<{ n: number }>) => (input.n % 2 === 0 ? input.n / 2 : null);

// Uses.
const measured: MappedTask<{ key: string; bytes: number; note?: string | undefined }, string> = dag
  .task("measure", measure)
  .expand(listed.output.keys, (key) => ({ key: t`${key}.csv`, limit: 2 }))
  .mapIndexTemplate((key) => t`of ${key}`);
const bytes: Reference<number> = measured.output[0].bytes;
dag.task("measure_all", measure).expand(keys, (key) => ({ key }));
dag.task("measure_some", measure).expand(["a", ds], (key) => ({ key }));
dag.task("measure_params", measure).expand(dag.params.keys, (key) => ({ key }));
dag.task("measure_variable", measure).expand(variable.json<string[]>("keys"), (key) => ({ key }));
dag
  .task("measure_pairs", measure)
  .expand(listed.output.pairs, (pair) => ({ key: pair.key, limit: pair.size }));
dag
  .task("measure_zip", measure)
  .expand(zip(keys, listed.output.sizes), (pair) => ({ key: pair[0], limit: pair[1] }));
dag.task("measure_cross", measure).expand(cross(["a"], [1, 2]), (pair) => ({ key: pair[0], limit: pair[1] }));
dag.task("measure_more", measure).expand(concat(keys, ["b"], dag.params.keys), (key) => ({ key }));
dag.task("measure_twice", measure).expand(measured, (one) => ({ key: one.key, limit: one.bytes }));
dag.task("store", stored).expand(keys, (key) => ({ key }), { store: { connId: "fs" } as never });
dag.task("copy", copy).expand(keys, (key) => ({ source: key }));
const halves = dag.task("half", half).expand([1, 2], (n) => ({ n }));
dag.task("sum", { halves }, ({ input }) => input.halves.reduce((a, b) => a + b, 0));
const group = dag.taskGroup("group").expand(listed.output.pairs, (inner, pair) => {
  const size = inner.task("size", { size: pair.size }, ({ input }) => input.size);
  return { size, text: inner.task("text", { size }, ({ input }) => `${input.size}`) };
});
const sizes: Fields<number[]> = group.output.size;
const alone = dag.taskGroup("alone").expand(keys, (inner, key) => inner.task("one", measure)({ key }));
const first: Reference<string> = alone.output[0].key;
const silent = dag.taskGroup("silent").expand(keys, (inner) => void inner.empty("x"));
dag.empty("end").after(measured, group, alone, silent);

// Misuses: lists.
// @ts-expect-error a text is no list
dag.task("x", measure).expand(listed.output.text, (key) => ({ key }));
// @ts-expect-error there may be none
dag.task("x", measure).expand(listed.output.maybe, (key) => ({ key: key as never }));
// @ts-expect-error an object is no list
dag.task("x", measure).expand(listed.output.byKey, () => ({ key: "a" }));
// @ts-expect-error all of the output is no list
dag.task("x", measure).expand(listed, () => ({ key: "a" }));
// @ts-expect-error a param that is text
dag.task("x", measure).expand(dag.params.name, () => ({ key: "a" }));
// @ts-expect-error a number
dag.task("x", measure).expand(3, () => ({ key: "a" }));
// @ts-expect-error nothing
dag.task("x", measure).expand(null, () => ({ key: "a" }));
// @ts-expect-error no list at all
dag.task("x", measure).expand((key: string) => ({ key }));
// @ts-expect-error a text among lists
zip(keys, listed.output.text);
// @ts-expect-error an object among lists
cross(keys, listed.output.byKey);
// @ts-expect-error a number among lists
concat(keys, 3);
// @ts-expect-error a group over what is no list
dag.taskGroup("y").expand(listed.output.text, () => {});

// Misuses: elements.
// @ts-expect-error numbers where texts are taken
dag.task("x", measure).expand(listed.output.sizes, (size) => ({ key: size }));
// @ts-expect-error an element has no such field
dag.task("x", measure).expand(listed.output.pairs, (pair) => ({ key: pair.name }));
// @ts-expect-error the whole element, of which the operator takes a field
dag.task("x", measure).expand(listed.output.pairs, (pair) => ({ key: pair }));
// @ts-expect-error zipped the other way round
dag.task("x", measure).expand(zip(listed.output.sizes, keys), (pair) => ({ key: pair[0], limit: pair[1] }));
// @ts-expect-error there are two in a pair
dag.task("x", measure).expand(zip(keys, keys), (pair) => ({ key: pair[2] }));
// @ts-expect-error a list of texts and numbers
dag.task("x", measure).expand(concat(keys, listed.output.sizes), (either) => ({ key: either }));
// @ts-expect-error the input is not given
dag.task("x", measure).expand(keys, () => ({}));
// @ts-expect-error nothing says what an instance gets
dag.task("x", measure).expand(keys);
// @ts-expect-error an operator's connections
dag.task("x", stored).expand(keys, (key) => ({ key }));
// @ts-expect-error connections that it does not take
dag.task("x", measure).expand(keys, (key) => ({ key }), { store: {} });
// @ts-expect-error an argument that the class does not have
dag.task("x", copy).expand(listed.output.sizes, (size) => ({ source: size }));
dag
  .task("x", measure)
  .expand(keys, (key) => ({ key }))
  // @ts-expect-error a number as a name
  .mapIndexTemplate(() => 3);
dag
  .task("x", half)
  .expand([1], (n) => ({ n }))
  // @ts-expect-error a number of the element as a name
  .mapIndexTemplate((n) => n);

// Misuses: what comes of it.
// @ts-expect-error it is a list
const one: Reference<{ bytes: number }> = measured;
// @ts-expect-error its elements have the fields
measured.output.bytes;
// @ts-expect-error nulls are not in it
const nullable: Reference<null[]> = halves;
// @ts-expect-error it decides nothing
dag.if(dag.task("x", () => true).expand([1], () => ({})));
dag.switch(
  // @ts-expect-error it decides nothing, either
  dag.task("x", () => "a" as const).expand([1], () => ({})),
  { a: [] },
);
// @ts-expect-error it sets nothing up
measured.asSetup();
// @ts-expect-error it tears nothing down
measured.asTeardown();
// @ts-expect-error nobody waits for it
dag.waitForTask("x", measured);
// @ts-expect-error mapped twice
measured.expand(keys, (key: unknown) => ({ key }));
// @ts-expect-error a group whose function returns nothing
silent.output[0];
// @ts-expect-error a task that the group does not return
group.output.other;
// @ts-expect-error a list of texts
const numbers: Reference<number[]> = group.output.text;
// @ts-expect-error the tasks of a mapped group are declared in its function
group.task("x", measure);
// @ts-expect-error a function returns tasks, and no outputs
dag.taskGroup("y").expand(keys, (inner, key) => inner.task("one", measure)({ key }).output);

export const used = { bytes, sizes, first, one, nullable, numbers };
