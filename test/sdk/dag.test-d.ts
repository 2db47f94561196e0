// Misuses of the authoring API that must not compile, and uses that must.
import {
  allOf,
  anyOf,
  asset,
  chain,
  connection,
  Dag,
  defineHook,
  defineOperator,
  ds,
  type Task,
  type TaskArgs,
  type Teardown,
  t,
  triggering_asset_events,
  variable,
} from "windsock";
import * as z from "zod";

const store = defineHook({ name: "StoreHook", connTypes: ["fs"], open: () => ({ read: () => "text" }) });

const Stats = z.object({ day: z.string(), users: z.number().int(), note: z.string().optional() });

const produce = defineOperator({
  name: "Produce",
  input: z.object({ key: z.string(), limit: z.number().default(1) }),
  output: Stats,
  connections: { store },
  run: ({ input, connections }) => ({ day: input.key + connections.store.read(), users: input.limit }),
});

const consume = defineOperator({
  name: "Consume",
  input: z.object({ stats: Stats }),
  run: ({ input, log }) => log.info(input.stats.day),
});

const dag = new Dag("typed", {
  params: z.object({ limit: z.number().default(3), name: z.string().default("a") }),
});
const date = new Date();
const nested = z.object({ a: z.object({ b: z.date() }) });
const wires = { store: connection("aws_conn") };

// Uses.
const produced: Task<{ day: string; users: number; note?: string | undefined }> = dag.task(
  "produce",
  produce,
)({ key: t`in/${ds}.csv`, limit: dag.params.limit }, wires);
const consumed: Task<null> = dag.task("consume", consume)({ stats: produced });
dag.task("by_field", consume)({ stats: { day: produced.output.day, users: produced.output.users } });
dag.task("by_value", consume)({ stats: { day: ds, users: 3 } });
dag.task("json_variable", consume)({ stats: variable.json<z.input<typeof Stats>>("stats") });
const inline = dag.task("inline", async ({ input }: TaskArgs<{ users: number }>) => ({
  twice: input.users * 2,
}))({
  users: produced.output.users,
});
dag.task("inline_next", ({ input }: TaskArgs<{ n: number }>) => void input.n)({ n: inline.output.twice });
dag.task("no_input", () => undefined)();
const inferred: Task<{ twice: number; day: string; deep: number }> = dag.task(
  "inferred",
  {
    users: produced.output.users,
    whole: { of: produced },
    days: [produced.output.day, ds],
    limit: dag.params.limit,
    json: variable.json<{ deep: number[] }>("deep"),
    three: 3,
  },
  ({ input, log }) => {
    log.info(input.whole.of.day);
    return { twice: input.users * 2 + input.three, day: input.days.join(), deep: input.json.deep.length };
  },
  { retries: 2 },
);
dag.task("of_whole", produced, ({ input }) => input.users.toFixed());
void inferred;
chain(dag.empty("start"), [produced, inline], consumed);

const group = dag.taskGroup("group", { tooltip: "of tasks", defaults: { retries: 2 } });
const inner = group.taskGroup("inner").after(produced).before(consumed);
const grouped: Task<{ n: number }> = inner.task("one", () => ({ n: 1 }))();
chain(dag.empty("first"), group, [inner, grouped], dag.empty("last"));
dag.task("of_group", ({ input }: TaskArgs<{ n: number }>) => void input.n)({ n: grouped.output.n });

const users = asset("s3://shop/users", z.object({ users: z.int() }));
const anything = asset("s3://shop/anything");
dag.task("writes", produce, { outlets: [users, anything] })({ key: "k" }, wires);
dag.task("writes_inline", () => ({ users: 3, more: true }), { outlets: [users], inlets: [anything] })();
dag.empty("landmark", { outlets: [anything] });
void new Dag("reads", { schedule: users });
void new Dag("reads_some", { schedule: allOf(users, anyOf(anything, users)) });
const events = triggering_asset_events(users);
dag.task("reads_one", ({ input }: TaskArgs<{ n: number }>) => void input.n)({ n: events[0].extra.users });
dag.task(
  "reads_all",
  ({ input }: TaskArgs<{ all: { extra: { users: number } }[] }>) => void input,
)({
  all: events,
});

