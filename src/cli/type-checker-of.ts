// Whether a command checks types: unless the command line or the project's settings say no.
import { TypeChecker } from "../compiler/check/types/type-checker.ts";
import type { Project } from "../model/project.ts";
import type { Options } from "./options.ts";

/** Null when types are not to be checked. */
export function typeCheckerOf(project: Project, options: Options): TypeChecker | null {
  return options.types === false || !project.settings.types
    ? null
    : new TypeChecker(project, options.cache !== false);
}
