// Puts what TypeScript says beside what the build itself has found.
import type { Problem } from "../../../model/problem.ts";

/** All problems; of what both speak of, in the words of the build, which knows what a DAG is. */
export function withTypes(problems: readonly Problem[], types: readonly Problem[]): Problem[] {
  const places = new Set(problems.map(placeOf));
  return [
    ...problems,
    ...types.filter((problem) => problem.position === null || !places.has(placeOf(problem))),
  ];
}

function placeOf({ position }: Problem): string {
  return position ? `${position.file}:${position.line}:${position.column}` : "";
}
