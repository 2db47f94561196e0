import { describe, expect, test } from "vitest";
import type { TaskState } from "../../../src/local/schedule/task-instance.ts";
import { type Decision, decide } from "../../../src/local/schedule/trigger-rule.ts";
import { type TriggerRule, triggerRules } from "../../../src/model/dag/trigger-rule.ts";
import { counted } from "./counted.ts";

const states: Readonly<Record<string, TaskState>> = {
  s: "success",
  k: "skipped",
  f: "failed",
  u: "upstream_failed",
  r: "running",
};

const decisions: Readonly<Record<string, Decision>> = {
  run: "run",
  wait: "wait",
  skip: "skipped",
  upf: "upstream_failed",
};

// Read off airflow.ti_deps.deps.trigger_rule_dep. Upstream states: s success, k skipped, f failed,
// u upstream_failed, r running.
const table = `
  upstream                    | s    k    f    u    r    ss   kk   ff   sk   sf   su   kf   ku   fu   sr   kr   fr   ur
  always                      | run  run  run  run  run  run  run  run  run  run  run  run  run  run  run  run  run  run
  all_success                 | run  skip upf  upf  wait run  skip upf  skip upf  upf  upf  upf  upf  wait skip upf  upf
  all_failed                  | skip skip run  run  wait skip skip run  skip skip skip skip skip run  skip skip wait wait
  all_done                    | run  run  run  run  wait run  run  run  run  run  run  run  run  run  wait wait wait wait
  all_done_min_one_success    | run  skip upf  upf  wait run  skip upf  skip run  run  skip skip upf  wait skip wait wait
  all_skipped                 | skip run  skip skip wait skip run  skip skip skip skip skip skip skip skip wait skip skip
  one_success                 | run  skip upf  upf  wait run  skip upf  run  run  run  upf  upf  upf  run  wait wait wait
  one_failed                  | skip skip run  run  wait skip skip run  skip run  run  run  run  run  wait wait run  run
  one_done                    | run  skip run  skip wait run  skip run  run  run  run  run  skip run  run  wait run  wait
  none_failed                 | run  run  upf  upf  wait run  run  upf  run  upf  upf  upf  upf  upf  wait wait upf  upf
  none_failed_min_one_success | run  skip upf  upf  wait run  skip upf  run  upf  upf  upf  upf  upf  wait wait upf  upf
  none_skipped                | run  skip run  run  wait run  skip run  skip run  run  skip skip run  wait skip wait wait
`;

const [head, ...rows] = table
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/[\s|]+/));
const combinations = head?.slice(1) ?? [];

describe("a trigger rule decides as Airflow's scheduler does", () => {
  test.each(rows)("%s", (rule, ...expected) => {
    const upstream = (letters: string) => [...letters].map((letter) => states[letter] ?? "none");
    const actual = combinations.map((letters) => [
      letters,
      decide(rule as TriggerRule, counted(upstream(letters))),
    ]);
    expect(actual).toEqual(combinations.map((letters, index) => [letters, decisions[expected[index] ?? ""]]));
  });

  test("every rule is in the table", () => {
    expect(rows.map(([rule]) => rule).sort()).toEqual([...triggerRules].sort());
  });

  test("the order of the upstream tasks does not matter", () => {
    const all = Object.values(states);
    for (const rule of triggerRules) {
      for (const one of all) {
        for (const other of all)
          expect(decide(rule, counted([one, other]))).toBe(decide(rule, counted([other, one])));
      }
    }
  });

  test("without upstream tasks every rule says run", () => {
    for (const rule of triggerRules) expect(decide(rule, counted([]))).toBe("run");
  });
});