// @ts-expect-error the task returns something else than the asset's events carry
dag.task("p", () => ({ user: 3 }), { outlets: [users] })();
// @ts-expect-error the operator returns a field of another type
dag.task("q", produce, { outlets: [asset("s3://shop/days", z.object({ day: z.number() }))] })(
  { key: "k" },
  wires,
);
// @ts-expect-error an empty task returns nothing that events could carry
dag.empty("r", { outlets: [users] });
// @ts-expect-error the consumer wants a field that no producer writes
dag.task("s", ({ input }: TaskArgs<{ n: number }>) => void input)({ n: events[0].extra.rows });
// @ts-expect-error the consumer wants events of another shape
dag.task("u", ({ input }: TaskArgs<{ all: { extra: { rows: number } }[] }>) => void input)({ all: events });
// @ts-expect-error an asset is named by a URI, not made on the way
void new Dag("v", { schedule: allOf("s3://shop/users") });
const named = asset({ name: "users", uri: "s3://shop/named", group: "shop", extra: { days: 3 } });
const typed = asset({ name: "typed", schema: z.object({ users: z.int() }) });
dag.task("writes_named", produce, { outlets: [named, typed] })({ key: "k" }, wires);
// @ts-expect-error the task returns something else than the named asset's events carry
dag.task("w", () => ({ user: 3 }), { outlets: [typed] })();
// @ts-expect-error an asset has a URI or a name
void asset({ group: "shop" });
// @ts-expect-error an asset has no such thing
void asset({ name: "x", owner: "me" });
// @ts-expect-error JSON cannot carry a Date
void asset({ name: "dates", schema: z.object({ at: z.date() }) });
// @ts-expect-error JSON cannot carry a Date
void asset("s3://shop/dates", z.object({ at: z.date() }));

// @ts-expect-error the producer has no such field
dag.task("a", consume)({ stats: { day: produced.output.dya, users: 1 } });
// @ts-expect-error a number where text is expected
dag.task("b", consume)({ stats: { day: produced.output.users, users: 1 } });
// @ts-expect-error a Variable is text
dag.task("c", produce)({ key: "k", limit: variable("limit") }, wires);
// @ts-expect-error the output as a whole has another shape
dag.task("d", produce)({ key: produced }, wires);
// @ts-expect-error an input is missing
dag.task("e", consume)({});
// @ts-expect-error the input is missing
dag.task("f", consume)();
// @ts-expect-error the connections are missing
dag.task("g", produce)({ key: "k" });
// @ts-expect-error the connection has another name
dag.task("h", produce)({ key: "k" }, { shop: connection("aws_conn") });
// @ts-expect-error there is no such param
dag.task("i", produce)({ key: dag.params.nmae, limit: 1 }, wires);
// @ts-expect-error a param of another type
dag.task("j", produce)({ key: "k", limit: dag.params.name }, wires);
// @ts-expect-error what is given is text, and has no such method
dag.task("inferred_text", { day: produced.output.day }, ({ input }) => input.day.toFixed());
// @ts-expect-error nothing of that name is given
dag.task("inferred_name", { users: produced.output.users }, ({ input }) => input.rows);
// @ts-expect-error JSON cannot carry a Date
dag.task("inferred_date", { at: date }, ({ input }) => input.at.getTime());
// @ts-expect-error JSON cannot carry what the handler returns
const lost: Task<Map<string, string>> = dag.task(
  "inferred_map",
  { day: ds },
  () => new Map<string, string>(),
);
void lost;
// @ts-expect-error an unknown option of a task whose input is inferred
dag.task("inferred_option", { day: ds }, ({ input }) => input.day, { retires: 3 });
// @ts-expect-error an unknown option
dag.task("k", consume, { retires: 3 });
// @ts-expect-error an unknown trigger rule
dag.task("l", consume, { triggerRule: "all_succes" });
// @ts-expect-error an inline task's input of another type
dag.task("m", ({ input }: TaskArgs<{ n: number }>) => void input.n)({ n: produced.output.day });
// @ts-expect-error a task that returns nothing has no fields
dag.task("n", consume)({ stats: { day: consumed.output.day, users: 1 } });
// @ts-expect-error a connection's password cannot be referred to
void connection("aws_conn").password;
// @ts-expect-error only tasks and groups can be chained
chain(produced, "consume");
// @ts-expect-error a DAG is no node of its own
chain(dag, produced);
// @ts-expect-error a task's id does not stand for it
group.before("consume");
// @ts-expect-error a group runs nothing and has no output
dag.task("of_a_group", ({ input }: TaskArgs<{ n: number }>) => void input)({ n: group.output });
// @ts-expect-error a group as input
dag.task("a_group", ({ input }: TaskArgs<{ n: number }>) => void input)({ n: group });
// @ts-expect-error an unknown option of a group
dag.taskGroup("odd", { prefix: false });
// @ts-expect-error a group's defaults are options of tasks
dag.taskGroup("odd", { defaults: { retires: 3 } });
// @ts-expect-error options that only a single task can have
dag.taskGroup("odd", { defaults: { outlets: [] } });
// @ts-expect-error groups are made by DAGs and groups
produced.taskGroup("inner");

