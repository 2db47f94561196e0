// What DAG files cost Airflow's DAG processor, beside the same DAGs written by hand.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import * as z from "zod";
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import { defaultSettings } from "../../src/model/settings.ts";
import { airflowEnvironment } from "../services/python.ts";
import { type Bench, type Bound, type Part, projectFolder } from "./bench.ts";
import { ours } from "./clean-task.ts";
import { type Contestant, type ContestResult, runContest, standingOf } from "./contest.ts";
import { makeDagProject } from "./dag-project.ts";

const byHand = "written by hand";

export const parse: Part = {
  name: "parse",
  title: "Parsing DAG files",
  about:
    "Airflow parses each DAG file again and again, each time in a process that it forks. Measured there: DAGs of six tasks, with " +
    "docs, a schedule and retries; Airflow's own modules are imported already. Nothing may be kept compiled, as in a folder " +
    "that Airflow cannot write to: otherwise both take less.",
  baseline: byHand,
  async run(bench) {
    const contests: ContestResult[] = [];
    for (const count of bench.quick ? [1, 3] : [1, 200]) {
      const folders = await dagFolders(bench, count);
      for (const version of airflowVersions) {
        const python = (await airflowEnvironment(version))?.python;
        if (!python) throw new Error(`There is no Python for Airflow ${version}.`);
        const title = `${count === 1 ? "one DAG" : `${count} DAGs`}, Airflow ${version}`;
        const contestants = Object.entries(folders).map(([name, folder]) =>
          contestant(bench, name, { python, folder, count }),
        );
        contests.push(await runContest(bench, { title, contestants }));
      }
    }
    return { contests, bounds: bench.quick ? [] : contests.map(bound) };
  },
};

/** By contestant, the folder with its DAG files. */
async function dagFolders(bench: Bench, count: number): Promise<Record<string, string>> {
  const { folder } = await makeDagProject(`parsed-${count}`, count);
  bench.progress.note(`Building ${count} of the DAGs that are parsed`);
  const command = path.join(projectFolder, "dist/cli/main.js");
  await execa(process.execPath, [command, "build", "--no-types"], { cwd: folder });
  const written = path.join(bench.scratch, `parsed-${count}`);
  await rm(written, { recursive: true, force: true });
  await mkdir(written, { recursive: true });
  const peer = await readFile(path.join(import.meta.dirname, "peers/parsed_dag.py"), "utf8");
  for (let number = 1; number <= count; number += 1) {
    const digits = String(number).padStart(4, "0");
    await writeFile(path.join(written, `dag_${digits}.py`), peer.replaceAll("dag-0001", `dag-${digits}`));
  }
  return { [ours]: path.join(folder, defaultSettings.generated), [byHand]: written };
}

const Parsed = z.object({ files: z.int(), seconds: z.number(), cpuSeconds: z.number() });

interface Parsing {
  readonly python: string;
  readonly folder: string;
  readonly count: number;
}

function contestant({ scratch }: Bench, name: string, { python, folder, count }: Parsing): Contestant {
  return {
    name,
    async work() {
      const script = path.join(import.meta.dirname, "airflow/parse_dags.py");
      const env = { AIRFLOW_HOME: path.join(scratch, "parse"), PYTHONDONTWRITEBYTECODE: "1" };
      const turns = count === 1 ? 50 : 1;
      const { stdout } = await execa(python, [script, folder, String(turns)], { env });
      const { files, ...times } = Parsed.parse(JSON.parse(stdout.slice(stdout.lastIndexOf("\n"))));
      if (files !== count) throw new Error(`${name}: ${files} DAG files were parsed, not ${count}.`);
      return { ...times, peakBytes: Number.NaN, stdout: "" };
    },
  };
}

/** Of CPU time: with others on the machine, wall time says little of some milliseconds. */
function bound(contest: ContestResult): Bound {
  return {
    promise: `parsing ${contest.title}: CPU time, of ${byHand}`,
    value: standingOf(contest, ours).cpuSeconds / standingOf(contest, byHand).cpuSeconds,
    limit: 1.3,
    unit: "x",
  };
}
