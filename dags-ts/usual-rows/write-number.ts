// Writes whole numbers as decimal digits, without making strings of them.

const ZERO = 0x30;

/** Writes a whole number from 0 to 2^53 - 1 to `at`; returns where it ends. */
export function writeNumber(number: number, bytes: Uint8Array, at: number): number {
  if (number < 10) {
    bytes[at] = ZERO + number;
    return at + 1;
  }
  let end = at;
  for (let rest = number; rest >= 1; rest = Math.floor(rest / 10)) end++;
  let rest = number;
  for (let position = end - 1; position >= at; position--) {
    const tens = Math.floor(rest / 10);
    bytes[position] = ZERO + (rest - tens * 10);
    rest = tens;
  }
  return end;
}
