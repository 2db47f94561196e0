// Tasks that ask people, in a test: it gives the answers.
import { describe, expect, test } from "vitest";
import { Dag, type TaskArgs, t } from "windsock";
import { runDag } from "windsock/testing";
import * as z from "zod";
import example from "../fixtures/people/dags-ts/example-hitl-operator.ts";

const answers = {
  wait_for_input: { information: "it's {{ ds }}" },
  wait_for_option: "option 2",
  wait_for_multiple_options: ["option 4", "option 6"],
  valid_input_and_options: true,
  choose_a_branch_to_run: "task_1",
};

test("tasks get what was answered, and the branch that was chosen runs", async () => {
  const { state, tasks } = await runDag(example, { answers });
  expect(state).toBe("success");
  expect(tasks.task_1?.output).toEqual({
    input: { information: "it's {{ ds }}" },
    option: "option 2",
    several: ["option 4", "option 6"],
  });
  expect(tasks.task_2?.state).toBe("skipped");
  expect(tasks.valid_input_and_options?.input).toMatchObject({
    body: "Input: it's {{ ds }}\nOption: option 2\nFirst of multiple options: option 4\nTimeout option: option 7",
  });
});

test("what is refused skips what comes after it", async () => {
  const { state, tasks } = await runDag(example, {
    answers: { ...answers, valid_input_and_options: "Reject" },
  });
  expect(state).toBe("success");
  expect(tasks.choose_a_branch_to_run?.state).toBe("skipped");
  expect(tasks.task_1?.state).toBe("skipped");
});

describe("an answer that cannot be taken fails the task", () => {
  const dag = new Dag("asks", { startDate: "2026-01-01" });
  dag.approval("approve", { subject: t`Release?`, failOnReject: true });
  dag.choice("region", { subject: "Where to?", options: ["eu", "us"] });
  dag.form("details", {
    subject: "What?",
    fields: z.object({ title: z.string().default("untitled"), count: z.int().default(1) }),
  });
  const right = { approve: "Approve", region: "us", details: { title: "one" } };

  test("as it is right", async () => {
    const { tasks } = await runDag(dag, { answers: right });
    expect(tasks.details?.output).toMatchObject({ params_input: { title: "one", count: 1 } });
  });

  test.each([
    [{ approve: false }, 'Receive "Reject"'],
    [{ approve: "Yes" }, '"Yes" is none of its options. It takes "Approve", "Reject"'],
    [{ region: ["eu", "us"] }, "only one option can be chosen"],
    [{ region: [] }, "nothing is chosen"],
    [{ details: { title: 1 } }, 'field "title" is refused'],
    [{ details: { title: "one", name: "x" } }, 'it has no field "name". Its fields are title, count'],
    [{ details: "one" }, "it takes an object with the fields title, count"],
  ])("%j", async (given, problem) => {
    const { state, error } = await runDag(dag, { answers: { ...right, ...given } });
    expect(state).toBe("failed");
    expect(String(error)).toContain(problem);
  });

  test("there is none, and no default", async () => {
    const { error } = await runDag(dag, { answers: { approve: true } });
    expect(String(error)).toContain(
      "nobody can be asked here, and it has no default. Answer it ahead: --answer region=eu",
    );
  });
});

describe("a problem of the build", () => {
  const problem = (declare: (dag: Dag) => void) => {
    const dag = new Dag("asks", { startDate: "2026-01-01" });
    declare(dag);
    return expect(runDag(dag)).rejects;
  };

  test("a field without a default, which Airflow would not run", async () => {
    await problem((dag) =>
      dag.form("details", { subject: "?", fields: z.object({ title: z.string() }) }),
    ).toThrow('has the field "title" without a default, with which Airflow refuses to run it.');
  });

  test("a default that is no option", async () => {
    const options: string[] = ["eu", "us"];
    await problem((dag) => dag.choice("region", { subject: "?", options, defaults: "uk" })).toThrow(
      'has the default "uk", which is none of its options: eu, us.',
    );
  });

  test("a rejection that would leave out what there is from the start on", async () => {
    await problem((dag) => {
      const approved = dag.approval("approve", { subject: "?", ignoreDownstreamTriggerRules: true });
      const work = dag.task("work", ({ input }: TaskArgs<number>) => input);
      approved.before(work.expand([1, 2], (item) => item));
    }).toThrow(/to skip all that comes after it, and "work" is mapped over a list that is written out/);
  });

  test("a branch that Airflow's operator does not know", async () => {
    await problem((dag) => {
      const region = dag.choice("region", { subject: "?", options: ["eu", "us"] });
      dag.switch(region, { eu: [dag.empty("a"), dag.empty("b")], us: dag.empty("c") });
      region.before(dag.empty("d"));
    }).toThrow(
      /has 2 tasks for the option "eu", and Airflow takes one for each[\s\S]*"d" comes directly after it without being a case/,
    );
  });
});
