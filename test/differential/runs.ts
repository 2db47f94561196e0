// How graphs run: in Airflow, and in the local runner.
import { mkdtemp, readFile } from "node:fs/promises";
import path from "node:path";
import { Writable } from "node:stream";
import { execa } from "execa";
import { loadProject } from "../../src/compiler/config/load-project.ts";
import { runDag } from "../../src/local/run-dag.ts";
import { instanceName } from "../../src/model/run/outputs.ts";

/** A task instance; null in Airflow's words for what was never decided. */
export interface InstanceEnd {
  readonly state: string | null;
  readonly tries: number;
  readonly value: unknown;
}

export interface RunEnd {
  readonly state: string;
  readonly instances: Readonly<Record<string, InstanceEnd>>;
}

/** Runs by the ids of DAGs, in the order of their days. */
export type Runs = Readonly<Record<string, readonly RunEnd[]>>;

/**
 * @param python Airflow's own
 * @param folder of the built DAGs
 * @param days of each DAG
 * @throws Error when a DAG does not load
 */
export async function airflowRuns(
  python: string,
  folder: string,
  days: Readonly<Record<string, readonly string[]>>,
  scratch: string,
): Promise<Runs> {
  const env = {
    AIRFLOW_HOME: await mkdtemp(path.join(scratch, "home-")),
    AIRFLOW__CORE__DAGS_FOLDER: folder,
    AIRFLOW__CORE__LOAD_EXAMPLES: "False",
    PATH: [path.dirname(python), process.env.PATH].join(path.delimiter),
  };
  const script = path.join(import.meta.dirname, "run_graphs.py");
  const { stdout } = await execa(python, [script, folder, JSON.stringify(days)], { env, maxBuffer: 2 ** 30 });
  const { importErrors, runs } = JSON.parse(stdout.slice(stdout.lastIndexOf("\n")));
  const [error] = Object.entries(importErrors);
  if (error) throw new Error(`${error[0]} does not load: ${error[1]}`);
  return runs;
}

/** @param project the folder that the DAGs are built in */
export async function localRuns(
  project: string,
  days: Readonly<Record<string, readonly string[]>>,
): Promise<Runs> {
  const loaded = await loadProject(project);
  const all: [string, RunEnd[]][] = [];
  for (const [dagId, dates] of Object.entries(days)) {
    const stdout = new Writable({ write: (_chunk, _encoding, done) => done() });
    const options = {
      ...{ dagId, from: dates[0] ?? "", to: dates.at(-1) ?? "", tasks: [], params: [], jobs: 2 },
      ...{ trigger: false, resume: false, retryDelay: 0 },
    };
    await runDag(options, { project: loaded, env: process.env, stdout });
    all.push([dagId, await endsIn(path.join(project, `out/state/${dagId}.jsonl`))]);
  }
  return Object.fromEntries(all);
}

/** What a journal says of the runs, in the order of their dates. */
async function endsIn(file: string): Promise<RunEnd[]> {
  const runs = new Map<string, { state: string; instances: Record<string, InstanceEnd> }>();
  const text = await readFile(file, "utf8");
  for (const line of text.split("\n").filter((each) => each !== "")) {
    const record = JSON.parse(line);
    if (record.kind !== "task" && record.kind !== "run") continue;
    const run = runs.get(record.runId) ?? { state: "", instances: {} };
    runs.set(record.runId, run);
    if (record.kind === "run") run.state = record.state;
    else {
      const { taskId, mapIndex, state, tries, value = null } = record;
      run.instances[instanceName(taskId, mapIndex)] = { state, tries, value };
    }
  }
  return [...runs].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, run]) => run);
}
