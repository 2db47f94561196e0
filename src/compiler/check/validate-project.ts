// Validates all DAGs of a project, each by itself and side by side.
import type { Problem } from "../../model/problem.ts";
import type { Settings } from "../../model/settings.ts";
import { validateDag } from "../../model/validate/validate-dag.ts";
import { checkAssetTargets, checkTargets } from "../../model/validate/validate-targets.ts";
import type { DescribedDag } from "../describe/describe-dags.ts";
import { dagFileName } from "../emit/module-names.ts";
import { checkAwaited } from "./check-awaited.ts";
import { checkDeclaredAssets } from "./check-declared-assets.ts";
import { checkPythonNames } from "./check-python-names.ts";

/**
 * Every problem of the DAGs.
 *
 * @param known other DAGs of the project, each of them valid by itself
 */
export function validateProject(
  { airflow }: Settings,
  dags: readonly DescribedDag[],
  known: readonly DescribedDag[],
): Problem[] {
  const all = [...known, ...dags].sort((a, b) => (a.file < b.file ? -1 : 1));
  const lacking = dags.flatMap(({ model, assets }) => [
    ...checkTargets(model, airflow),
    ...checkAssetTargets(assets, airflow),
  ]);
  const named = dags.flatMap(({ model }) => checkPythonNames(model));
  const awaited = checkAwaited(all.map(({ model }) => model));
  return [
    ...dags.flatMap(validateDag),
    ...named,
    ...lacking,
    ...checkNames(all),
    ...checkDeclaredAssets(all),
    ...awaited,
  ];
}

function checkNames(dags: readonly DescribedDag[]): Problem[] {
  const first = new Map<string, DescribedDag>();
  return dags.flatMap((dag) => {
    const { dagId, position } = dag.model;
    // File systems exist that do not tell case.
    const name = dagFileName(dagId).toLowerCase();
    const earlier = first.get(name);
    first.set(name, earlier ?? dag);
    if (!earlier) return [];
    const same = earlier.model.dagId === dagId;
    const what = same ? "has the same id as" : `would be generated into the same file (${name}) as`;
    const message = `DAG "${dagId}" ${what} DAG "${earlier.model.dagId}" in ${earlier.file}. Give one of them another id.`;
    return [{ message, position }];
  });
}