const teardown: Teardown<null> = dag.empty("t").asTeardown({ setups: [produced, inline] });
chain(produced.asSetup(), [consumed, group], teardown.around(consumed, group).after(group));
dag.task("of_teardown", ({ input }: TaskArgs<{ n: null }>) => void input.n)({ n: teardown });
// @ts-expect-error a task that is no teardown is around nothing
produced.around(consumed);
// @ts-expect-error a setup is no teardown
produced.asSetup().around(consumed);
// @ts-expect-error a task's id does not stand for it
teardown.around("consume");
// @ts-expect-error a group sets up nothing
dag.empty("t").asTeardown({ setups: group });
// @ts-expect-error setups are tasks
dag.empty("t").asTeardown({ setups: "produce" });
// @ts-expect-error an unknown option of a teardown
dag.empty("t").asTeardown({ setup: produced });
// @ts-expect-error a failure fails the run or not
dag.empty("t").asTeardown({ setups: produced, onFailureFailDagrun: "yes" });
// @ts-expect-error only the failure of a teardown may be none of the run's
produced.asSetup({ onFailureFailDagrun: true });
// @ts-expect-error a group is no setup
group.asSetup();
// @ts-expect-error a group is no teardown
group.asTeardown({ setups: produced });
// @ts-expect-error Airflow alone sets this rule
dag.empty("t", { triggerRule: "all_done_setup_success" });

// @ts-expect-error JSON cannot carry a Date
defineOperator({ name: "x", output: nested, run: () => ({ a: { b: date } }) });
// @ts-expect-error JSON cannot carry a bigint
defineOperator({ name: "x", output: z.object({ ids: z.array(z.bigint()) }), run: () => ({ ids: [1n] }) });
// @ts-expect-error JSON cannot carry a Map
defineOperator({ name: "x", input: z.object({ by: z.map(z.string(), z.string()) }), run: () => undefined });
// @ts-expect-error nothing is known of the value
defineOperator({ name: "x", output: z.object({ any: z.unknown() }), run: () => ({ any: 1 }) });
// @ts-expect-error run returns another shape than the output says
defineOperator({ name: "x", output: z.object({ n: z.number() }), run: () => ({ n: "1" }) });
// @ts-expect-error an inline task returns what JSON cannot carry
dag.task("o", async () => ({ when: new Date() }))();

// Hooks.
defineHook({
  name: "x",
  connTypes: [],
  extra: z.strictObject({ timeout: z.coerce.number().default(30) }),
  open: ({ host, extra }) => ({ host, wait: extra.timeout * 1000 }),
});
defineHook({
  name: "x",
  connTypes: [],
  extra: z.strictObject({ timeout: z.number() }),
  // @ts-expect-error the schema knows no such entry
  open: ({ extra }) => ({ wait: extra.timout }),
});
// @ts-expect-error without a schema nothing is known of an entry
defineHook({ name: "x", connTypes: [], open: ({ extra }) => ({ wait: extra.timeout * 1000 }) });
// @ts-expect-error a client is an object
defineHook({ name: "x", connTypes: [], open: ({ host }) => host ?? "" });
// @ts-expect-error an unknown field
defineHook({ name: "x", connTypes: [], open: () => ({}), connType: "http" });

// Runs of other DAGs.
const started = new Dag("started", {
  params: z.object({ day: z.string().default("x"), rows: z.number().default(1) }),
});
dag.triggerDagRun("s1", started, { conf: { day: ds, rows: 3 }, waitForCompletion: true });
dag.triggerDagRun("s2", "of_others", {
  conf: { anything: ["at", { all: 1 }] },
  pokeInterval: { minutes: 1 },
});
// @ts-expect-error the other DAG has no such param
dag.triggerDagRun("s3", started, { conf: { dya: "x" } });
// @ts-expect-error a param of another type
dag.triggerDagRun("s4", started, { conf: { rows: "3" } });
// @ts-expect-error an expression of another type
dag.triggerDagRun("s5", started, { conf: { rows: ds } });
// @ts-expect-error no state of a run
dag.triggerDagRun("s6", started, { allowedStates: ["skipped"] });
// @ts-expect-error seconds are a length of time
dag.triggerDagRun("s7", started, { pokeInterval: 60 });
// @ts-expect-error an option that there is not
dag.triggerDagRun("s8", "of_others", { wait: true });
// @ts-expect-error neither a DAG nor an id
dag.triggerDagRun("s9", dag.empty("s10"));
// @ts-expect-error it returns nothing
dag.triggerDagRun("s11", started).output.runId;

