// Tells the rows and users that were seen from the new ones, so that nobody counts twice.
import { hash } from "node:crypto";
import type { UserRow } from "./user-row.ts";

/** Remembers rows by their digests, so that their length does not matter; V8 takes 16 million of them. */
export class SeenRows {
  readonly #digests = new Set<string>();
  readonly #users = new Map<string, number>();

  /** How many different users were seen. */
  get users(): number {
    return this.#users.size;
  }

  /** Whether the same user came with the same data before; from now on they have. */
  addRow({ userId, userData }: UserRow): boolean {
    const before = this.#digests.size;
    this.#digests.add(hash("sha256", JSON.stringify([userId, userData]), "base64"));
    return this.#digests.size === before;
  }

  /** A number for the user: the same one whenever they come, counting up from 0. */
  numberOf(userId: string): number {
    const known = this.#users.get(userId);
    if (known !== undefined) return known;
    // A copy: text cut from a line would keep the whole line in memory.
    this.#users.set(Buffer.from(userId).toString(), this.#users.size);
    return this.#users.size - 1;
  }
}
