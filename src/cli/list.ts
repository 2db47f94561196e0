// `windsock list`: the built DAGs of the project.
import pc from "picocolors";
import { loadProject } from "../compiler/config/load-project.ts";
import { loadDags, noDagBuilt } from "../local/plan/load-dag.ts";
import { UserError } from "../model/errors.ts";
import { listDags, listText } from "../show/list-text.ts";
import type { Options } from "./options.ts";
import { warnIfStale } from "./warn-if-stale.ts";

/** @returns the exit code */
export async function listCommand(options: Options): Promise<number> {
  const project = await loadProject(process.cwd());
  const dags = loadDags(project);
  if (dags.length === 0) throw new UserError(noDagBuilt);
  // Some pseudo-terminals have no size.
  const width = process.stdout.columns || undefined;
  const listed = listDags(dags, new Date());
  console.log(options.json ? JSON.stringify(listed, null, 2) : listText(listed, width, pc));
  await warnIfStale(project);
  return 0;
}
