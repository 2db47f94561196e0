import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { formatDuration } from "../../../src/local/progress/format-duration.ts";
import { runDag } from "../../../src/local/run-dag.ts";
import { defaultSettings } from "../../../src/model/settings.ts";
import { RunnerProject } from "../runner-project.ts";

let project: RunnerProject;
afterAll(() => project.remove());

beforeAll(() => {
  project = new RunnerProject();
  project.dag("sample", {
    start: {},
    clean: { upstream: ["start"], run: 'if (ds === "2021-07-02") skip("a holiday"); else succeed();' },
    load: {
      upstream: ["clean"],
      options: { retries: 1 },
      run: 'if (ds === "2021-07-04") { await sleep(300); succeed(); } else { for (let i = 1; i <= 25; i += 1) console.log("line " + i); process.exit(3); }',
    },
  });
});

/** Times and the table's widths differ from run to run. */
const settle = (text: string) =>
  stripVTControlCharacters(text)
    .replaceAll(/\d+\.\d s/g, "<time>")
    .replaceAll(/ +<time>/g, " <time>")
    .replaceAll(/─+/g, "─");

test("plain progress is one line a run, retry and failure, and a table at the end", async () => {
  const { stdout, exitCode } = await project.windsock(["run", "sample", "--jobs", "1", "--retry-delay", "0"]);
  expect(exitCode).toBe(1);
  expect(settle(stdout)).toMatchInlineSnapshot(`
    "sample: 3 runs, 2021-07-02 to 2021-07-04, one task at a time
    [1/3] 2021-07-02 success in <time>
    RETRY   2021-07-03 load in <time>, try 1 of 2 failed: exit code 3
    FAILED  2021-07-03 load after 2 tries: exit code 3
      | line 6
      | line 7
      | line 8
      | line 9
      | line 10
      | line 11
      | line 12
      | line 13
      | line 14
      | line 15
      | line 16
      | line 17
      | line 18
      | line 19
      | line 20
      | line 21
      | line 22
      | line 23
      | line 24
      | line 25
      log: out/logs/sample/2021-07-03/load/attempt-2.log
    [2/3] 2021-07-03 failed in <time>
    [3/3] 2021-07-04 success in <time>
    ┌─┬─┬─┬─┬─┬─┬─┬─┐
    │ task  │ success │ skipped │ failed │ upstream_failed │ tries │ total │ median │
    ├─┼─┼─┼─┼─┼─┼─┼─┤
    │ start │       3 │       0 │      0 │               0 │     0 │     - │      - │
    │ clean │       2 │       1 │      0 │               0 │     3 │ <time> │ <time> │
    │ load  │       1 │       1 │      1 │               0 │     3 │ <time> │ <time> │
    └─┴─┴─┴─┴─┴─┴─┴─┘
    1 of 3 runs failed: 2021-07-03.
    When the cause is gone, go on with: npx windsock run sample --retry-delay 0 --resume
    Took <time>.
    Logs: out/logs/sample/"
  `);
});

test("colours and cursor movements stay out of pipes, CI and NO_COLOR", async () => {
  const { stdout } = await project.windsock(["run", "sample", "--to", "2021-07-02"], {
    CI: "1",
    NO_COLOR: "",
  });
  expect(stdout).toBe(stripVTControlCharacters(stdout));
});

test("in a terminal a few lines renew themselves, and failures are left standing", async () => {
  const screen = Object.assign(new PassThrough(), { isTTY: true, columns: 100, rows: 40 });
  const shown: string[] = [];
  screen.on("data", (chunk: Buffer) => shown.push(chunk.toString()));
  const exitCode = await runDag(
    { dagId: "sample", tasks: [], params: [], jobs: 1, trigger: true, resume: false, retryDelay: 0.3 },
    {
      project: { folder: project.folder, name: "acme", settings: defaultSettings },
      env: { PATH: process.env.PATH },
      stdout: screen,
    },
  );
  expect(exitCode).toBe(1);
  const all = stripVTControlCharacters(shown.join(""));
  expect(all).toMatch(/█+░+ \d\/3 runs {2}\d+\.\d s, about \d+\.\d s left/);
  expect(all).toMatch(/\d success {2}1 retried {2}0 failed {2}2 skipped/);
  expect(all).toMatch(/ {2}2021-07-0\d load(?: \(try 2\))? \d+\.\d s/);
  expect(all).toContain("FAILED  2021-07-03 load after 2 tries: exit code 3");
  expect(all).toContain("1 of 3 runs failed: 2021-07-03.");
});

test.each([
  [0, "0.0 s"],
  [1234, "1.2 s"],
  [9960, "10 s"],
  [59_400, "59 s"],
  [59_600, "1 min 00 s"],
  [185_000, "3 min 05 s"],
  [7_500_000, "2 h 05 min"],
])("%i milliseconds are %s", (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});
