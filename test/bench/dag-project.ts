// A generated project: any number of DAGs with six tasks each, every task's operator in a module of its own.
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { defaultSettings } from "../../src/model/settings.ts";
import { benchFolder, projectFolder } from "./bench.ts";

export interface DagProject {
  readonly folder: string;
  /** The modules with the operators, relative to the folder; each exports `operator`. */
  readonly operators: readonly { readonly dagId: string; readonly taskId: string; readonly file: string }[];
}

const taskIds = ["extract", "check", "clean", "load", "report", "notify"];

/** @param name of its folder, which is made anew */
export async function makeDagProject(name: string, dags: number): Promise<DagProject> {
  const folder = path.join(benchFolder, "projects", name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, "node_modules"), { recursive: true });
  await symlink(projectFolder, path.join(folder, "node_modules/windsock"));
  await symlink(path.join(projectFolder, "node_modules/zod"), path.join(folder, "node_modules/zod"));
  await write(folder, "package.json", JSON.stringify({ name: "generated-project", type: "module" }));
  const operators: DagProject["operators"][number][] = [];
  for (let number = 1; number <= dags; number += 1) {
    const dagId = `dag-${String(number).padStart(4, "0")}`;
    await write(folder, `${defaultSettings.dags}/${dagId}.ts`, dagModule(dagId));
    for (const taskId of taskIds) {
      const file = `${defaultSettings.dags}/operators/${dagId}/${taskId}.ts`;
      await write(folder, file, operatorModule(dagId, taskId));
      operators.push({ dagId, taskId, file });
    }
  }
  return { folder, operators };
}

async function write(folder: string, name: string, text: string): Promise<void> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}

function dagModule(dagId: string): string {
  const tasks = taskIds.map((taskId, index) => {
    const rows = index === 0 ? "1" : `${taskIds[index - 1]}.output.rows`;
    return `const ${taskId} = dag.task("${taskId}", ${taskId}Operator)({ day: ds, rows: ${rows} });`;
  });
  return [
    'import { Dag, ds } from "windsock";',
    ...taskIds.map((id) => `import { operator as ${id}Operator } from "./operators/${dagId}/${id}.ts";`),
    "",
    "/** One of many. */",
    `const dag = new Dag("${dagId}", { schedule: "@daily", startDate: "2026-01-01", defaults: { retries: 2 } });`,
    ...tasks,
    "",
    "export default dag;",
    "",
  ].join("\n");
}

/** The text of an operator's module; another `version` is a change to it. */
export function operatorModule(dagId: string, taskId: string, version = 0): string {
  return `import { defineOperator } from "windsock";
import * as z from "zod";

/** Does what ${taskId} does in ${dagId}. */
export const operator = defineOperator({
  name: "${taskId[0]?.toUpperCase()}${taskId.slice(1)}Operator",
  input: z.object({ day: z.string(), rows: z.number().int().min(0).describe("Rows so far") }),
  output: z.object({ rows: z.number().int() }),
  run({ input, log }) {
    log.info(\`${taskId} of ${dagId} on \${input.day}, version ${version}\`);
    return { rows: input.rows + ${version} };
  },
});
`;
}
