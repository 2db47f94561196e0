// What is thrown when a source object cannot be the file it should be, whoever reads it and however often.

/** Says what was found and what was expected; whoever knows the object's bucket and key adds them. */
export class UnreadableSourceError extends Error {
  constructor(problem: string, options?: ErrorOptions) {
    super(problem, options);
    this.name = "UnreadableSourceError";
  }
}
