// Has the types of modules checked when something has changed that they depend on.
import type { Project } from "../model/project.ts";
import type { BuiltDags } from "./built-dags.ts";
import { sourceLists } from "./check/types/checked-files.ts";
import type { TypeCheck, TypeChecker } from "./check/types/type-checker.ts";
import { checkTypes } from "./check/types/with-types.ts";
import type { FilesNow } from "./current/file-versions.ts";

/** Begins to check them, beside whatever else there is to do; unless the build before found them right as they are now. */
export function checkChangedTypes(
  project: Project,
  modules: readonly string[],
  types: TypeChecker | null,
  built: BuiltDags,
  now: FilesNow,
): Promise<TypeCheck> {
  if (types === null || built.areTypesRight(modules, now)) return checkTypes(null, modules);
  now.takeBefore(sourceLists(project));
  return checkTypes(types, modules);
}
