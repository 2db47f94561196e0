// Ends a build that something is wrong with, with all of it at once.
import { BuildError } from "../model/build-error.ts";
import type { Project } from "../model/project.ts";
import type { TypeCheck, TypeChecker } from "./check/types/type-checker.ts";
import { checkTypes, withTypes } from "./check/types/with-types.ts";
import type { Compiled } from "./generate.ts";

/** @throws {BuildError} with what is wrong with the Python operators of the DAGs */
export async function refuseOperators(
  { folder }: Project,
  python: string | null,
  { dags }: Pick<Compiled, "dags">,
): Promise<void> {
  if (python === null) return;
  // It takes a while to load.
  const { checkOperators } = await import("./operators/check-operators.ts");
  const models = dags.map(({ model }) => model);
  const problems = await checkOperators(folder, python, models);
  if (problems.length > 0) throw new BuildError(problems);
}

/** @throws {BuildError} with all that is wrong, types included, when something is */
export async function refuseProblems(
  { modules, problems, unbundled }: Compiled,
  types: TypeChecker | null,
  checking: Promise<TypeCheck>,
): Promise<void> {
  if (problems.length === 0) return;
  // TypeScript looks at no types while there is a syntax error.
  const others = modules.filter((file) => !unbundled.includes(file));
  const checked = await (unbundled.length > 0 ? checkTypes(types, others) : checking);
  throw new BuildError(withTypes(problems, checked.problems));
}
