// Makes a DAG of a graph that nobody wrote. It is part of the modules that are built: each of them has a graph.
import {
  AirflowFailException,
  AirflowSkipException,
  Dag,
  type DagNode,
  done,
  type MappedTask,
  type Task,
  type TaskArgs,
  type TaskGroup,
} from "windsock";
import type { GraphSpec, ListSpec, Outcome, TaskSpec } from "./graph.ts";

/** Day 0 of all graphs. */
export const firstDay = "2024-01-01";

type Node = Task<never> | MappedTask<never>;
type Scope = Dag | TaskGroup;

interface Made {
  readonly node: Node;
  readonly spec: TaskSpec;
  /** The mapped group it is in. */
  readonly mapped: number;
}

export function buildGraph(dagId: string, { groups, tasks }: GraphSpec): Dag {
  const dag = new Dag(dagId, {
    schedule: "@daily",
    startDate: firstDay,
    defaults: { retryDelay: { seconds: 0 } },
  });
  const made: Made[] = [];
  const byGroup = (group: number) => tasks.filter((task) => within(task.group, groups.length) === group);
  declare(dag, 0);
  for (const { node, spec } of made) decide(dag, node, spec, made);
  return dag;

  function declare(scope: Scope, group: number, item?: unknown, mapped = 0): void {
    for (const task of byGroup(group)) {
      made.push({ node: declareTask(scope, task, made, mapped, item), spec: task, mapped });
    }
    groups.forEach(({ parent, list }, index) => {
      const id = index + 1;
      if (within(parent, index) !== group || !hasTasks(id)) return;
      const inner = scope.taskGroup(`g${id}`);
      if (list === null) declare(inner, id, item, mapped);
      else inner.expand(listOf(list, made, mapped) as never, (own, element) => declare(own, id, element, id));
    });
  }

  function hasTasks(group: number): boolean {
    const inner = groups.flatMap(({ parent }, index) => (within(parent, index) === group ? [index + 1] : []));
    return byGroup(group).length > 0 || inner.some(hasTasks);
  }
}

/** A reference to one of so many groups, or to none. */
function within(reference: number, count: number): number {
  return reference % (count + 1);
}

function find(reference: number, made: readonly Made[]): Made | undefined {
  return made.length === 0 ? undefined : made[reference % made.length];
}

/** The outputs that a task of a mapped group, or of none, can read. */
function readable(references: readonly number[], made: readonly Made[], mapped: number): unknown[] {
  return references.flatMap((reference) => {
    const other = find(reference, made);
    return other && (other.mapped === 0 || other.mapped === mapped) ? [other.node] : [];
  });
}

function listOf({ of, task, length }: ListSpec, made: readonly Made[], mapped: number): unknown {
  const literal = Array.from({ length }, (_, index) => index);
  const other = find(task, made);
  if (of === "literal" || !other || (other.mapped !== 0 && other.mapped !== mapped)) return literal;
  if (isMapped(other.spec)) return of === "mapped" ? other.node : literal;
  return of === "output" && (other.spec.kind === "work" || other.spec.kind === "sensor")
    ? (other.node as Task<Value>).output.list
    : literal;
}

function isMapped({ kind }: TaskSpec): boolean {
  return kind === "mapped" || kind === "mapped_sensor";
}

function isSensor({ kind }: TaskSpec): boolean {
  return kind === "sensor" || kind === "mapped_sensor";
}

/** Time enough for a look, and as little as can be where nothing will be found. */
function waiting({ outcomes, lenience }: TaskSpec): object {
  const seconds = outcomes.includes("nothing") ? 3 : 60;
  return {
    timeout: { seconds },
    pokeInterval: { seconds },
    ...(lenience !== "none" && { [lenience]: true }),
  };
}

/** Rules by which a task may run although what comes before it has not ended. */
export const mayBeEarly: readonly string[] = ["always", "one_success", "one_failed", "one_done"];

