// The clean step's source, when the way to it or the store itself has faults.
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sourceKey } from "../dags/clean-run.ts";
import { header, manyRows } from "../dags/source-rows.ts";
import { zipBytes } from "../dags/zip-bytes.ts";
import { rejection } from "../hooks/hook-services.ts";
import { type Act, s3Refusal } from "../services/fault.ts";
import { type FaultyDay, type FaultyStore, startFaultyStore } from "./faulty-store.ts";

const store = await startFaultyStore();
afterAll(() => store?.stop());

const rows = header + manyRows(30_000);
const packed = {
  plain: rows,
  // Stored, so that it is as long as the plain one.
  gzip: gzipSync(rows, { level: 0 }),
  zip: await zipBytes({ "day.csv": rows }),
};
const finding = /^HEAD \/\S*\/user-data\//;
const reading = /^GET \/\S*\/user-data\//;

describe.skipIf(!store)("Reading the source", () => {
  if (!store) return;
  let undisturbed: { value: unknown; objects: Record<string, string> };
  beforeAll(async () => {
    const day = await store.day(rows);
    const { value } = await day.clean();
    undisturbed = { value, objects: await day.published() };
  });
  beforeEach(() => store.proxy.heal());

  const survives = async (day: FaultyDay): Promise<string> => {
    const { value, log } = await day.clean();
    expect(value).toEqual(undisturbed.value);
    expect(await day.published()).toEqual(undisturbed.objects);
    return log.join("\n");
  };
  interrupted(store, survives);
  refused(store, survives);
  replaced(store, survives);
  corrupted(store);
});

type Survives = (day: FaultyDay) => Promise<string>;

/** How the day's cleaning fails; nothing is published then, and nothing left behind. */
async function failure(day: FaultyDay): Promise<Error> {
  const error = await rejection(day.clean());
  expect(await day.published()).toEqual({});
  expect(await day.openUploads()).toBe(0);
  return error;
}

function interrupted({ proxy, day: newDay }: FaultyStore, survives: Survives): void {
  test.each<[string, Act]>([
    ["is reset", "reset"],
    ["ends too early", "end"],
    ["falls silent", "stall"],
  ])("goes on where it was when the connection %s", async (_, act) => {
    const fault = proxy.inject({ on: reading, in: "body", after: 1_500_000, act });
    const log = await survives(await newDay(packed.plain));
    expect(fault.hits).toBe(1);
    expect(log).toMatch(
      /WARNING Reading object "user-data\/session_user_data20210702\.zip" in bucket "\S+" was interrupted after \d+ bytes \(.+\); going on from there\./,
    );
  });

  test.each(["plain", "gzip", "zip"] as const)(
    "survives a connection that breaks again and again (%s)",
    async (format) => {
      const after = Math.floor(packed[format].length / 6);
      const fault = proxy.inject({ on: reading, in: "body", after, act: "reset", times: 4 });
      await survives(await newDay(packed[format]));
      expect(fault.hits).toBe(4);
    },
  );

  test("fails, to be tried again, when it never gets anywhere", async () => {
    proxy.inject({ on: reading, in: "body", after: 1_000, act: "reset", times: 100 });
    const error = await failure(await newDay(packed.plain));
    expect(error.name).toBe("Error");
    expect(error.message).toMatch(
      /^Reading object "\S+" in bucket "\S+" failed \(connection "store", endpoint \S+\): ECONNRESET/,
    );
  });

  test("waits for a store that is slow to answer", async () => {
    const slowly = () => new Promise((resolve) => setTimeout(resolve, 700));
    const fault = proxy.inject({ on: reading, act: slowly, times: 3 });
    await survives(await newDay(packed.zip));
    expect(fault.hits).toBeGreaterThan(1);
  });
}

