// The same numbers as Python's: as constants (CPython 3.11), and as drawn by the python3 that is there, if any.
import { execa } from "execa";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PythonRandom } from "../../../../dags-ts/local/sample-data/python-random.ts";

const python = await execa("python3", ["--version"], { reject: false });

const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

function times<T>(count: number, draw: () => T): T[] {
  return Array.from({ length: count }, draw);
}

describe("PythonRandom", () => {
  test.each([
    [0, [3626764237, 1654615998, 3255389356], 3908016617],
    [100, [625644691, 1973661107, 1953896601], 3321196663],
    [4294967295, [2728839433, 2661025012, 872737089], 2640887251],
  ])("seeded with %i, draws what Python draws, up to the 2000th word", (seed, first, word2000) => {
    const random = new PythonRandom(seed);
    expect(times(3, () => random.getRandomBits(32))).toEqual(first);
    const words = times(1997, () => random.getRandomBits(32));
    expect(words.at(-1)).toBe(word2000);
  });

  test("takes fewer bits from the top of a word", () => {
    const random = new PythonRandom(100);
    expect([1, 7, 13, 31, 32].map((k) => random.getRandomBits(k))).toEqual([
      0, 58, 3726, 2043798200, 3310491232,
    ]);
  });

  test("draws ranges, elements and limits as Python does", () => {
    const random = new PythonRandom(100);
    expect(times(4, () => random.randrange(0, 6_000_000))).toEqual([1221962, 3854806, 3816204, 1465888]);
    expect(times(6, () => random.randrange(1, 10))).toEqual([7, 6, 7, 9, 2, 9]);
    const types = times(6, () => random.pick(["Rental", "Sales", ""]));
    expect(types).toEqual(["Rental", "Rental", "", "Sales", "Sales", "Rental"]);
    const limits = [1, 2, 3, 2 ** 31, 2 ** 31 + 1, 2 ** 32 - 1];
    expect(limits.map((n) => random.randbelow(n))).toEqual([0, 1, 0, 1328888339, 875612951, 4126863879]);
    expect(random.getRandomBits(32)).toBe(766483143);
  });

  test("stays below the limit, whatever the seed and the limit", () =>
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 2 ** 32 - 1 }), (seed, n) => {
        const value = new PythonRandom(seed).randbelow(n);
        expect(Number.isInteger(value) && value >= 0 && value < n).toBe(true);
      }),
    ));

  test.skipIf(python.failed)("agrees with the Python of this machine on any seed and range", async () => {
    const draws = fc.record({ seed, start: fc.nat(1000), length: fc.integer({ min: 1, max: 2 ** 32 - 1 }) });
    const cases = fc.sample(draws, 200);
    const script = `
import json, random, sys
for case in json.load(sys.stdin):
    random.seed(case["seed"])
    start, stop = case["start"], case["start"] + case["length"]
    print(random.randrange(start, stop), random.sample([1, 10], 1)[0], random.getrandbits(32))`;
    const { stdout } = await execa("python3", ["-c", script], { input: JSON.stringify(cases) });
    const ours = cases.map(({ seed, start, length }) => {
      const random = new PythonRandom(seed);
      return `${random.randrange(start, start + length)} ${random.pick([1, 10])} ${random.getRandomBits(32)}`;
    });
    expect(ours).toEqual(stdout.split("\n"));
  });

  test("refuses seeds and limits that Python would treat in another way", () => {
    for (const seed of [-1, 1.5, 2 ** 32, Number.NaN]) {
      expect(() => new PythonRandom(seed)).toThrow(RangeError);
    }
    const random = new PythonRandom(1);
    expect(() => random.getRandomBits(0)).toThrow("k is 0; give an integer from 1 to 32.");
    expect(() => random.getRandomBits(33)).toThrow(RangeError);
    expect(() => random.randbelow(2 ** 32)).toThrow(RangeError);
    expect(() => random.randrange(5, 5)).toThrow(RangeError);
    expect(() => random.pick([])).toThrow(RangeError);
  });
});
