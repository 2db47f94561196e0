// `windsock show <dag>`: what a built DAG is, in the terminal, as JSON, as a page or as a picture.
import path from "node:path";
import pc from "picocolors";
import { loadProject } from "../compiler/config/load-project.ts";
import { loadDag } from "../local/plan/load-dag.ts";
import { UsageError, UserError } from "../model/errors.ts";
import { dagPage } from "../show/dag-page.ts";
import { dagText } from "../show/dag-text.ts";
import { viewDag } from "../show/dag-view.ts";
import { graphSvg } from "../show/graph-svg.ts";
import { replaceFile } from "../system/replace-file.ts";
import { number, type Options, text } from "./options.ts";
import { warnIfStale } from "./warn-if-stale.ts";

const defaultRuns = 5;
/** Beyond that somebody mistyped a number. */
const mostRuns = 10_000;

/** @returns the exit code */
export async function showCommand(dagId: string, options: Options): Promise<number> {
  const runs = number(options, "runs", "--runs", 0) ?? defaultRuns;
  if (!Number.isInteger(runs) || runs > mostRuns) {
    throw new UsageError(`--runs ${runs} is not a whole number up to ${mostRuns}.`);
  }
  const files = { html: text(options, "html"), svg: text(options, "svg") };
  const project = await loadProject(process.cwd());
  const dag = viewDag(loadDag(project, dagId), new Date(), runs);
  if (files.html !== undefined) write("--html", files.html, dagPage(dag));
  if (files.svg !== undefined) write("--svg", files.svg, graphSvg(dag));
  if (options.json) console.log(JSON.stringify(dag, null, 2));
  else if (files.html === undefined && files.svg === undefined) console.log(dagText(dag, pc));
  await warnIfStale(project);
  return 0;
}

function write(option: string, file: string, content: string): void {
  try {
    replaceFile(file, content);
  } catch (cause) {
    const { code = "unknown error" } = cause as NodeJS.ErrnoException;
    throw new UserError(`${option} ${path.resolve(file)} cannot be written: ${code}. Choose another file.`, {
      cause,
    });
  }
}
