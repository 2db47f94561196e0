// Python operators in a local run that is given a Python with Airflow: what they get, return, and end with.
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import { journalPath } from "../../src/model/run/journal-line.ts";
import { type CommandResult, TestProject } from "../compiler/test-project.ts";
import { airflowEnvironment } from "../services/python.ts";

/** With `DEV`, Airflow 3 prints the local variables of whatever fails. */
const env = { DEV: "1", PYTHONPATH: path.resolve(import.meta.dirname, "../airflow/python") };

const endings = `
import { connection, Dag, pythonOperator } from "windsock";
const ending = pythonOperator<{ how: string; acme_conn_id: string }, unknown>("acme.EndingOperator", {
  local: () => "the stand-in",
});
const dag = new Dag("endings", { schedule: "@daily", startDate: "2024-01-01" });
const acme_conn_id = connection("acme");
const waits = dag.task("waits", ending)({ how: "wait", acme_conn_id });
dag.task("reads", { waited: waits.output }, ({ input }) => input.waited);
for (const how of ["skip", "fail", "break", "object"]) {
  dag.task("ends_with_" + how, ending, { retries: how === "fail" ? 1 : 0 })({ how, acme_conn_id });
}
export default dag;
`;

interface JournalRecord {
  readonly taskId?: string;
  readonly state?: string;
  readonly tries?: number;
  readonly value?: unknown;
}

for (const version of airflowVersions) {
  const airflow = await airflowEnvironment(version);

  describe.skipIf(!airflow)(`in Airflow ${version}`, () => {
    let project: TestProject;

    beforeAll(async () => {
      project = await TestProject.create("python");
      await project.write({
        "dags-ts/endings.ts": endings,
        ".env": "AIRFLOW_CONN_ACME=acme://me:geheimes-wort@acme.example/\n",
      });
      expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
    });

    afterAll(() => project?.remove());

    const run = (...args: readonly string[]): Promise<CommandResult> =>
      project.windsockWith(env, "run", ...args, "--retry-delay", "0", "--python", airflow?.python ?? "");
    const records = async (dagId: string) => {
      const lines = (await project.read(journalPath(dagId))).trim().split("\n");
      const all = lines.map((line): JournalRecord => JSON.parse(line));
      return Object.fromEntries(all.flatMap((record) => (record.taskId ? [[record.taskId, record]] : [])));
    };

    test("values arrive as they are, in Python and in TypeScript", async () => {
      expect(await run("typed_values")).toMatchObject({ exitCode: 0 });
      expect(await records("typed_values")).toMatchObject({
        echo: {
          value: {
            arguments: {
              number: 3,
              list: [1, 2],
              whole: { rows: 3, days: ["2024-01-01"] },
              text: expect.stringMatching(/^{Linz}\/.*\/{{ no template }}$/),
              braces: "{{ as }} {% written %}",
              made: "0:05:00",
              plain: "there",
            },
          },
        },
        "group.size": { value: { size: 2, wait: "{{ raw }}" } },
        check: { value: { sum: 5, size: 2, types: ["number", "number", "number"] } },
      });
    });

    test("each ends as in Airflow, and its stand-in does not take part", async () => {
      expect(await run("endings", "--from", "2024-01-01", "--to", "2024-01-01")).toMatchObject({
        exitCode: 1,
      });
      expect(await records("endings")).toMatchObject({
        reads: {
          state: "success",
          value: { run: "manual__2024-01-01T00:00:00+00:00", day: "2024-01-01", ds: "2024-01-01" },
        },
        ends_with_skip: { state: "skipped" },
        ends_with_fail: { state: "failed", tries: 1 },
        ends_with_break: { state: "failed", tries: 1 },
        ends_with_object: { state: "failed", tries: 1 },
      });
    });

    test("the log has what it said and why it failed, and no secret", async () => {
      const log = await project.read("out/logs/endings/2024-01-01/ends_with_break/attempt-1.log");
      expect(log).toContain("goes to acme.example as ***");
      expect(log).toContain("ValueError: no luck with ***");
      expect(log).not.toContain("geheimes");
      expect(await project.read("out/logs/endings/2024-01-01/ends_with_object/attempt-1.log")).toMatch(
        /EndingOperator returned what has no JSON|Object of type set is not JSON serializable/,
      );
    });

    test("what its class does not take is said before anything runs", async () => {
      await project.write({
        "dags-ts/endings.ts": endings.replace("{ how, acme_conn_id }", "{ hwo: how, acme_conn_id }"),
      });
      const { exitCode, stderr } = await run("endings", "--from", "2024-01-01", "--to", "2024-01-01");
      expect({ exitCode, stderr }).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('takes no argument "hwo". Did you mean how?'),
      });
    });
  });
}
