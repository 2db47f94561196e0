// Tells which ids come more than once, in memory that hardly grows with their number.
import { NumberSet } from "windsock/data";

/** 2^28 slots are 32 MB, and suspects at most as much again; with fewer ids, fewer do. */
const mostSlotBits = 28;
const fewestSlotBits = 18;
/** For each id, so that few of them share one by chance. */
const slotsEach = 32;

/**
 * Marks ids in slots. An id whose slot was marked before is a suspect: it comes again, or shares its slot with
 * another one (of ten million ids, four in a hundred do). Only suspects need a closer look, in a second pass; all
 * others are certain to come once.
 */
export class RepeatedIds {
  readonly #mask: number;
  readonly #slots: Uint32Array;
  /** Their slots: a bit for each, and no more, where every id comes twice. */
  readonly #suspects = new NumberSet();
  #any = false;

  /** @param expected about how many ids will come; a wrong number makes it slower, never wrong */
  constructor(expected: number) {
    const wanted = Math.ceil(Math.log2(Math.max(1, expected) * slotsEach));
    const bits = Math.min(mostSlotBits, Math.max(fewestSlotBits, wanted));
    this.#mask = 2 ** bits - 1;
    this.#slots = new Uint32Array(2 ** (bits - 5));
  }

  add(id: string): void {
    const slot = this.#slotOf(id);
    const word = slot >>> 5;
    const mark = 1 << (slot & 31);
    const marks = this.#slots[word] ?? 0;
    if ((marks & mark) !== 0) {
      this.#suspects.add(slot);
      this.#any = true;
    }
    this.#slots[word] = marks | mark;
  }

  isSuspect(id: string): boolean {
    return this.#any && this.#suspects.has(this.#slotOf(id));
  }

  /** Of FNV-1a's 32 bits, the upper ones folded in. */
  #slotOf(id: string): number {
    let hash = 0x811c9dc5;
    for (let index = 0; index < id.length; index += 1) {
      hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
    }
    return ((hash >>> 15) ^ hash) & this.#mask;
  }
}