// Waits for other DAGs.
const listings = new Dag("listings", { schedule: "@daily", startDate: "2026-01-01" });
const cleaned = listings.task("clean", () => ({ rows: 3, day: "2026-01-01" }))();
const city = listings.task("city", () => ({ name: "Graz" }))();
const checks = listings.taskGroup("checks");
const ready = dag.waitForTask(
  "w1",
  cleaned,
  { executionDelta: { hours: -1 }, failedStates: ["failed", "skipped"], mode: "reschedule" },
  { retries: 1 },
);
const bothReady = dag.waitForTask("w2", [cleaned, city], { pokeInterval: { seconds: 30 } });
dag.task("w3", { rows: ready.output.rows, name: bothReady.output[1].name, all: bothReady }, ({ input }) => {
  const rows: number = input.rows;
  const [first, second]: [{ rows: number }, { name: string }] = input.all;
  return `${rows} ${input.name} ${first.rows} ${second.name}`;
});
const loaded = dag.waitForTask("w4", {
  dagId: "legacy",
  taskId: "load",
  output: z.object({ rows: z.number() }),
  local: ({ context }) => ({ rows: context.tryNumber }),
});
dag.task("w5", { rows: loaded.output.rows }, ({ input }) => input.rows + 1);
dag.waitForTask("w6", { dagId: "legacy", taskIds: ["load", "check"] });
const closed: Task<null> = dag.waitForDag("w7", listings, { allowedStates: ["success", "failed"] });
dag.waitForDag("w8", "legacy", { softFail: true }).before(dag.waitForTaskGroup("w9", checks), closed);
dag.waitForTaskGroup("w10", { dagId: "legacy", taskGroupId: "loads" });
// @ts-expect-error the other task returns no such field
ready.output.row;
// @ts-expect-error a field of another type
dag.task("w11", ({ input }: TaskArgs<{ rows: string }>) => void input)({ rows: ready.output.rows });
// @ts-expect-error the second task returns no rows
bothReady.output[1].rows;
// @ts-expect-error there are two
bothReady.output[2];
// @ts-expect-error a DAG is waited for with waitForDag
dag.waitForTask("w12", listings);
// @ts-expect-error a group is waited for with waitForTaskGroup
dag.waitForTask("w13", checks);
// @ts-expect-error a task is waited for with waitForTask
dag.waitForDag("w14", cleaned);
// @ts-expect-error neither a task nor several
dag.waitForTask("w15", { dagId: "legacy" });
// @ts-expect-error an id alone says not of which DAG
dag.waitForTask("w16", "load");
// @ts-expect-error a task is no group
dag.waitForTaskGroup("w17", cleaned);
// @ts-expect-error no state of a run
dag.waitForDag("w18", listings, { failedStates: ["skipped"] });
// @ts-expect-error no state of a task
dag.waitForTask("w19", cleaned, { failedStates: ["broken"] });
// @ts-expect-error seconds are a length of time
dag.waitForTask("w20", cleaned, { pokeInterval: 30 });
// @ts-expect-error no such mode
dag.waitForTask("w21", cleaned, { mode: "sleep" });
// @ts-expect-error an option that there is not
dag.waitForTask("w22", cleaned, { wait: true });
// @ts-expect-error the wait has its own options, before the task's
dag.waitForTask("w23", cleaned, { retries: 1 });
// @ts-expect-error nothing is known of what it returns
dag.waitForTask("w24", { dagId: "legacy", taskId: "load" }).output.rows;
const shape = z.object({ rows: z.number() });
// @ts-expect-error the stand-in returns something else
dag.waitForTask("w25", { dagId: "legacy", taskId: "load", output: shape, local: () => ({ rows: "3" }) });
// @ts-expect-error JSON cannot carry a Date
dag.waitForTask("w26", { dagId: "legacy", taskId: "load", output: z.object({ at: z.date() }) });
// @ts-expect-error a run returns nothing
closed.output.rows;
