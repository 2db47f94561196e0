// Writes whole numbers as decimal digits, without making strings of them.

const zero = 0x30;

/** Writes a whole number from 0 to 2^53 - 1 to `at`; returns where it ends. */
export function writeNumber(number: number, bytes: Uint8Array, at: number): number {
  // Most numbers have one digit. Larger ones are written by other functions, so that this one is small enough for V8 to
  // inline.
  if (number >= 10) return number < 2 ** 31 ? writeInt32(number, bytes, at) : writeLarge(number, bytes, at);
  bytes[at] = zero + number;
  return at + 1;
}

/** Divides integers, which takes a fraction of the time that dividing floats does. */
function writeInt32(number: number, bytes: Uint8Array, at: number): number {
  let end = at;
  for (let rest = number; rest > 0; rest = (rest / 10) | 0) end++;
  let rest = number | 0;
  for (let position = end - 1; position >= at; position--) {
    const tens = (rest / 10) | 0;
    bytes[position] = zero + (rest - tens * 10);
    rest = tens;
  }
  return end;
}

function writeLarge(number: number, bytes: Uint8Array, at: number): number {
  const millions = Math.floor(number / 1_000_000);
  const middle = writeNumber(millions, bytes, at);
  // The rest has leading zeros: with a million added, it is written as seven digits. The first of them overwrites the last
  // digit before, which is then put back.
  const kept = bytes[middle - 1] as number;
  const end = writeInt32(number - millions * 1_000_000 + 1_000_000, bytes, middle - 1);
  bytes[middle - 1] = kept;
  return end;
}
