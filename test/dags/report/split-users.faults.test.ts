import fc from "fast-check";
import { expect, test } from "vitest";
import { SplitUsers } from "../../../dags-ts/report/figures/split-users.ts";

type Row = readonly [
  userId: string,
  searches: readonly { readonly searchId: number; readonly tag: number }[],
];

function merged(rows: readonly Row[], memory?: number) {
  const split = new SplitUsers(memory === undefined ? {} : { memory });
  for (const [userId, searches] of rows) split.add(userId, searches);
  const users: { userId: string; tags: number; ids: number[] }[] = [];
  for (const part of split.parts()) {
    if (part.kind === "user") users.push({ userId: part.userId, tags: part.tags, ids: [] });
    else users.at(-1)?.ids.push(part.searchId);
  }
  split.close();
  return users;
}

/** The same by a map of all users. */
function expected(rows: readonly Row[]) {
  const byId = new Map<string, { userId: string; tags: number; ids: number[] }>();
  for (const [userId, searches] of rows) {
    const user = byId.get(userId) ?? { userId, tags: 0, ids: [] };
    byId.set(userId, user);
    for (const { searchId, tag } of searches) {
      user.tags |= tag;
      if (!user.ids.includes(searchId)) user.ids.push(searchId);
    }
  }
  return [...byId.values()];
}

const byUser = (a: { userId: string }, b: { userId: string }) => (a.userId < b.userId ? -1 : 1);
const row = fc.tuple(
  fc.constantFrom("1", "2", "01", "a", "ä", "", "9007199254740993", "9007199254740992"),
  fc.array(fc.record({ searchId: fc.oneof(fc.nat(9), fc.maxSafeNat()), tag: fc.constantFrom(0, 1, 2) }), {
    maxLength: 6,
  }),
);

test.each([
  ["in memory", undefined],
  ["on disk", 0],
  ["on disk in part", 500],
])("users come once, with their searches in order: %s", (_, memory) => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
      expect(merged(rows, memory).sort(byUser)).toEqual(expected(rows).sort(byUser));
    }),
  );
});

test("a user may have more searches than are kept in memory", () => {
  const ids = Array.from({ length: 160_000 }, (_, index) => (index * 7919) % 160_001);
  // Twice, so that each is a repeat.
  const rows = [...ids, ...ids].map((searchId): Row => ["7", [{ searchId, tag: searchId & 1 }]]);
  const [user, ...others] = merged(rows);
  expect(others).toEqual([]);
  expect(user?.tags).toBe(1);
  expect(user?.ids.every((id, index) => id === ids[index])).toBe(true);
  expect(user?.ids).toHaveLength(ids.length);
});
