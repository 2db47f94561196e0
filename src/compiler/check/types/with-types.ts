// Puts what TypeScript says beside what the build itself has found.
import type { Position, Problem } from "../../../model/problem.ts";
import { awaitedLater } from "../../../system/awaited-later.ts";
import type { TypeCheck, TypeChecker } from "./type-checker.ts";

/** Begins to check types, beside whatever else there is to do. */
export function checkTypes(types: TypeChecker | null, modules: readonly string[]): Promise<TypeCheck> {
  const check = async () => (await types?.check(modules)) ?? { problems: [], note: null, files: null };
  // It is awaited later, or never, when something else is wrong.
  return awaitedLater(check());
}

/** All problems; of what both speak of, in the words of the build, which knows what a DAG is. */
export function withTypes(problems: readonly Problem[], types: readonly Problem[]): Problem[] {
  const places = new Set(problems.map(({ position }) => placeOf(position)));
  const declarations = new Set(problems.map(({ declaration }) => lineOf(declaration)));
  const told = ({ position, message }: Problem) =>
    position !== null &&
    (places.has(placeOf(position)) || (isOfCall(message) && declarations.has(lineOf(position))));
  return [...problems, ...types.filter((problem) => !told(problem))];
}

/** Whether TypeScript says no more than that a call does not fit: it has found the same in one of the arguments. */
function isOfCall(message: string): boolean {
  return /\(TS(?:2769|2554)\)/.test(message);
}

function lineOf(position: Position | null | undefined): string {
  return position ? `${position.file}:${position.line}` : "";
}

function placeOf(position: Position | null): string {
  return position ? `${lineOf(position)}:${position.column}` : "";
}
