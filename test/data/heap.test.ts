import fc from "fast-check";
import { expect, test } from "vitest";
import { Heap } from "../../src/data/merge/heap.ts";

const numbers = fc.array(fc.nat(50));

test("A heap gives back its items in order, whenever they came", () => {
  fc.assert(
    fc.property(numbers, numbers, (early, late) => {
      const heap = new Heap(early, (a, b) => a < b);
      for (const item of late) heap.push(item);
      expect([...heap].sort((a, b) => a - b)).toEqual([...early, ...late].sort((a, b) => a - b));
      const given: number[] = [];
      for (let first = heap.first; first !== undefined; first = heap.first) {
        given.push(first);
        heap.removeFirst();
        expect(heap.size).toBe(early.length + late.length - given.length);
      }
      expect(given).toEqual([...early, ...late].sort((a, b) => a - b));
    }),
  );
});

test("A heap merges sorted sources whose first one moves on", () => {
  fc.assert(
    fc.property(fc.array(numbers), (lists) => {
      const sources = lists.map((list) => ({ list: [...list].sort((a, b) => a - b), at: 0 }));
      const head = ({ list, at }: (typeof sources)[number]) => list[at] ?? Number.NaN;
      const heap = new Heap(
        sources.filter(({ list }) => list.length > 0),
        (a, b) => head(a) < head(b),
      );
      const merged: number[] = [];
      for (let first = heap.first; first !== undefined; first = heap.first) {
        merged.push(head(first));
        first.at += 1;
        if (first.at < first.list.length) heap.firstHasMoved();
        else heap.removeFirst();
      }
      expect(merged).toEqual(lists.flat().sort((a, b) => a - b));
    }),
  );
});
