import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RunnerProject } from "../local/runner-project.ts";

let project: RunnerProject;
afterAll(() => project.remove());
beforeAll(() => {
  project = new RunnerProject();
  project.dag(
    "sample",
    { work: { run: "succeed();" } },
    { params: { minClicks: { type: "integer", minimum: 1, default: 3 } } },
  );
});

test.each([
  [
    [],
    "No command given. The commands are: init, build, python-types, dev, run, runs, list, show, sql, airflow.",
    "windsock --help",
  ],
  [
    ["rum"],
    'Unknown command "rum". The commands are: init, build, python-types, dev, run, runs, list, show, sql, airflow.',
    "windsock --help",
  ],
  [["run"], "Missing required args for command `run <dag>`.", "windsock run --help"],
  [["sql"], "No query given.", "windsock sql --help"],
  [["run", "sample", "extra"], "Unused args: `extra`.", "windsock run --help"],
  [["run", "sample", "--form", "2021-07-02"], "Unknown option `--form`.", "windsock run --help"],
  [["run", "sample", "--from"], "Option `--from <date>` value is missing.", "windsock run --help"],
  [["run", "sample", "--from", "2021-07-32"], '--from "2021-07-32" is not a date.', "windsock run --help"],
  [
    ["run", "sample", "--from", "2021-07-02", "--from", "2021-07-03"],
    "--from is given 2 times.",
    "windsock run --help",
  ],
  [["run", "sample", "--jobs", "0"], "--jobs 0 is not a number of at least 1.", "windsock run --help"],
  [["run", "sample", "--jobs", "1.5"], "--jobs 1.5 is not a whole number.", "windsock run --help"],
  [["run", "sample", "--jobs", "many"], "--jobs many is not a number of at least 1.", "windsock run --help"],
  [
    ["run", "sample", "--retry-delay", "soon"],
    "--retry-delay soon is not a number of at least 0.",
    "windsock run --help",
  ],
  [["run", "sample", "--from", "2030-01-01", "--to", "2030-01-02"], "No run of DAG", "windsock run --help"],
  [
    ["run", "sample", "--param", "clicks=2"],
    "Its params: minClicks (integer, default 3).",
    "windsock run --help",
  ],
  [["run", "sample", "--param", "minClicks=0"], "--param minClicks=0 is refused", "windsock run --help"],
  [["run", "sample", "--task", "wrok"], "Its tasks: work.", "windsock run --help"],
  [["list", "extra"], "Unused args: `extra`.", "windsock list --help"],
  [["show"], "Missing required args for command `show <dag>`.", "windsock show --help"],
  [["show", "sample", "--runs", "1.5"], "--runs 1.5 is not a whole number", "windsock show --help"],
  [["show", "sample", "--runs", "few"], "--runs few is not a number of at least 0.", "windsock show --help"],
  [
    ["show", "sample", "--runs", "10001"],
    "--runs 10001 is not a whole number up to 10000.",
    "windsock show --help",
  ],
  [["show", "sample", "--html"], "Option `--html <file>` value is missing.", "windsock show --help"],
  [
    ["sql", "select 1", "--format", "xml"],
    "--format xml is not one of table, csv, json.",
    "windsock sql --help",
  ],
  [
    ["sql", "select 1"],
    "The environment has no connection of type pglite, postgres, redshift.",
    "windsock sql --help",
  ],
  [["airflow", "--version", "1.10"], "--version must be one of 3.3, 2.11.", "windsock airflow --help"],
  [["airflow", "--port", "80"], "--port 80 is not a number of at least 1024.", "windsock airflow --help"],
  [
    ["airflow", "--port", "80000"],
    "--port 80000 is not a whole number up to 65535.",
    "windsock airflow --help",
  ],
  [["airflow", "--prot", "8081"], "Unknown option `--prot`.", "windsock airflow --help"],
])("windsock %j is a usage error: one clear line and where to read on", async (args, message, help) => {
  const { exitCode, stdout, stderr } = await project.windsock(args);
  expect(exitCode).toBe(2);
  expect(stdout).toBe("");
  const [line, hint, ...rest] = stderr.split("\n");
  expect(line).toContain(message);
  expect(hint).toBe(`See \`${help}\`.`);
  expect(rest).toEqual([]);
});

test("--version says the package's version", async () => {
  const { version } = JSON.parse(readFileSync(path.resolve("package.json"), "utf8"));
  expect((await project.windsock(["--version"])).stdout).toMatch(
    new RegExp(`^windsock/${version.replaceAll(".", "\\.")} `),
  );
});

test("--help lists the commands, and each command's --help its options", async () => {
  const { exitCode, stdout } = await project.windsock(["--help"]);
  expect(exitCode).toBe(0);
  for (const command of ["build", "run <dag>", "list", "show <dag>", "sql [query]", "airflow"])
    expect(stdout).toContain(`  ${command} `);
  const run = await project.windsock(["run", "--help"]);
  expect(run.exitCode).toBe(0);
  for (const option of ["from", "to", "task", "param", "jobs", "resume", "python", "retry-delay"]) {
    expect(run.stdout).toContain(`  --${option} `);
  }
});

test("outside a project it says so, without a stack", async () => {
  const { exitCode, stderr } = await project.windsock(["run", "sample"], {}, { cwd: "/" });
  expect(exitCode).toBe(1);
  expect(stderr).toBe(
    "No package.json in / or above it. Run this inside a project, or make one of this folder: npx windsock init",
  );
});
