// What a version of Airflow makes of a folder of DAGs: see graphs_and_ends.py.
import { mkdtemp } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";

/** How a run ended. */
export interface End {
  readonly state: string;
  readonly tasks: Readonly<Record<string, string>>;
  /** URIs of the assets that it updated, each with what came with it. */
  readonly updates: readonly (readonly [string, unknown])[];
}

/** A DAG as stored_dag.py makes it, as far as it is looked into. */
export interface Graph {
  readonly tags: readonly string[];
  readonly group: { readonly children: Readonly<Record<string, unknown>> };
  readonly tasks: Readonly<Record<string, { readonly downstream_task_ids: readonly string[] }>>;
}

export interface Found {
  readonly importErrors: Readonly<Record<string, string>>;
  readonly graphs: Readonly<Record<string, Graph>>;
  readonly ends: Readonly<Record<string, End>>;
}

/** What is run, and where. */
export interface Look {
  /** Airflow's Python. */
  readonly python: string;
  /** The DAGs. */
  readonly folder: string;
  /** Conf of the runs by the DAGs' ids, in the order in which they run. */
  readonly runs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Logical date of the runs. */
  readonly date: string;
  /** Where a database may be made. */
  readonly scratch: string;
  /** Folder with commands that come before all others. */
  readonly commands: string;
  readonly env: NodeJS.ProcessEnv;
}

export async function graphsAndEnds(look: Look): Promise<Found> {
  const { python, folder, runs, date } = look;
  const env = {
    AIRFLOW_HOME: await mkdtemp(path.join(look.scratch, "home-")),
    AIRFLOW__CORE__DAGS_FOLDER: folder,
    AIRFLOW__CORE__LOAD_EXAMPLES: "False",
    PATH: [look.commands, path.dirname(python), process.env.PATH].join(path.delimiter),
    ...look.env,
  };
  const script = path.join(import.meta.dirname, "graphs_and_ends.py");
  const args = [script, folder, JSON.stringify(runs), `${date}T00:00:00+00:00`];
  // One of Airflow 2's examples looks for files of Airflow in the folder it runs in.
  const { stdout } = await execa(python, args, { env, cwd: await sitePackages(python) });
  return JSON.parse(stdout.slice(stdout.lastIndexOf("\n")));
}

/** Where a Python has its packages. */
export async function sitePackages(python: string): Promise<string> {
  const { stdout } = await execa(python, ["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]);
  return stdout;
}
