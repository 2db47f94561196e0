// What tsc says of sensors: each misuse below must not compile.
import { connection, Dag, defineOperator, defineSensor, done, ds, type Task, type TaskArgs } from "windsock";
import { objectStore } from "windsock/hooks";
import { dateTimeSensor, objectSensor, objectsSensor, sqlSensor, timeDeltaSensor } from "windsock/sensors";
import { pokeSensor, runDag } from "windsock/testing";
import * as z from "zod";

const dag = new Dag("types");

const arrival = defineSensor({
  name: "Arrival",
  input: z.object({ key: z.string(), least: z.number().default(1) }),
  output: z.object({ size: z.number() }),
  connections: { store: objectStore },
  async poke({ input, connections }) {
    const least: number = input.least;
    const info = await connections.store.head("bucket", input.key);
    return info && info.size >= least ? done({ size: info.size }) : false;
  },
});
const plain = defineSensor({ name: "Plain", poke: ({ context }) => context.tryNumber > 1 });

const store = connection("store");
const arrived = dag.sensor("s1", arrival, { mode: "reschedule", retries: 1 })({ key: ds }, { store });
dag.task("s2", { size: arrived.output.size }, ({ input }) => input.size + 1);
const nothing: Task<null> = dag.sensor("s3", plain, { pokeInterval: { minutes: 1 }, softFail: true })();
const inline: Task<number> = dag.sensor("s4", ({ context }) => (context.tryNumber > 1 ? done(3) : false))();
const later: Task<{ rows: number }> = dag.sensor("s5", { size: arrived.output.size }, async ({ input }) =>
  input.size > 3 ? done({ rows: input.size }) : false,
);
const bare: Task<null> = dag.sensor("s6", { day: ds }, async ({ input }) => input.day > "2026");
const typed: Task<null> = dag.sensor("s7", ({ input }: TaskArgs<{ n: number }>) => input.n > 1)({ n: 2 });
nothing.before(inline, later, bare, typed);

// @ts-expect-error the value has another type
defineSensor({ name: "A", output: z.object({ size: z.number() }), poke: () => done({ size: "3" }) });
// @ts-expect-error true has no value, and there is to be one
defineSensor({ name: "A", output: z.object({ size: z.number() }), poke: () => true });
// @ts-expect-error a poke says whether it is done
defineSensor({ name: "A", poke: () => "done" });
// @ts-expect-error a poke says whether it is done, in each case
defineSensor({ name: "A", poke: () => undefined });
// @ts-expect-error a sensor pokes, and does not run
defineSensor({ name: "A", run: () => true });
// @ts-expect-error JSON cannot carry a Date
defineSensor({ name: "A", output: z.object({ at: z.date() }), poke: () => false });
// @ts-expect-error no such connection
defineSensor({ name: "A", poke: ({ connections }) => connections.store !== undefined });
// @ts-expect-error the input has no such field
defineSensor({ name: "A", input: z.object({ key: z.string() }), poke: ({ input }) => input.keys === "" });

// @ts-expect-error a sensor is declared with dag.sensor
dag.task("m1", arrival);
// @ts-expect-error the input is missing
dag.sensor("m2", arrival)();
// @ts-expect-error the connection is missing
dag.sensor("m3", arrival)({ key: ds });
// @ts-expect-error the input has another type
dag.sensor("m4", arrival)({ key: 3 }, { store });
// @ts-expect-error no such field of the output
arrived.output.sizes;
// @ts-expect-error it has no output
nothing.output.size;
// @ts-expect-error it is a number
const _text: Task<string> = inline;
// @ts-expect-error a poke says whether it is done
dag.sensor("m5", () => 3);
// @ts-expect-error a poke says whether it is done
dag.sensor("m6", () => {});
// @ts-expect-error JSON cannot carry a Map
dag.sensor("m7", () => done(new Map()))();
// @ts-expect-error seconds are a length of time
dag.sensor("m8", plain, { pokeInterval: 30 });
// @ts-expect-error no such mode
dag.sensor("m9", plain, { mode: "sleep" });
// @ts-expect-error nothing of ours can wait in the triggerer
dag.sensor("m10", plain, { deferrable: true });
// @ts-expect-error an option that there is not
dag.sensor("m11", plain, { interval: { minutes: 1 } });
// @ts-expect-error a task that does not wait has no interval
dag.task("m12", () => 1, { pokeInterval: { minutes: 1 } });
// @ts-expect-error the function's input has no such field
dag.sensor("m13", { day: ds }, ({ input }) => input.days === "");

// Those that are ready to be used.
const found = dag.sensor("r1", objectSensor)({ bucket: "b", key: ds }, { store });
const all = dag.sensor("r2", objectsSensor)({ bucket: "b", pattern: "*.csv" }, { store });
const rows = dag.sensor("r3", sqlSensor(z.object({ rows: z.number() })))(
  { sql: "select count(*) as rows from listings" },
  { warehouse: connection("warehouse") },
);
dag.task(
  "r4",
  { key: found.output.key, objects: all.output.objects, rows: rows.output.rows },
  ({ input }) => input.rows + input.objects.length + input.key.length,
);
dag
  .sensor(
    "r5",
    dateTimeSensor,
  )({ dateTime: ds })
  .before(
    dag.sensor("r6", timeDeltaSensor)({ delta: { minutes: 20 } }),
    dag.sensor("r7", sqlSensor())({ sql: "select 1" }, { warehouse: connection("warehouse") }),
  );
// @ts-expect-error there is no such unit
dag.sensor("r8", timeDeltaSensor)({ delta: { weeks: 1 } });
// @ts-expect-error the row has no such column
rows.output.row;

// In tests.
const look = await pokeSensor(arrival, { input: { key: "a" }, connections: { store: "fs://?path=." } });
if (look.isDone) {
  const size: number = look.value.size;
  console.log(size);
}
// @ts-expect-error there is a value only when it is done
look.value;
// @ts-expect-error the input has another type
await pokeSensor(arrival, { input: { key: 3 }, connections: { store: "fs://?path=." } });
await runDag<{ s1: typeof arrival }>(dag, { tasks: { s1: { size: 3 } } });
// @ts-expect-error the stand-in returns something else
await runDag<{ s1: typeof arrival }>(dag, { tasks: { s1: { size: "3" } } });

// Options that several tasks share, of whatever kind.
const retried = { retries: 1, retryDelay: { seconds: 5 } };
const sized = defineOperator({
  name: "Size",
  output: z.object({ size: z.number() }),
  run: () => ({ size: 1 }),
});
dag
  .task("o3", sized, retried)()
  .before(dag.task("o4", () => 1, retried)());
const shared = { retries: 1, pokeInterval: { minutes: 1 } };
dag
  .sensor(
    "o1",
    arrival,
    shared,
  )({ key: ds }, { store })
  .before(dag.sensor("o2", plain, { ...shared })());
