// The errors that are expected to reach a person, who is shown their message and no stack.

/** Something a person can put right: the message says what is wrong, where, and what to do. */
export class UserError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "UserError";
  }
}

/** The command line asks for something that cannot be. */
export class UsageError extends UserError {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/** How a usage error is shown, by whatever command: what is wrong, and where to read on. */
export function usageText(message: string, command: string): string {
  return `${message}\nSee \`${command} --help\`.`;
}

/** A value an expression needs and nobody gave. */
export class MissingValueError extends UserError {
  constructor(message: string) {
    super(message);
    this.name = "MissingValueError";
  }
}
