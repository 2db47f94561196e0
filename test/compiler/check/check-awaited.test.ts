// What is said of waits for DAGs of the same project, and in which versions of Airflow.
import { expect, test } from "vitest";
import { asset, Dag } from "windsock";
import { dagModel, dagProblems } from "windsock/testing";
import { checkAwaited } from "../../../src/compiler/check/check-awaited.ts";
import { checkTargets } from "../../../src/model/validate/validate-targets.ts";

const listings = new Dag("listings", { schedule: "@daily", startDate: "2026-01-01" });
const clean = listings.empty("clean");
listings.taskGroup("checks").empty("one");
const onAsset = new Dag("on_asset", { schedule: asset("s3://shop/rows") });
const write = onAsset.empty("write");

const problemsOf = (...dags: Dag[]) => checkAwaited(dags.map(dagModel)).map(({ message }) => message);

test("what is there is no problem, nor is a DAG of another project", () => {
  const dag = new Dag("report", { schedule: "@daily", startDate: "2026-01-01" });
  dag.waitForTask("clean", clean);
  dag.waitForTaskGroup("checks", { dagId: "listings", taskGroupId: "checks" });
  dag.waitForTask("legacy", { dagId: "legacy", taskId: "anything" });
  dag.waitForDag("legacy_run", "legacy");
  expect(problemsOf(listings, dag)).toEqual([]);
});

test("a DAG that is not there, and a task and a group that it lacks", () => {
  const dag = new Dag("report");
  dag.waitForTask("clean", clean);
  dag.waitForTask("cleaned", { dagId: "listings", taskIds: ["clean", "claen"] });
  dag.waitForTaskGroup("check", { dagId: "listings", taskGroupId: "check" });
  expect(problemsOf(dag)).toEqual([
    'Task "clean" waits for task "clean" of DAG "listings", and the project has no such DAG. Export it by default from a ' +
      "module of its own, or write its id where it is somebody else's.",
  ]);
  expect(problemsOf(listings, dag)).toEqual([
    'Task "cleaned" waits for tasks "clean", "claen" of DAG "listings", which has no task "claen". Did you mean clean? ' +
      "Its tasks are clean, checks.one.",
    'Task "check" waits for group "check" of DAG "listings", which has no such group. Did you mean checks? Its groups are checks.',
  ]);
});

test("runs that assets trigger wait for none, and none waits for them", () => {
  const dag = new Dag("report");
  dag.waitForTask("written", write);
  expect(problemsOf(onAsset, dag)).toEqual([
    'Task "written" waits for task "write" of DAG "on_asset", whose runs are triggered by assets and have no logical date. ' +
      "Schedule this DAG on an asset instead.",
  ]);
  const triggered = new Dag("triggered", { schedule: asset("s3://shop/rows") });
  triggered.waitForTask("clean", clean);
  expect(dagProblems(triggered)).toEqual([
    'Task "clean" waits for task "clean" of DAG "listings" in the run of the same logical date, and runs that assets ' +
      "trigger have none.",
  ]);
});

test("checkExistence, where all versions are of Airflow 3", () => {
  const dag = new Dag("report");
  dag.waitForTask("clean", clean, { checkExistence: true });
  expect(checkTargets(dagModel(dag), ["2.10", "2.11", "3.3"])).toEqual([]);
  expect(checkTargets(dagModel(dag), ["3.2", "3.3"]).map(({ message }) => message)).toEqual([
    'Task "clean" has checkExistence, which no Airflow after 2.11 heeds. Leave it out.',
  ]);
});
