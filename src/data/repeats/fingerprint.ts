// A number that stands for bytes: equal bytes have equal ones, others differ but for a chance of 1 in 2^52.
// Two 32-bit sums are mixed by multiplication, as MurmurHash3 does.

const [prime1, prime2, prime3, prime4] = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f] as const;

/**
 * A whole number from 0 to 2^52 - 1 that stands for bytes: equal bytes have equal ones, different bytes differ but for a
 * chance of 1 in 2^52 (among ten million, two of them share one in 1 of 90 cases). Fast, and no protection from somebody
 * who wants two to be equal. Never compare by it alone where that chance matters.
 *
 * @param seed of 32 bits; another one gives other numbers
 */
export function fingerprint(bytes: Uint8Array, seed = 0): number {
  let high = seed ^ prime3;
  let low = seed ^ prime4;
  for (const byte of bytes) {
    high = Math.imul(high ^ byte, prime1);
    low = Math.imul(low ^ byte, prime2);
    high ^= high >>> 15;
    low ^= low >>> 13;
  }
  high = mix(high ^ Math.imul(low, prime3));
  low = mix(low ^ Math.imul(high, prime4));
  return (high & 0xfffff) * 2 ** 32 + (low >>> 0);
}

function mix(sum: number): number {
  const half = Math.imul(sum ^ (sum >>> 16), prime2);
  const mixed = Math.imul(half ^ (half >>> 13), prime3);
  return mixed ^ (mixed >>> 16);
}