function declareTask(
  scope: Scope,
  spec: TaskSpec,
  made: readonly Made[],
  mapped: number,
  item: unknown,
): Node {
  const { kind, triggerRule, retries, dependsOnPast, role } = spec;
  const id = `${kind}_${made.length}`;
  const options = { triggerRule, retries, dependsOnPast, ...(isSensor(spec) && waiting(spec)) };
  // Such a task may run while those that it reads still do.
  const read = mayBeEarly.includes(triggerRule) ? [] : readable(spec.reads, made, mapped);
  const input = { read, ...(item !== undefined && { item }) };
  const work = (args: TaskArgs<never>) => act(spec, args);
  const after = spec.after.flatMap((reference) => find(reference, made)?.node ?? []);
  const declared = () =>
    (isSensor(spec)
      ? scope.sensor(id, work as never, options as never)
      : scope.task(id, work as never, options as never)) as unknown as Declared;
  if (isMapped(spec)) {
    const list = listOf(spec.list, made, mapped);
    return declared()
      .expand(list, (element) => ({ ...input, element }))
      .after(...after);
  }
  const node: Task<never> =
    kind === "empty" ? (scope.empty(id, options as never) as unknown as Task<never>) : declared()(input);
  node.after(...after);
  if (role === "setup") node.asSetup();
  if (role === "teardown") node.asTeardown();
  return node;
}

interface Declared {
  (input: object): Task<never>;
  expand(list: unknown, wire: (element: unknown) => object): MappedTask<never>;
}

/** What the branch of a task is about: tasks that it comes before. */
function decide(dag: Dag, node: Node, { kind, decides }: TaskSpec, made: readonly Made[]): void {
  const later = made.slice(made.findIndex((other) => other.node === node) + 1);
  const cases = decides.flatMap((reference): DagNode[] => {
    const other = find(reference, later);
    return other ? [other.node] : [];
  });
  if (kind === "short_circuit") dag.shortCircuit(node as unknown as Task<boolean>);
  const [first, second, third] = cases;
  if (kind === "if" && first) {
    const then = dag.if(node as unknown as Task<boolean>).then(first);
    if (second) then.else(second);
  }
  if (kind === "switch" && first) {
    dag.switch(node as unknown as Task<string>, {
      a: first,
      b: second ?? [],
      c: third ? [third, first] : [],
    });
  }
}

/** What a task returns that decides nothing. */
interface Value {
  readonly list: readonly number[];
  /** Tells one input from another. */
  readonly sum: number;
}

function act(spec: TaskSpec, { input, context }: TaskArgs<never>): unknown {
  const day = context.logicalDate === null ? 0 : Date.parse(context.logicalDate) / 86_400_000;
  const turn = day + context.mapIndex + 1;
  const outcome: Outcome = spec.outcomes[turn % spec.outcomes.length] ?? "value";
  switch (outcome) {
    case "skip":
      throw new AirflowSkipException("as it is to be");
    case "fail":
      throw new Error("as it is to be");
    case "fail_hard":
      throw new AirflowFailException("as it is to be");
    case "fail_once":
      if (context.tryNumber === 1) throw new Error("the first time");
      break;
    case "nothing":
      if (isSensor(spec)) return false;
      break;
    case "null":
    case "value":
      break;
  }
  switch (spec.kind) {
    case "if":
    case "short_circuit":
      return turn % 2 === 0;
    case "switch":
      return ["a", "b", "c"][turn % 3];
    case "sensor":
    case "mapped_sensor":
      return outcome === "null" ? true : done(result(spec, input));
    default:
      return outcome === "null" ? null : result(spec, input);
  }
}

function result({ list }: TaskSpec, input: unknown): Value {
  const text = JSON.stringify(input, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value,
  );
  const sum = [...text].reduce((before, character) => (before * 31 + character.charCodeAt(0)) % 1_000_003, 7);
  return { list: Array.from({ length: list.length }, (_, index) => index), sum };
}
