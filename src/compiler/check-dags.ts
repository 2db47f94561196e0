// Tells whether what is generated is what the DAGs would generate now, and writes nothing.
import type { Project } from "../model/project.ts";
import { type BuildOptions, describerFor, type Noted } from "./build-options.ts";
import { BuiltDags } from "./built-dags.ts";
import { checkChangedTypes } from "./check-changed-types.ts";
import { compileChanged } from "./compile-changed.ts";
import { discoverDagModules } from "./discover/discover.ts";
import { generatedFiles } from "./generate.ts";
import { making } from "./making.ts";
import { refuseOperators, refuseProblems } from "./refuse-problems.ts";
import { type CheckResult, checkGenerated } from "./write/check-generated.ts";
import type { Difference } from "./write/generated-folder.ts";

/** @throws {BuildError} with all problems */
export async function checkDags(project: Project, options: BuildOptions): Promise<CheckResult & Noted> {
  const { types = null, python = null, cache = true } = options;
  const modules = await discoverDagModules(project);
  const built = new BuiltDags(project, cache);
  const now = built.now();
  const known = { dags: built.current(now), isOneGone: built.lacks(modules) };
  const checking = checkChangedTypes(project, modules, types, built, now);
  const all = await compileChanged(project, modules, known, () => describerFor(options));
  await refuseProblems(all, types, checking);
  await refuseOperators(project, python, all);
  const { toMake, files, bundles, isMade } = making(project, built, all, now);
  const outputs = [
    ...isMade,
    ...all.dags.filter((dag) => !all.compiled.includes(dag)).flatMap((dag) => built.outputsOf(dag)),
  ];
  const nameOf = (file: string) => file.slice(project.settings.generated.length + 1);
  const differences = outputs.flatMap((version): Difference[] => {
    if (now.isCurrent(version)) return [];
    return [{ kind: now.isThere(version.file) ? "changed" : "missing", file: nameOf(version.file) }];
  });
  const checked = await checkGenerated(
    project,
    generatedFiles(project, { ...toMake, types: checking }, files),
    { names: outputs.map(({ file }) => nameOf(file)), differences },
    files.outputs,
  );
  if (checked.findings.length === 0 && checked.bundlesBuilt) {
    built.note(
      all,
      (dag) => known.dags.get(dag.file) === dag && all.dags.includes(dag),
      bundles,
      files,
      (await checking).files,
      now,
    );
    built.keep(now);
  }
  return { ...checked, note: (await checking).note };
}
