// The clean step's process, ended at chosen moments: the next run leaves nothing of it.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { header, manyRows } from "../dags/source-rows.ts";
import type { Fault } from "../services/fault.ts";
import { CleanBundle } from "./clean-bundle.ts";
import { type FaultyStore, startFaultyStore } from "./faulty-store.ts";

const store = await startFaultyStore();
const program = await CleanBundle.create();
afterAll(async () => {
  await program.remove();
  await store?.stop();
});

const rows = header + manyRows(40_000);
const upload = (query: string) => new RegExp(`^P(OS|U)T /\\S*session_user_data\\S*\\?${query}`);
const moments: [string, Omit<Fault, "act">][] = [
  ["it looks for the source", { on: /^HEAD /, in: "request" }],
  ["it reads the source", { on: /^GET \/\S*\/user-data\//, in: "body", after: 2_000_000 }],
  ["it begins an upload", { on: upload("uploads"), in: "request" }],
  ["an upload was begun", { on: upload("uploads"), in: "response" }],
  ["it sends a part", { on: upload("partNumber=1"), in: "request", after: 4_000_000 }],
  ["a later part was stored", { on: upload("partNumber=2"), in: "response" }],
  ["it publishes the unique searches", { on: /^PUT \/\S*unique_valid_searches/, in: "request" }],
  ["it is about to publish", { on: upload("uploadId"), in: "request" }],
  ["it has published", { on: upload("uploadId"), in: "response" }],
];

describe.skipIf(!store)("The clean step that is ended", () => {
  if (!store) return;
  let undisturbed: Record<string, string>;
  beforeAll(async () => {
    const day = await store.day(rows);
    expect(await program.start(day, store.connection)).toMatchObject({ exitCode: 0 });
    undisturbed = await day.published();
    expect(Object.keys(undisturbed)).toHaveLength(2);
    expect(await program.leftovers()).toEqual([]);
  });
  beforeEach(() => store.proxy.heal());

  const published = () => undisturbed;
  endedAt(store, published);
  cutOff(store, published);
});

function endedAt(
  { proxy, connection, day: newDay }: FaultyStore,
  undisturbed: () => Record<string, string>,
): void {
  const cases = moments.flatMap(([moment, at]) =>
    (["SIGKILL", "SIGTERM"] as const).map((signal) => [signal, moment, at] as const),
  );
  test.each(cases)("by %s when %s leaves nothing once it has run again", async (signal, _, at) => {
    const day = await newDay(rows);
    const running = program.start(day, connection);
    const fault = proxy.inject({
      ...at,
      act: async () => {
        running.kill(signal);
        if (signal === "SIGKILL") await running;
      },
    });
    const { exitCode, signal: endedBy } = await running;
    expect(fault.hits).toBe(1);
    expect([exitCode, endedBy]).toContainEqual(signal === "SIGKILL" ? "SIGKILL" : 143);
    if (signal === "SIGTERM") {
      expect(await day.openUploads()).toBe(0);
      expect(await program.leftovers()).toEqual([]);
    }

    expect(await program.start(day, connection)).toMatchObject({ exitCode: 0 });
    expect(await day.published()).toEqual(undisturbed());
    expect(await day.openUploads()).toBe(0);
    expect(await program.leftovers()).toEqual([]);
  });
}

function cutOff(
  { proxy, connection, day: newDay }: FaultyStore,
  undisturbed: () => Record<string, string>,
): void {
  test("by a network that is gone leaves its upload to the next run, which aborts it", async () => {
    const day = await newDay(rows);
    for (const on of [upload("partNumber=2"), /^DELETE \S*uploadId/]) {
      proxy.inject({ on, in: "request", act: "reset", times: 100 });
    }
    const { exitCode, all } = await program.start(day, connection);
    expect(exitCode).toBe(1);
    expect(all).toContain('Writing object "user-data-clean/session_user_data20210702.csv"');
    expect(await day.openUploads()).toBe(1);

    proxy.heal();
    expect(await program.start(day, connection)).toMatchObject({ exitCode: 0 });
    expect(await day.openUploads()).toBe(0);
    expect(await day.published()).toEqual(undisturbed());
    expect(await program.leftovers()).toEqual([]);
  });

  test("does not disturb another that works on the same day, and both end in the same bytes", async () => {
    const day = await newDay(rows);
    const runs = await Promise.all([1, 2, 3].map(() => program.start(day, connection)));
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(await day.published()).toEqual(undisturbed());
    expect(await day.openUploads()).toBe(0);
    expect(await program.leftovers()).toEqual([]);
  });
}
