// Decides how often the source is read: once, or again when a user comes more than once.
import { CountUsers } from "./count-users.ts";
import { FindRepeats } from "./find-repeats.ts";
import type { Pass } from "./pass.ts";
import { SkipRepeats } from "./skip-repeats.ts";

/** How to read the source: each call reads it from its beginning, and hands its rows to the pass. */
export interface SourceReader<T> {
  /**
   * Publishes the rows that are kept, and what belongs to them.
   *
   * @returns what was found out about them; null when the pass was not the final one, and nothing was published
   */
  publish(pass: Pass): Promise<T | null>;
  /** Publishes nothing. */
  read(pass: Pass): Promise<unknown>;
}

/**
 * Publishes all rows but exact repeats of earlier ones.
 *
 * A row can only be a repeat when its user comes twice, and in most days none does: the first pass finds that out, and
 * nearly always publishes. Otherwise it mostly ends soon, a second pass finds the repeats, and a last one leaves them out.
 */
export async function inPasses<T>({ publish, read }: SourceReader<T>): Promise<T> {
  const users = new CountUsers();
  const atOnce = await publish(users).finally(() => users.close());
  if (atOnce !== null) return atOnce;

  const rows = new FindRepeats();
  const found = read(rows).then(() => rows.found());
  const others = new SkipRepeats(await found.finally(() => rows.close()));
  const withoutRepeats = await publish(others).finally(() => others.close());
  if (withoutRepeats !== null) return withoutRepeats;
  throw new Error("The last pass over a source was not its final one.");
}
