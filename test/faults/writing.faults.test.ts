// The clean step's outputs, when the way to the store or the store itself has faults.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { header, manyRows } from "../dags/source-rows.ts";
import { rejection } from "../hooks/hook-services.ts";
import { type Act, type Answer, s3Refusal } from "../services/fault.ts";
import { type FaultyStore, startFaultyStore } from "./faulty-store.ts";

const store = await startFaultyStore();
afterAll(() => store?.stop());

// Its clean data set has more than two parts.
const rows = header + manyRows(40_000);

const requests = {
  "a small object": /^PUT \/\S*unique_valid_searches\S*x-id=PutObject/,
  "the beginning of an upload": /^POST \/\S*session_user_data\S*\?uploads/,
  "a part": /^PUT \/\S*partNumber=2/,
  "the end of an upload": /^POST \/\S*session_user_data\S*\?uploadId/,
};
type Request = keyof typeof requests;
const every = Object.entries(requests) as [Request, RegExp][];

describe.skipIf(!store)("Writing the outputs", () => {
  if (!store) return;
  let undisturbed: Record<string, string>;
  beforeAll(async () => {
    const day = await store.day(rows);
    await day.clean();
    undisturbed = await day.published();
    expect(store.proxy.requests.filter((line) => requests["a part"].test(line))).toHaveLength(1);
  });
  beforeEach(() => store.proxy.heal());

  const published = () => undisturbed;
  recovers(store, published);
  givesUp(store, published);
  isCorrupted(store);
});

function recovers({ proxy, day: newDay }: FaultyStore, undisturbed: () => Record<string, string>): void {
  const faults: [string, Act | Answer][] = [
    ["the store throttles", s3Refusal(503, "SlowDown")],
    ["the store has an error of its own", s3Refusal(500, "InternalError")],
    ["the connection is reset", "reset"],
  ];
  test.each(
    every.flatMap(([request, on]) => faults.map(([fault, act]) => [request, fault, on, act] as const)),
  )("sends %s again when %s", async (_request, _fault, on, act) => {
    const day = await newDay(rows);
    const fault = proxy.inject({ on, in: "request", act, times: 2 });
    await day.clean();
    expect(fault.hits).toBe(2);
    expect(await day.published()).toEqual(undisturbed());
    expect(await day.openUploads()).toBe(0);
  });
}

function givesUp({ proxy, day: newDay }: FaultyStore, undisturbed: () => Record<string, string>): void {
  test.each(every)("publishes nothing when %s cannot be sent, and is tried again", async (_request, on) => {
    const day = await newDay(rows);
    proxy.inject({ on, act: s3Refusal(500, "InternalError"), times: 100 });
    const error = await rejection(day.clean());
    expect(error.name).toBe("Error");
    expect(error.message).toMatch(
      /^Writing object "user-data-clean\/\S+" in bucket "\S+" failed after 5 attempts \(.+\): InternalError/,
    );
    expect(Object.keys(await day.published())).not.toContain("user-data-clean/session_user_data20210702.csv");
    expect(await day.openUploads()).toBe(0);

    proxy.heal();
    await day.clean();
    expect(await day.published()).toEqual(undisturbed());
  });

  test("fails at once and for good when it may not write", async () => {
    const day = await newDay(rows);
    const fault = proxy.inject({ on: /^(PUT|POST) /, act: s3Refusal(403, "AccessDenied"), times: 100 });
    const error = await rejection(day.clean());
    expect(error.name).toBe("AirflowFailException");
    expect(error.message).toMatch(/^Writing object .+ failed: access is denied/);
    // Two parts of it may be under way at a time, but neither is sent again.
    expect(new Set(fault.requests).size).toBe(fault.hits);
  });

  test("ends with the same object when only the word of its completion was lost", async () => {
    const day = await newDay(rows);
    const fault = proxy.inject({ on: requests["the end of an upload"], act: "reset" });
    await day.clean().catch(() => day.clean());
    expect(fault.hits).toBe(1);
    expect(await day.openUploads()).toBe(0);
    expect(await day.published()).toEqual(undisturbed());
  });
}

function isCorrupted({ proxy, day: newDay }: FaultyStore): void {
  test.each(every.filter(([request]) => request === "a small object" || request === "a part"))(
    "sends a checksum with %s, and publishes nothing that S3 finds damaged by it",
    async (_request, on) => {
      const day = await newDay(rows);
      const message = "The CRC32 you specified did not match what we received.";
      const fault = proxy.inject({ on, act: s3Refusal(400, "BadDigest", message), times: 100 });
      const error = await rejection(day.clean());
      expect(fault.requests.every((head) => /x-amz-(checksum-crc32|trailer):/i.test(head))).toBe(true);
      expect(error.name).toBe("Error");
      expect(error.message).toContain(`BadDigest: ${message}`);
      expect(Object.keys(await day.published())).not.toContain(
        "user-data-clean/session_user_data20210702.csv",
      );
      expect(await day.openUploads()).toBe(0);
    },
  );
}
