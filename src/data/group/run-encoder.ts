// Writes a run: groups by ascending key, most of them in three bytes.
//
//     run    = group*
//     group  = varint(key - key of the group before) varint(count, tag) varint(sum)
//     varint = seven bits a byte, the lowest first; the highest bit says that another byte follows
//
// A count and its tag share a number: the lowest two bits are the tag, the next one the count's sign.

/** No group is longer. */
export const maxGroupBytes = 32;

/** Appends groups to bytes in memory. */
export class RunEncoder {
  #bytes: Uint8Array;
  #length = 0;
  #lastKey = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  add(key: number, tag: number, count: number, sum: number): void {
    if (this.#length + maxGroupBytes > this.#bytes.length) this.#grow();
    this.#write(key - this.#lastKey);
    this.#lastKey = key;
    this.#write((count < 0 ? -count * 2 + 1 : count * 2) * 4 + tag);
    this.#write(sum);
  }

  /** The bytes since the last call; they are valid until the next group is added. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }

  /** Begins another run. */
  restart(): void {
    this.#lastKey = 0;
  }

  #write(number: number): void {
    const bytes = this.#bytes;
    let rest = number;
    // Bit operators see 32 bits only.
    while (rest >= 2 ** 31) {
      bytes[this.#length++] = (rest & 127) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest >= 128) {
      bytes[this.#length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    bytes[this.#length++] = rest;
  }

  #grow(): void {
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
