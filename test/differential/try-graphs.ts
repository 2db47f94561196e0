// Builds graphs, runs them in Airflow and locally, and says what differs.
import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { dagModel, dagProblems } from "windsock/testing";
import { TestProject } from "../compiler/test-project.ts";
import { buildGraph, firstDay } from "./build-graph.ts";
import { differences } from "./compare.ts";
import type { GraphSpec } from "./graph.ts";
import { airflowRuns, localRuns } from "./runs.ts";

/** Whether a graph can be built at all: what Airflow would refuse is none. */
export function isGraph(spec: GraphSpec): boolean {
  try {
    return dagProblems(buildGraph("graph", spec)).length === 0;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/**
 * @param pythons of the Airflows
 * @returns of each graph what differs, by the Airflow
 */
export async function tryGraphs(
  specs: readonly GraphSpec[],
  pythons: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, readonly string[]>>[]> {
  const project = await TestProject.create({ ".env": "" });
  const idOf = (index: number) => `d${String(index).padStart(4, "0")}`;
  await mkdir(path.join(project.folder, "dags-ts/graphs"), { recursive: true });
  await copyFile(
    path.join(import.meta.dirname, "build-graph.ts"),
    path.join(project.folder, "dags-ts/graphs/build-graph.ts"),
  );
  await project.write(
    Object.fromEntries(
      specs.map((spec, index) => [`dags-ts/${idOf(index)}.ts`, moduleOf(idOf(index), spec)]),
    ),
  );
  const built = await project.windsock("build");
  if (built.exitCode !== 0) throw new Error(`The graphs of ${project.folder} do not build:\n${built.stderr}`);
  const days = Object.fromEntries(specs.map((spec, index) => [idOf(index), daysOf(spec)]));
  const folder = path.join(project.folder, "generated");
  const [local, ...airflows] = await Promise.all([
    localRuns(project.folder, days),
    ...Object.values(pythons).map((python) => airflowRuns(python, folder, days, project.folder)),
  ]);
  await project.remove();
  return specs.map((spec, index) => {
    const model = dagModel(buildGraph(idOf(index), spec));
    const ours = local[idOf(index)];
    const found = Object.keys(pythons).map((version, at) => {
      const theirs = airflows[at]?.[idOf(index)];
      const texts = daysOf(spec).flatMap((day, number) =>
        differences(model, theirs?.[number], ours?.[number]).map((text) => `${day} ${text}`),
      );
      return [version, texts];
    });
    return Object.fromEntries(found);
  });
}

export function moduleOf(dagId: string, spec: GraphSpec): string {
  return [
    'import { buildGraph } from "./graphs/build-graph.ts";\n',
    `export default buildGraph(${JSON.stringify(dagId)}, ${JSON.stringify(spec, null, 2)});\n`,
  ].join("\n");
}

function daysOf({ days }: GraphSpec): string[] {
  const first = Date.parse(firstDay);
  return Array.from({ length: days }, (_, index) =>
    new Date(first + index * 86_400_000).toISOString().slice(0, 10),
  );
}
