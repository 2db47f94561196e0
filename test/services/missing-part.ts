// What this machine lacks: the tests that need it are skipped, which is said once in a run, and never happens in CI.

/** Processes that a run starts inherit what it has found out. */
const variable = (part: string) => `WINDSOCK_TESTS_WITHOUT_${part.toUpperCase()}`;

/** Whether the part was missed before. */
export function isMissing(part: string): boolean {
  return process.env[variable(part)] !== undefined;
}

/**
 * Prints a line unless it was printed before.
 *
 * @throws {Error} the reason, when `CI` is "true": there, a skipped test is a broken build
 */
export function skipTestsWithout(part: string, reason: unknown): null {
  if (process.env.CI === "true") throw reason;
  const [line] = reason instanceof Error ? reason.message.trim().split("\n") : [String(reason)];
  if (!isMissing(part)) console.warn(`Tests that need ${part} are skipped: ${line}`);
  process.env[variable(part)] = "yes";
  return null;
}
