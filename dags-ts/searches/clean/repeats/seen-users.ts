// The users who came so far: whether one comes again, and how many there are.
import { NumberSet, RepeatedKeys } from "windsock/data";
import { numericUser, type UserKey } from "./user-at-hand.ts";

/** For numbers that are close to each other, as those of users mostly are. Others go where each takes its own room. */
const mostNumberBytes = 8 * 2 ** 20;

export class SeenUsers {
  readonly #numbers = new NumberSet();
  readonly #others = new RepeatedKeys();
  #rows = 0;
  #repeats = 0;

  /** @returns true when the user came before for certain; false when not, or when only `count` will tell */
  add({ high, low }: UserKey): boolean {
    this.#rows += 1;
    const isRepeat = this.#isRepeat(high, low);
    if (isRepeat) this.#repeats += 1;
    return isRepeat;
  }

  /** How many users came. */
  count(): number {
    let repeats = this.#repeats;
    this.#others.repeats(() => {
      repeats += 1;
    });
    return this.#rows - repeats;
  }

  /** How often they came. */
  get rows(): number {
    return this.#rows;
  }

  /** Gives up memory and disk. */
  close(): void {
    this.#others.close();
  }

  #isRepeat(high: number, low: number): boolean {
    if (low !== numericUser) return this.#others.add(high, low, 0);
    // Whoever has no place among the numbers never gets one, so that each user is always looked for in one place.
    const hasPlace = this.#numbers.bytes < mostNumberBytes || this.#numbers.hasRoomFor(high);
    return hasPlace ? !this.#numbers.add(high) : this.#others.add(high, low, 0);
  }
}
