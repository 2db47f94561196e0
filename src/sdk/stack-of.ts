// Remembers where in an author's module something was declared.

/** The stack as it was where `callee`, a function or class, was called. */
export function stackOf(callee: Parameters<typeof Error.captureStackTrace>[1]): string {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, callee);
  return holder.stack ?? "";
}
