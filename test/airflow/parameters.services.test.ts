// Each parameter of Airflow's DAG and BaseOperator is an option, said by Windsock, or left out with a reason.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { dagOptions } from "../../src/model/dag/dag-options.ts";
import { leftOutOfDags, leftOutOfTasks, saidByWindsock } from "../../src/model/dag/left-out-options.ts";
import type { Option } from "../../src/model/dag/option.ts";
import { ownTaskOptions, taskOptions } from "../../src/model/dag/task-options.ts";
import { airflowEnvironment } from "../services/python.ts";

const versions = ["3.3", "2.11", "2.10"] as const;
const python = await Promise.all(
  versions.map(async (version) => (await airflowEnvironment(version))?.python),
);

interface Parameters {
  readonly dag: readonly string[];
  readonly task: readonly string[];
}

async function parametersOf(program: string): Promise<Parameters> {
  const home = await mkdtemp(path.join(tmpdir(), "airflow-"));
  const { stdout } = await execa(program, [path.join(import.meta.dirname, "parameters.py")], {
    cwd: home,
    env: { AIRFLOW_HOME: home, PYTHONDONTWRITEBYTECODE: "1" },
  });
  await rm(home, { recursive: true });
  return JSON.parse(stdout.slice(stdout.lastIndexOf("\n{")));
}

const found = python.every(Boolean) ? await Promise.all(python.map((each) => parametersOf(each ?? ""))) : [];

/** Options that are attributes of an operator, which BaseOperator's constructor does not take. */
const attributes = ["ui_color", "ui_fgcolor"];

const kinds = [
  ["dag", Object.values<Option>(dagOptions), leftOutOfDags],
  ["task", Object.values<Option>({ ...taskOptions, ...ownTaskOptions }), leftOutOfTasks],
] as const;

describe.skipIf(found.length === 0).each(kinds)("the parameters of a %s", (kind, options, leftOut) => {
  const named = options.flatMap(({ python }) =>
    python === null || attributes.includes(python) ? [] : [python],
  );
  const said = [...saidByWindsock[kind]];
  const known = [...named, ...said, ...Object.keys(leftOut)];

  test.each(versions.map((version, index) => [version, index] as const))(
    "are all known: Airflow %s",
    (_, index) => {
      expect(found[index]?.[kind].filter((name) => !known.includes(name))).toEqual([]);
    },
  );

  test("are each known for one thing, and there in some Airflow", () => {
    const all = new Set(found.flatMap((each) => each[kind]));
    expect(known.filter((name) => !all.has(name))).toEqual([]);
    expect(known.filter((name, index) => known.indexOf(name) !== index)).toEqual([]);
  });

  test("are in each Airflow since which they are said to be", () => {
    for (const { python, since } of options) {
      if (python === null || attributes.includes(python)) continue;
      const older = since === "2.10" ? found : found.slice(0, 1);
      const missing = older.filter((each) => !each[kind].includes(python));
      expect([python, missing.length]).toEqual([python, 0]);
    }
  });
});
