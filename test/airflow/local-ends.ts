// How DAGs end in the local runner, all in this process: a command for each takes a second more.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Writable } from "node:stream";
import { loadProject } from "../../src/compiler/config/load-project.ts";
import { runDag } from "../../src/local/run-dag.ts";
import { UserError } from "../../src/model/errors.ts";
import { instanceName } from "../../src/model/run/outputs.ts";
import type { End } from "./graphs-and-ends.ts";

/** The records of a file in the project's folder, one a line. */
async function records(folder: string, file: string) {
  const text = await readFile(path.join(folder, file), "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/**
 * Runs a built DAG once.
 *
 * @param date its logical date, with a time
 * @param env of its tasks
 */
export async function localEnd(
  folder: string,
  dagId: string,
  date: string,
  conf: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv,
): Promise<End> {
  const stdout = new Writable({ write: (_chunk, _encoding, done) => done() });
  const options = {
    ...{ dagId, from: date, to: date, tasks: [], jobs: 2 },
    ...{ trigger: false, resume: false, retryDelay: 0 },
    params: Object.entries(conf).map(([name, value]) => `${name}=${value}`),
  };
  await runDag(options, { project: await loadProject(folder), env: { ...process.env, ...env }, stdout });
  const all = await records(folder, `out/state/${dagId}.jsonl`);
  const tasks = all.flatMap(({ kind, taskId, mapIndex, state }) =>
    kind === "task" ? [[instanceName(taskId, mapIndex), state]] : [],
  );
  const run = all.find(({ kind }) => kind === "run");
  if (run === undefined) throw new UserError(`DAG "${dagId}" did not run.`);
  const updates = (await records(folder, "out/state/assets.log"))
    .filter((record) => record.kind === "updated" && record.dagId === dagId)
    .map(({ uri, extra }) => [uri, extra ?? {}] as const)
    .sort();
  return { state: run.state, tasks: Object.fromEntries(tasks), updates };
}
