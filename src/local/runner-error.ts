// The errors of the local runner that are expected to reach a person, shown without a stack.

/** Something a person can put right: the message says what is wrong, where, and what to do. */
export class RunnerError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "RunnerError";
  }
}

/** The command line asks for something that cannot be. */
export class UsageError extends RunnerError {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/** Everything that keeps a DAG from starting, found before any task runs. */
export class CannotStartError extends RunnerError {
  readonly problems: readonly string[];

  constructor(dagId: string, problems: readonly string[]) {
    super([`DAG "${dagId}" cannot start:`, ...problems.map((problem) => `  - ${problem}`)].join("\n"));
    this.name = "CannotStartError";
    this.problems = problems;
  }
}
