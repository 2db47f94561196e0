// Cron expressions that nobody wrote.
import type { Random } from "random-js";

/** Expressions of which most are good, and those that are not are nearly so. */
export function randomCron(random: Random): string {
  const ranges = [
    [0, 59],
    [0, 23],
    [1, 31],
    [1, 12],
    [0, 7],
    [0, 59],
    [2024, 2030],
  ] as const;
  const oddities = [
    ["*/0", "60", "R", "5-", "*/7", "?", "1-59/8"],
    ["*/1", "24", "22-3", "0-23", "2", "*/90", "1-1"],
    ["L", "15W", "1W", "31", "?", "*/1", "0", "L,15", "32", "1-L", "w3", "31W", "1W,2", "30-2"],
    ["feb", "11-2", "*/5", "13", "FEB-apr", "2/3", "jan-jan", "12/2"],
    [
      "5#2",
      "MON#1",
      "L5",
      "5L",
      "sun-tue#2",
      "7",
      "0-7",
      "1,2#3",
      "?",
      "1#6",
      "6-1",
      "*/2",
      "7#5",
      "5#1,5#3",
    ],
    ["*/30", "60", "15"],
    ["2027-2028", "1969", "2026/2", "*"],
  ];
  const field = (index: number): string => {
    const [min, max] = ranges[index] ?? [0, 0];
    const number = () => random.integer(min, max);
    const kinds = [
      () => "*",
      () => "*",
      () => String(number()),
      () => `${number()},${number()}`,
      () => `${number()}-${number()}`,
      () => `*/${random.integer(1, max)}`,
      () => `${number()}/${random.integer(1, max)}`,
      () => `${number()}-${number()}/${random.integer(1, 5)},${number()}`,
      () => random.pick(oddities[index] ?? []),
    ];
    return random.pick(kinds)();
  };
  const length = random.pick([5, 5, 5, 5, 5, 5, 6, 7]);
  return Array.from({ length }, (_, index) => field(index)).join(random.pick([" ", " ", "  ", "\t"]));
}