function refused({ proxy, day: newDay }: FaultyStore, survives: Survives): void {
  const slowDown = s3Refusal(503, "SlowDown", "Please reduce your request rate.");
  test.each([
    ["is throttled", slowDown],
    ["meets an error of the store's", s3Refusal(500, "InternalError", "We encountered an internal error.")],
  ])("is taken up again by the SDK when it %s", async (_, act) => {
    const fault = proxy.inject({ on: /./, act, times: 3 });
    await survives(await newDay(packed.zip));
    expect(fault.hits).toBe(3);
  });

  test("fails, to be tried again, when the throttling does not end", async () => {
    for (const [on, reason] of [
      [reading, "SlowDown: Please reduce your request rate."],
      [/^HEAD /, "HTTP status 503"],
    ] as const) {
      proxy.heal();
      const fault = proxy.inject({ on, act: slowDown, times: 100 });
      const error = await failure(await newDay(packed.zip));
      expect(error.name).toBe("Error");
      expect(error.message).toMatch(/failed after 5 attempts \(connection "store", endpoint \S+\): /);
      expect(error.message).toContain(reason);
      expect(fault.hits).toBe(5);
    }
  });

  test("says that the credentials have expired, and may be tried again with new ones", async () => {
    const fault = proxy.inject({ on: reading, act: s3Refusal(400, "ExpiredToken"), times: 100 });
    const error = await failure(await newDay(packed.zip));
    expect(error.name).toBe("Error");
    expect(error.message).toMatch(
      /the credentials have expired \(ExpiredToken; .+Renew the aws_session_token/,
    );
    expect(fault.hits).toBe(1);
  });

  test.each([
    ["access is denied", s3Refusal(403, "AccessDenied"), "access is denied"],
    ["there is no such bucket", s3Refusal(404, "NoSuchBucket"), "There is no bucket"],
    ["the key is unknown", s3Refusal(403, "InvalidAccessKeyId"), "S3 refused the credentials"],
  ])("fails at once and for good when %s", async (_, act, message) => {
    const fault = proxy.inject({ on: reading, act, times: 100 });
    const error = await failure(await newDay(packed.zip));
    expect(error.name).toBe("AirflowFailException");
    expect(error.message).toContain(message);
    expect(fault.hits).toBe(1);
  });
}

function replaced({ proxy, day: newDay }: FaultyStore, survives: Survives): void {
  const other = header + manyRows(31_000);

  test("starts over with the new object when it is replaced between two requests", async () => {
    const day = await newDay(other);
    proxy.inject({ on: finding, act: () => day.put(packed.zip) });
    const log = await survives(day);
    expect(log).toContain(`WARNING Object "${sourceKey}" was replaced while it was read; starting over`);
  });

  test("starts over when it was replaced while the connection was lost", async () => {
    const day = await newDay(other);
    proxy.inject({
      on: reading,
      in: "body",
      after: 1_500_000,
      act: async () => {
        await day.put(packed.plain);
        await new Promise(() => undefined);
      },
    });
    expect(await survives(day)).toContain("starting over");
  });

  test("fails, to be tried again, when it is replaced over and over", async () => {
    const day = await newDay(packed.zip);
    let version = 0;
    const replace = () => {
      version += 1;
      return day.put(header + manyRows(version));
    };
    proxy.inject({ on: finding, act: replace, times: 100 });
    const error = await failure(day);
    expect(error.name).toBe("Error");
    expect(error.message).toMatch(
      /^Object "\S+" in bucket "\S+" was replaced while it was read, and again after starting over\./,
    );
  });
}

function corrupted({ proxy, day: newDay }: FaultyStore): void {
  const flip = { on: reading, in: "body", after: 1_500_000, act: "corrupt" } as const;

  test("notices by the store's checksum that a plain file arrived damaged", async () => {
    proxy.inject(flip);
    const error = await failure(await newDay(packed.plain));
    expect(error.name).toBe("Error");
    expect(error.message).toMatch(/it arrived damaged \(.+\): Checksum mismatch: .+ Try again/);
  });

  test("notices it also when the connection was lost in between", async () => {
    const lost = proxy.inject({ ...flip, after: 1_000_000, act: "reset" });
    const flipped = proxy.inject({ ...flip, after: 500_000 });
    const error = await failure(await newDay(packed.plain));
    expect(error.message).toContain("it arrived damaged");
    expect([lost.hits, flipped.hits]).toEqual([1, 1]);
  });

  test.each([
    ["gzip", "The gzip file is damaged"],
    ["zip", "zip archive is damaged"],
  ] as const)(
    "notices by the format's own checksum that a %s file arrived damaged",
    async (format, message) => {
      // The first answer tells that it is a zip archive, and is left there.
      const times = format === "zip" ? 2 : 1;
      proxy.inject({ ...flip, after: Math.floor(packed[format].length / 2), times });
      const error = await failure(await newDay(packed[format], { checksum: false }));
      expect(error.message).toContain(message);
    },
  );

  test("cannot notice it where neither the store nor the format has a checksum; HTTPS would", async () => {
    const fault = proxy.inject(flip);
    const day = await newDay(packed.plain, { checksum: false });
    await day.clean();
    expect(fault.hits).toBe(1);
  });
}
