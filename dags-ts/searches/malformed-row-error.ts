// What a parser throws for a row that goes to the rejected rows instead of the clean data set.

/**
 * A row that cannot be read. The message becomes the row's reason, so it names the rule that is broken and
 * nothing that differs from row to row: reasons can then be counted, and the row itself stands beside its
 * reason.
 *
 * It has no stack: nobody would see it, and to make one for each of millions of rows takes most of the time.
 */
export class MalformedRowError extends Error {
  constructor(reason: string) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(reason);
    Error.stackTraceLimit = limit;
    this.name = "MalformedRowError";
  }
}
