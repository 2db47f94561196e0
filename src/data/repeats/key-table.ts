// A set of wide keys in memory: pairs of numbers, in a table with open addressing that grows with them.

const emptyMark = -1;
/** Of its places, how many may be taken before it grows. */
const mostFilled = 0.6;

/** A number of 32 bits that scatters keys, for places and partitions alike. */
export function scatter(high: number, low: number): number {
  const upper = Math.imul((high / 2 ** 32) | 0, 0x85ebca6b) ^ Math.imul((low / 2 ** 32) | 0, 0x27d4eb2f);
  const sum = Math.imul(upper ^ (high | 0) ^ Math.imul(low | 0, 0x9e3779b1), 0xc2b2ae35);
  return Math.imul(sum ^ (sum >>> 15), 0x85ebca6b);
}

export class KeyTable {
  size = 0;
  #keys: Float64Array;
  #mask: number;

  /** @param places a power of two */
  constructor(places: number) {
    this.#keys = new Float64Array(places * 2).fill(emptyMark);
    this.#mask = places - 1;
  }

  /** Whether the key is in the table. */
  has(high: number, low: number): boolean {
    return this.#keys[this.#placeOf(high, low)] !== emptyMark;
  }

  /** Adds a key; false when it was there. */
  add(high: number, low: number): boolean {
    const place = this.#placeOf(high, low);
    if (this.#keys[place] !== emptyMark) return false;
    this.#keys[place] = high;
    this.#keys[place + 1] = low;
    this.size += 1;
    if (this.size > (this.#mask + 1) * mostFilled) this.#grow();
    return true;
  }

  /** Where the key is, or would be: the position of its first number. */
  #placeOf(high: number, low: number): number {
    const [keys, mask] = [this.#keys, this.#mask];
    const hash = scatter(high, low);
    for (let slot = (hash ^ (hash >>> 16)) & mask; ; slot = (slot + 1) & mask) {
      const place = slot * 2;
      const there = keys[place];
      if (there === emptyMark || (there === high && keys[place + 1] === low)) return place;
    }
  }

  #grow(): void {
    const old = this.#keys;
    this.#keys = new Float64Array(old.length * 2).fill(emptyMark);
    this.#mask = this.#mask * 2 + 1;
    this.size = 0;
    for (let place = 0; place < old.length; place += 2) {
      if (old[place] !== emptyMark) this.add(old[place] as number, old[place + 1] as number);
    }
  }
}
