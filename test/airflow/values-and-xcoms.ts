// Values on their way through Airflow: params, variables, connections' fields, XComs.
import { expect, test } from "vitest";
import { type AirflowUnderTest, awkwardText } from "./airflow-under-test.ts";

const large = `${awkwardText}${"0123456789 ".repeat(9_000)}`;

export function valuesAndXcoms(instance: () => AirflowUnderTest): void {
  test.each([
    ["awkward text", { text: awkwardText, deep: [awkwardText, ""] }],
    ["100 KB of text", { text: large, deep: [] }],
  ])("%s comes through unchanged, into a task and into the next one", async (_, conf) => {
    const { runs } = instance();
    const runId = await runs.trigger("values", conf);
    expect(await runs.finished("values", runId)).toBe("success");
    const run = (await runs.all("values")).find(({ dag_run_id: id }) => id === runId);
    const values = {
      param: conf.text,
      deep: conf.deep,
      variable: awkwardText,
      mixed: `${awkwardText} on ${run?.logical_date?.slice(0, 10)} in ${runId}`,
      fallback: "{{ it's }} $(not) 'there'",
      host: awkwardText,
      environment: awkwardText,
    };
    expect(await runs.result({ dagId: "values", runId, taskId: "first" })).toEqual(values);
    expect(await runs.result({ dagId: "values", runId, taskId: "second" })).toEqual({
      all: values,
      one: awkwardText,
    });
  });

  test("nothing that a task prints is taken for its result", async () => {
    const { runs } = instance();
    const runId = await runs.trigger("noise");
    expect(await runs.finished("noise", runId)).toBe("success");
    expect(await runs.result({ dagId: "noise", runId, taskId: "noisy" })).toEqual({ quiet: "as a mouse" });
    const log = await runs.log({ dagId: "noise", runId, taskId: "noisy" });
    expect(log).toContain("line 1999");
    expect(log).toContain("stdout, at the end");
  });
}
