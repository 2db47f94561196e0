// Deadlines in a local run: what reaches a receiver on loopback of a run that is late, and what the command says of it.
import { afterAll, beforeAll, expect, test } from "vitest";
import { Receiver } from "../callbacks/receiver.ts";
import { TestProject } from "../compiler/test-project.ts";

let receiver: Receiver;
let project: TestProject;

beforeAll(async () => {
  receiver = await Receiver.start();
  project = await TestProject.create("deadlines");
  await project.write({
    "windsock.config.ts": 'export default { airflow: ["3.3"] };\n',
    ".env": `AIRFLOW_CONN_LATE_RECEIVER=http://me:geheimes-wort@127.0.0.1:${receiver.port}\n`,
  });
  const { exitCode, stderr } = await project.windsock("build");
  expect(exitCode).toBe(0);
  expect(stderr).toContain(
    'The callbacks of the deadlines of DAG "late" get no connections of Airflow\'s database',
  );
});
afterAll(async () => {
  receiver.stop();
  await project.remove();
});

test("a run that is late goes on, and each deadline that it misses is told of once", async () => {
  const { exitCode, stdout } = await project.windsock("run", "late", "--param", "seconds=8");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    /^LATE {4}\S+ missed its deadline of 2026-01-01T06:30:00.000Z: calls tell_of_late$/m,
  );
  expect(stdout).toMatch(/^LATE .*Z "five seconds after it was made": calls tell_of_late$/m);
  expect(receiver.told.map(({ topic }) => topic).toSorted()).toEqual(["fixed", "late"]);
  const [context] = receiver.about("late");
  expect(context).toMatchObject({
    kind: "deadline",
    dagId: "late",
    state: "deadline_missed",
    runState: "running",
    params: { seconds: 8, place: "here" },
  });
  const [label] = /\S+(?= missed its deadline)/.exec(stdout) ?? [];
  const log = await project.read(`out/logs/late/${label}/callbacks.log`);
  expect(log.match(/Telling of deadline_missed, not with \*\*\*$/gm)).toHaveLength(2);
});

test("a run that is on time calls nobody, and the average of five is one that can be missed", async () => {
  receiver.told.length = 0;
  for (const day of ["02", "03", "04", "05"]) {
    const quick = ["run", "late", "--from", `2026-01-${day}`, "--param", "seconds=0"];
    expect(await project.windsock(...quick)).toMatchObject({ exitCode: 0 });
  }
  expect(receiver.told.map(({ topic }) => topic)).toEqual(["fixed", "fixed", "fixed", "fixed"]);
  const { stdout } = await project.windsock("run", "late", "--from", "2026-01-06", "--param", "seconds=8");
  expect(stdout).toMatch(/^LATE .*: calls dag.deadline$/m);
});
