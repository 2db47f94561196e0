// What is thrown when the content of an object cannot be the file it should be, whoever reads it and however often.

/**
 * An object whose content is not what it should be: empty, damaged, cut off, encrypted, packed in an unknown way, or
 * unpacking to more than is allowed. Reading it again gives the same; another content must be put in its place.
 *
 * The message says what was found and what was expected; whoever knows the object's bucket and key adds them.
 */
export class UnreadableObjectError extends Error {
  constructor(problem: string, options?: ErrorOptions) {
    super(problem, options);
    this.name = "UnreadableObjectError";
  }
}
