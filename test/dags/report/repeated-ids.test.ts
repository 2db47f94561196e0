import fc from "fast-check";
import { expect, test } from "vitest";
import { RepeatedIds } from "../../../dags-ts/report/figures/repeated-ids.ts";

test("an id that comes twice is always a suspect, whatever was expected", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.constantFrom(0, 1, 1e9), (ids, expected) => {
      const repeated = new RepeatedIds(expected);
      for (const id of ids) repeated.add(id);
      const twice = ids.filter((id, index) => ids.indexOf(id) < index);
      expect(twice.every((id) => repeated.isSuspect(id))).toBe(true);
    }),
  );
});

test("hardly any id is a suspect that comes once", () => {
  const repeated = new RepeatedIds(200_000);
  for (let id = 1_320; id < 201_320; id += 1) repeated.add(String(id));
  let suspects = 0;
  for (let id = 1_320; id < 201_320; id += 1) if (repeated.isSuspect(String(id))) suspects += 1;
  expect(suspects).toBeLessThan(20_000);
});
