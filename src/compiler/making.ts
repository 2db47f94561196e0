// What of a project there is to make, and what need not be made since it is there.
import type { Project } from "../model/project.ts";
import type { BuiltBundle } from "./built-dag.ts";
import type { BuiltDags } from "./built-dags.ts";
import type { FileSet, FilesNow } from "./current/file-versions.ts";
import type { Compiled, ToMake } from "./generate.ts";
import { MadeFiles } from "./made-files.ts";

/** What is made of the DAGs of a project. */
export interface Made {
  readonly files: MadeFiles;
  /** Bundles that need not be made again, by their names. */
  readonly bundles: ReadonlyMap<string, BuiltBundle>;
}

/** What there is to make, and what need not be made since it is there. */
export function making(project: Project, built: BuiltDags, all: Compiled, now: FilesNow): Making {
  const programs = all.compiled.flatMap((dag) => dag.programs);
  const bundles = built.bundles(programs, all.externals, now);
  const packages = built.packages(all.externals, now);
  return {
    toMake: {
      ...all,
      programs: programs.filter(({ bundle }) => !bundles.has(bundle)),
      isShipped: packages !== null,
    },
    files: new MadeFiles(project.folder),
    bundles,
    isMade: [...bundles.values(), ...(packages ? [packages] : [])].flatMap(({ outputs }) => outputs),
  };
}

export interface Making extends Made {
  readonly toMake: Omit<ToMake, "types">;
  /** Files that are there. */
  readonly isMade: FileSet;
}
