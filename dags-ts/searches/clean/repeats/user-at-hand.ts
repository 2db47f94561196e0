// Numbers for users, so that they can be told apart and counted as such.
import { WideFingerprint } from "windsock/data";

/** The second number of users who are numbers; no fingerprint has it. */
export const numericUser = -1;

/**
 * Two numbers that stand for a user: the id itself where it is written as a number of up to 15 digits, and otherwise a
 * fingerprint of its text.
 */
export interface UserKey {
  readonly high: number;
  /** {@link numericUser}, or the fingerprint's second half. */
  readonly low: number;
}

/** The key of one user after the other. */
export class UserAtHand implements UserKey {
  high = 0;
  low: number = numericUser;
  readonly #fingerprint = new WideFingerprint();

  setNumber(id: number): void {
    this.high = id;
    this.low = numericUser;
  }

  /** @param bytes that have the id between `start` and `end`, its quotes doubled */
  setText(bytes: DataView, start: number, end: number): void {
    this.#fingerprint.ofBytes(bytes, start, end);
    this.high = this.#fingerprint.high;
    this.low = this.#fingerprint.low;
  }
}
