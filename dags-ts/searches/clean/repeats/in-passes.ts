// Decides how often the source is read: once, or three times when a user comes more than once.
import { CollectRows } from "./collect-rows.ts";
import { CountUsers } from "./count-users.ts";
import { findRepeats } from "./find-repeats.ts";
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
 * nearly always publishes. Otherwise the rows of such users are collected and compared, and a last pass leaves the repeats
 * out.
 *
 * Users are told apart by numbers, which two users may share by a rare chance: then all of it begins anew with other
 * numbers.
 */
export async function inPasses<T>({ publish, read }: SourceReader<T>): Promise<T> {
  for (let seed = 0; ; seed++) {
    const users = new CountUsers(seed);
    const atOnce = await publish(users).finally(() => users.close());
    if (atOnce !== null) return atOnce;

    const collected = new CollectRows(users.repeatedUsers, seed);
    const compared = read(collected).then(() => findRepeats(collected.rows));
    const repeats = await compared.finally(() => collected.close());
    if (repeats === null) continue;

    const others = new SkipRepeats(repeats);
    const withoutRepeats = await publish(others).finally(() => others.close());
    if (withoutRepeats !== null) return withoutRepeats;
  }
}
