import pc from "picocolors";
import { expect, test } from "vitest";
import { dagText } from "../../src/show/dag-text.ts";
import { viewDag } from "../../src/show/dag-view.ts";
import { sampleDag } from "../local/sample-dag.ts";

const now = new Date("2026-10-24T12:00:00Z");
const text = (...args: Parameters<typeof sampleDag>) =>
  dagText(viewDag(sampleDag(...args), now, 3), pc.createColors(false));

test("the next runs are those of the zone's clocks, with what Airflow runs before them", () => {
  const dag = {
    schedule: { kind: "cron", expression: "30 2 * * *" },
    timezone: "Europe/Berlin",
    startDate: "2026-01-01",
    catchup: true,
  } as const;
  expect(`\n${text({}, dag).slice(text({}, dag).indexOf("Next runs"))}\n`).toBe(`
Next runs
┌────────────┬─────────────────────────────────┬───────────────────────────────┐
│ ds         │ logical date, start of interval │ end of interval, start of run │
├────────────┼─────────────────────────────────┼───────────────────────────────┤
│ 2026-10-24 │ 2026-10-24T00:30:00+00:00       │ 2026-10-25T01:30:00+00:00     │
│ 2026-10-25 │ 2026-10-25T01:30:00+00:00       │ 2026-10-26T01:30:00+00:00     │
│ 2026-10-26 │ 2026-10-26T01:30:00+00:00       │ 2026-10-27T01:30:00+00:00     │
└────────────┴─────────────────────────────────┴───────────────────────────────┘
  A new Airflow first makes up for the runs since 2026-01-01.
`);
});

test.each([
  [{ schedule: { kind: "none" } }, "It runs when somebody triggers it."],
  [
    { schedule: { kind: "assets", condition: { kind: "asset", uri: "s3://a" } } },
    "It runs when its assets have been updated; such a run has no dates.",
  ],
  [{ schedule: { kind: "once" }, startDate: "2026-01-01" }, "It runs once, for 2026-01-01."],
  [
    { schedule: { kind: "continuous" }, startDate: "2026-01-01" },
    "Its next run begins when the one before has ended.",
  ],
  [
    {
      schedule: {
        kind: "asset_or_time",
        condition: { kind: "asset", uri: "s3://a" },
        timetable: { kind: "events", dates: ["2026-01-01"], restrictToEvents: false },
      },
      startDate: "2026-01-01",
    },
    "Its schedule has no more dates. It runs when its assets have been updated, too; such a run has no dates.",
  ],
  [
    { schedule: { kind: "every", seconds: 60 }, startDate: "2026-01-01", endDate: "2026-01-02" },
    "No more: its end date is 2026-01-02.",
  ],
] as const)("where no run is to come, it says why: %j", (dag, why) => {
  expect(text({}, dag).split("\n").at(-1)).toBe(`  ${why}`);
});

test("where no run is asked for, it does not say that there is none", () => {
  const dag = sampleDag({}, { schedule: { kind: "every", seconds: 60 }, startDate: "2026-01-01" });
  expect(viewDag(dag, now, 0)).toMatchObject({ nextRuns: [], runsNote: null });
});

test("nothing that a terminal would obey reaches it", () => {
  const evil = "\u001b[2J\u009b31m\u0007";
  const all = text(
    { work: [] },
    { description: evil, tags: [evil], params: { p: { default: evil, description: evil } } },
  );
  expect(all).toContain("\\u001b[2J\\u009b31m\\u0007");
  expect(all.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
});

test("wide and deep graphs are told layer by layer", () => {
  const graph = text({ a: [], b: [], c: ["a", "b"], d: [], e: ["c", "a"] });
  expect(graph.slice(graph.indexOf("Graph"), graph.indexOf("\n\na ")).split("\n")).toEqual([
    "Graph",
    "  1  ┬─ a  SampleOperator",
    "     ├─ b  SampleOperator",
    "     └─ d  SampleOperator",
    "  2  ── c  SampleOperator  ← a, b",
    "  3  ── e  SampleOperator  ← c, a",
  ]);
});

test("what is written on an edge is behind the task that it comes from", () => {
  const labels = [
    { upstream: "a", downstream: "c", label: "No\n errors" },
    { upstream: "c", downstream: "d", label: "rows" },
  ];
  const all = text({ a: [], b: [], c: ["a", "b"], d: ["c"] }, { edgeLabels: labels });
  expect(all).toContain("c  SampleOperator  ← a (No errors), b\n");
  expect(all).toMatch(/^ {2}after +a \(No errors\), b$/m);
  expect(all).toMatch(/^ {2}after +c \(rows\)$/m);
});

test("callbacks are told by their names, with the connections that they are given", () => {
  const callback = (name: string, connections = {}) => ({ name, input: {}, connections, timeLimit: 15 });
  const all = text(
    { a: [] },
    {
      defaults: { onFailure: [callback("open_ticket"), callback("webhook", { api: "team_channel" })] },
      onFailure: [callback("email", { server: "smtp_default" })],
    },
  );
  expect(all).toMatch(/^ +onFailure: email \(server: smtp_default\)$/m);
  expect(all).toMatch(/^ {2}options +onFailure: open_ticket, webhook \(api: team_channel\)$/m);
});
