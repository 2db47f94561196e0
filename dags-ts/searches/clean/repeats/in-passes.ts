// Decides in how many passes a source is read: in one, or in three when a user comes more than once.

import type { KeyFilter } from "windsock/data";
import type { UniqueSearches } from "../unique-searches.ts";
import { CollectRows } from "./collect-rows.ts";
import { CountUsers } from "./count-users.ts";
import { findRepeats, type Repeats, SharedKeyError } from "./find-repeats.ts";
import type { RowCheck } from "./pass.ts";
import { SkipRepeats } from "./skip-repeats.ts";

/** How to read the source: each call reads it from its beginning, and asks `check` about each row. */
export interface Passes<T> {
  /**
   * Publishes what stays.
   *
   * @param finish to be called when all rows were read; when it throws, nothing may be published
   */
  publish(check: RowCheck, finish: (searches: UniqueSearches) => void): Promise<T>;
  /** Publishes nothing. */
  read(check: RowCheck): Promise<void>;
  /** Is told when the first pass was in vain. */
  onRepeatedUsers(): void;
}

/**
 * Publishes all rows but exact repeats.
 *
 * A row can only be a repeat when its user comes twice, and in most days none does: the first pass finds that
 * out, and is good as it is then. Otherwise the rows of such users are collected and compared, and a last pass
 * leaves the repeats out.
 */
export async function inPasses<T>(passes: Passes<T>): Promise<T> {
  for (let seed = 0; ; seed++) {
    try {
      return await firstPass(passes, seed);
    } catch (error) {
      if (!(error instanceof SharedKeyError)) throw error;
    }
  }
}

async function firstPass<T>(passes: Passes<T>, seed: number): Promise<T> {
  const users = new CountUsers(seed);
  try {
    return await passes.publish(users, () => {
      const keys = users.repeatedKeys();
      if (keys !== null) throw new RepeatedUsers(keys);
    });
  } catch (error) {
    if (!(error instanceof RepeatedUsers)) throw error;
    passes.onRepeatedUsers();
    users.close();
    return await lastPass(passes, await secondPass(passes, error.keys, seed));
  } finally {
    users.close();
  }
}

/** Ends the first pass before it publishes anything. */
class RepeatedUsers extends Error {
  readonly keys: KeyFilter;

  constructor(keys: KeyFilter) {
    super("Some users come more than once.");
    this.keys = keys;
  }
}

async function secondPass(passes: Passes<unknown>, users: KeyFilter, seed: number): Promise<Repeats> {
  const check = new CollectRows(users, seed);
  try {
    await passes.read(check);
    return findRepeats(check.sorter);
  } finally {
    check.sorter.close();
  }
}

async function lastPass<T>(passes: Passes<T>, repeats: Repeats): Promise<T> {
  try {
    return await passes.publish(new SkipRepeats(repeats), (searches) =>
      searches.uncount(repeats.usersCountedTwice),
    );
  } finally {
    repeats.usersCountedTwice.close();
  }
}
