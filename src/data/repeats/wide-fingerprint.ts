// 104 bits that stand for bytes or numbers: so many that no two of a day's rows ever share them by chance.
// Four 32-bit sums take a word each in turn and are mixed by multiplication, as MurmurHash3 does.

const [prime1, prime2, prime3, prime4] = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const;
const [step1, step2, step3, step4] = [0x561ccd1b, 0x0bcaa747, 0x96cd1c35, 0x32ac3b17] as const;
const blockBytes = 16;
const wordValues = 2 ** 32;

/**
 * Makes fingerprints of 104 bits, as two whole numbers from 0 to 2^52 - 1. Equal contents have equal ones. Two of a
 * billion different ones share theirs by a chance of 1 in 10^13, which is far less likely than a fault of the memory that
 * they are in. It is fast, and no protection from somebody who wants two to be equal.
 *
 * One object makes one fingerprint after the other: `high` and `low` are those of the last call.
 */
export class WideFingerprint {
  high = 0;
  low = 0;

  /**
   * Of bytes, and of two numbers that belong to them.
   *
   * @param start position of the first byte
   * @param end position behind the last byte
   * @param first a whole number from -1 to 2^53 - 1
   * @param second another one
   */
  ofBytes(bytes: DataView, start: number, end: number, first = 0, second = 0): void {
    let sum1 = first | 0;
    let sum2 = Math.floor(first / wordValues) | 0;
    let sum3 = second | 0;
    let sum4 = Math.floor(second / wordValues) | 0;
    let at = start;
    for (const last = end - blockBytes; at <= last; at += blockBytes) {
      sum1 ^= mixWord(bytes.getInt32(at, true), prime1, prime2);
      sum1 = (Math.imul((((sum1 << 19) | (sum1 >>> 13)) + sum2) | 0, 5) + step1) | 0;
      sum2 ^= mixWord(bytes.getInt32(at + 4, true), prime2, prime3);
      sum2 = (Math.imul((((sum2 << 17) | (sum2 >>> 15)) + sum3) | 0, 5) + step2) | 0;
      sum3 ^= mixWord(bytes.getInt32(at + 8, true), prime3, prime4);
      sum3 = (Math.imul((((sum3 << 15) | (sum3 >>> 17)) + sum4) | 0, 5) + step3) | 0;
      sum4 ^= mixWord(bytes.getInt32(at + 12, true), prime4, prime1);
      sum4 = (Math.imul((((sum4 << 13) | (sum4 >>> 19)) + sum1) | 0, 5) + step4) | 0;
    }
    for (; at < end; at++) {
      sum1 = (Math.imul(sum1 ^ bytes.getUint8(at), prime1) + sum2) | 0;
      sum2 = (Math.imul((sum2 << 7) | (sum2 >>> 25), prime2) + sum3) | 0;
      sum3 = (Math.imul(sum3 ^ sum1, prime3) + sum4) | 0;
      sum4 = (Math.imul((sum4 << 11) | (sum4 >>> 21), prime4) + sum1) | 0;
    }
    this.#finish(sum1 ^ (end - start), sum2, sum3, sum4);
  }

  /** Of three whole numbers from -1 to 2^53 - 1. */
  ofNumbers(first: number, second: number, third: number): void {
    const sum1 = mixWord(first | 0, prime1, prime2);
    const sum2 = mixWord(Math.floor(first / wordValues) ^ sum1, prime2, prime3);
    const sum3 = mixWord((second | 0) ^ sum2, prime3, prime4);
    const sum4 = mixWord(Math.floor(second / wordValues) ^ sum3, prime4, prime1);
    const sum5 = mixWord((third | 0) ^ sum4, prime1, prime3);
    const sum6 = mixWord(Math.floor(third / wordValues) ^ sum5, prime2, prime4);
    this.#finish(sum1 + sum6, sum2 + sum5, sum3 ^ sum6, sum4 ^ sum5);
  }

  #finish(first: number, second: number, third: number, fourth: number): void {
    const others = (second + third + fourth) | 0;
    const sum1 = spread((first + others) | 0);
    const sum2 = spread((second + sum1) | 0);
    const sum3 = spread((third + sum2) | 0);
    const sum4 = spread((fourth + sum3) | 0);
    this.high = ((sum1 + sum4) >>> 0) * 2 ** 20 + (sum2 >>> 12);
    this.low = ((sum3 + sum2) >>> 0) * 2 ** 20 + (sum4 >>> 12);
  }
}

function mixWord(word: number, factor1: number, factor2: number): number {
  const mixed = Math.imul(word, factor1);
  return Math.imul((mixed << 15) | (mixed >>> 17), factor2);
}

function spread(sum: number): number {
  const half = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
  const mixed = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
