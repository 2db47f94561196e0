// Graphs that nobody wrote: any mix of what decides how the tasks of a run end. Numbers refer to what is there, whatever
// it is, so that any part of a graph can be taken away and the rest is one again.
import fc from "fast-check";
import { triggerRules } from "../../src/model/dag/trigger-rule.ts";

/**
 * What an instance of a task does: succeeds with a value, or with none; is skipped; fails, the first time, each time, or
 * so that it is not tried again; a sensor may also find nothing until its time is over.
 */
const outcomes = ["value", "null", "skip", "fail_once", "fail", "fail_hard", "nothing"] as const;
export type Outcome = (typeof outcomes)[number];

/** Those that all versions have. */
const rules = triggerRules.filter((rule) => rule !== "all_done_min_one_success");

const kinds = [
  "work",
  "empty",
  "if",
  "switch",
  "short_circuit",
  "mapped",
  "sensor",
  "mapped_sensor",
] as const;

export interface TaskSpec {
  readonly kind: (typeof kinds)[number];
  /** 0 for the DAG itself. */
  readonly group: number;
  /** What it comes after. */
  readonly after: readonly number[];
  /** Whose outputs it reads. */
  readonly reads: readonly number[];
  readonly triggerRule: (typeof triggerRules)[number];
  /** In turn, by the day of the run and the number of the instance. */
  readonly outcomes: readonly Outcome[];
  readonly retries: number;
  readonly dependsOnPast: boolean;
  readonly role: "none" | "setup" | "teardown";
  /** What a branch decides about. */
  readonly decides: readonly number[];
  /** What it is mapped over. */
  readonly list: ListSpec;
  /** What becomes of a sensor that would fail. */
  readonly lenience: (typeof leniences)[number];
}

const leniences = ["none", "softFail", "neverFail"] as const;

export interface ListSpec {
  readonly of: "literal" | "output" | "mapped";
  readonly task: number;
  readonly length: number;
}

interface GroupSpec {
  /** 0 for the DAG itself. */
  readonly parent: number;
  readonly list: ListSpec | null;
}

export interface GraphSpec {
  readonly groups: readonly GroupSpec[];
  readonly tasks: readonly TaskSpec[];
  /** How many days it runs. */
  readonly days: number;
}

const often = <T>(usual: T, share: number, others: fc.Arbitrary<T>) =>
  fc.oneof({ weight: share, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: others });
const references = (maxLength: number) => fc.array(fc.nat(30), { maxLength });

const list: fc.Arbitrary<ListSpec> = fc.record({
  of: fc.constantFrom("literal", "output", "mapped"),
  task: fc.nat(30),
  length: fc.nat(3),
});

const task: fc.Arbitrary<TaskSpec> = fc.record({
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constant("work" as const) },
    { weight: 2, arbitrary: fc.constant("mapped" as const) },
    { weight: 1, arbitrary: fc.constantFrom("sensor" as const, "mapped_sensor" as const) },
    { weight: 2, arbitrary: fc.constantFrom(...kinds) },
  ),
  group: often(0, 1, fc.nat(3)),
  after: references(3),
  reads: references(2),
  triggerRule: often("all_success", 1, fc.constantFrom(...rules)),
  outcomes: fc.array(often("value", 3, fc.constantFrom(...outcomes)), { minLength: 1, maxLength: 3 }),
  retries: often(0, 2, fc.nat(2)),
  dependsOnPast: often(false, 8, fc.constant(true)),
  role: often("none", 8, fc.constantFrom("setup", "teardown")),
  decides: references(3),
  list,
  lenience: often("none", 1, fc.constantFrom(...leniences)),
});

export const graphs: fc.Arbitrary<GraphSpec> = fc.record({
  groups: fc.array(
    fc.record({ parent: often(0, 2, fc.nat(2)), list: often<ListSpec | null>(null, 1, list) }),
    { maxLength: 3 },
  ),
  tasks: fc.array(task, { minLength: 2, maxLength: 9 }),
  days: often(1, 2, fc.constant(2)),
});
