// Tells which DAGs a problem is one of.
import type { Problem } from "../../model/problem.ts";

/** Whether one of the problems lies in one of the files that a DAG is made from. */
export function isConcerned(files: ReadonlySet<string>, problems: readonly Problem[]): boolean {
  return problems.some(
    ({ position, declaration }) =>
      (position !== null && files.has(position.file)) ||
      (declaration !== undefined && files.has(declaration.file)),
  );
}
