import { describe, expect, test } from "vitest";
import { fingerprint } from "../../src/data/repeats/fingerprint.ts";
import { KeyFilter } from "../../src/data/repeats/key-filter.ts";
import { NumberSet } from "../../src/data/repeats/number-set.ts";
import { RepeatedKeys } from "../../src/data/repeats/repeated-keys.ts";
import { WideFingerprint } from "../../src/data/repeats/wide-fingerprint.ts";

test("Fingerprints of similar bytes spread over all their bits", () => {
  const high = new Set<number>();
  const low = new Set<number>();
  for (let number = 0; number < 4096; number++) {
    const print = fingerprint(Buffer.from(`${number}`));
    high.add(Math.floor(print / 2 ** 40));
    low.add(print % 4096);
  }
  // Of 4096 random draws from 4096 values, 63 % differ.
  expect(high.size).toBeGreaterThan(2450);
  expect(low.size).toBeGreaterThan(2450);
});

test("A filter never forgets a key, and takes few others for one", () => {
  const filter = new KeyFilter(1000);
  for (let key = 0; key < 1000; key++) filter.add(key * 7919);
  for (let key = 0; key < 1000; key++) expect(filter.mayHave(key * 7919)).toBe(true);
  const others = Array.from({ length: 1000 }, (_, key) => key * 7919 + 1);
  expect(others.filter((key) => filter.mayHave(key)).length).toBeLessThan(150);
});

test("A set of numbers has those that were added", () => {
  const lines = new NumberSet();
  const added = [0, 1, 31, 32, 32_767, 32_768, 5_000_000_000];
  for (const line of added) expect(lines.add(line)).toBe(true);
  for (const line of added) expect(lines.add(line)).toBe(false);
  for (const line of added) expect(lines.has(line)).toBe(true);
  for (const line of [2, 30, 33, 32_766, 32_769, 5_000_000_001, 1e12]) expect(lines.has(line)).toBe(false);
});

test("A set of numbers says what it takes", () => {
  const numbers = new NumberSet();
  expect(numbers.bytes).toBe(0);
  expect(numbers.hasRoomFor(7)).toBe(false);
  numbers.add(7);
  numbers.add(32_767);
  numbers.add(32_768);
  expect(numbers.bytes).toBe(8192);
  expect([0, 65_535, 65_536].map((number) => numbers.hasRoomFor(number))).toEqual([true, true, false]);
});

describe("fingerprints of 104 bits", () => {
  const of = (text: string, first = 0, second = 0) => {
    const bytes = Buffer.from(`..${text}`);
    const print = new WideFingerprint();
    print.ofBytes(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 2, bytes.length, first, second);
    return [print.high, print.low] as const;
  };
  const ofNumbers = (...numbers: readonly [number, number, number]) => {
    const print = new WideFingerprint();
    print.ofNumbers(...numbers);
    return [print.high, print.low] as const;
  };

  test("are equal for equal contents, wherever they are", () => {
    const bytes = Buffer.from("#a row of some length#");
    const print = new WideFingerprint();
    print.ofBytes(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 1, bytes.length - 1);
    expect([print.high, print.low]).toEqual(of("a row of some length"));
  });

  test("differ in both halves for all that differs", () => {
    const texts = ["", "a", "b", "ab", "ba", "a".repeat(15), "a".repeat(16), "a".repeat(17), "a".repeat(32)];
    const numbers = [0, 1, -1, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1];
    const prints = [
      ...texts.flatMap((text) => numbers.flatMap((number) => [of(text, number, 5), of(text, 7, number)])),
      ...numbers.flatMap((a) => numbers.flatMap((b) => numbers.map((c) => ofNumbers(a, b, c)))),
    ];
    for (const half of [0, 1]) {
      const halves = prints.map(([high, low]) => (half === 0 ? high : low));
      expect(new Set(halves).size).toBe(prints.length);
      for (const number of halves) expect(number >= 0 && number < 2 ** 52).toBe(true);
    }
  });

  test("spread over all their bits", () => {
    const parts = Array.from({ length: 8 }, () => new Set<number>());
    for (let number = 0; number < 4096; number++) {
      const prints = [...of(`user ${number}`), ...ofNumbers(number, -1, 5)];
      for (const [index, print] of prints.entries()) {
        parts[index * 2]?.add(Math.floor(print / 2 ** 40));
        parts[index * 2 + 1]?.add(print % 4096);
      }
    }
    // Of 4096 random draws from 4096 values, 63 % differ.
    for (const part of parts) expect(part.size).toBeGreaterThan(2450);
  });
});

describe("repeated keys", () => {
  // Far more than are told at once, and, with little memory, than stay there.
  test.each([
    ["in memory", 8 * 2 ** 20],
    ["on disk", 2 ** 16],
  ])("are told of, %s", (_, memory) => {
    const keys = new RepeatedKeys({ memory });
    const told: number[] = [];
    const count = 60_000;
    let value = 0;
    const add = (key: number) => {
      if (keys.add(key * 65_537, key % 3, value)) told.push(value);
      value += 1;
    };
    for (let key = 0; key < count; key++) add(key);
    expect(told).toEqual([]);
    for (let key = 5; key < count; key += 1000) add(key);
    for (let time = 0; time < 100; time++) add(count - 1);
    const atOnce = told.length;
    expect(atOnce).toBe(33);
    keys.repeats((each) => told.push(each));
    expect(told.sort((a, b) => a - b)).toEqual(Array.from({ length: 160 }, (_, index) => count + index));
    keys.close();
  });

  test("are equal only when both numbers are", () => {
    const keys = new RepeatedKeys();
    expect([keys.add(1, 2, 0), keys.add(2, 1, 0), keys.add(1, -1, 0), keys.add(1, 2, 0)]).toEqual([
      false,
      false,
      false,
      true,
    ]);
    keys.close();
  });
});
