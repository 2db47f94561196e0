// The one error a build ends with: every problem found, each with its place in the source.
import type { Problem } from "./problem.ts";

export class BuildError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join("\n"));
    this.name = "BuildError";
    this.problems = problems;
  }
}
