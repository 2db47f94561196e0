import { expect, test } from "vitest";
import { dateTimeSensor, timeDeltaSensor, timeSensor } from "windsock/sensors";
import { pokeSensor } from "windsock/testing";

const connections = {};
const at = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
const clock = (timeZone: string) =>
  new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "medium" }).format();

test.each([
  [at(-60_000), true],
  [at(60_000), false],
  ["2026-01-01", true],
  ["2020-01-01T00:00:00+00:00", true],
  ["2020-01-01 00:00:00.123456+00:00", true],
  ["2999-01-01T06:00+02:00", false],
])("an instant, %s", async (dateTime, isDone) => {
  expect(await pokeSensor(dateTimeSensor, { input: { dateTime }, connections })).toMatchObject({ isDone });
});

test("is no other text", async () => {
  const look = pokeSensor(dateTimeSensor, { input: { dateTime: "tomorrow" }, connections });
  await expect(look).rejects.toThrow('"tomorrow" is not a date. Write 2026-01-01 or 2026-01-01T06:00Z.');
});

test("a time of day, in a time zone", async () => {
  for (const timezone of ["UTC", "Asia/Kathmandu"]) {
    const now = clock(timezone);
    const look = async (time: string) =>
      (await pokeSensor(timeSensor, { input: { time, timezone }, connections })).isDone;
    // At midnight both may be wrong.
    if (now > "00:00:05" && now < "23:59:50") {
      expect(await look("00:00")).toBe(true);
      expect(await look("23:59:59")).toBe(false);
    }
  }
  const other = pokeSensor(timeSensor, { input: { time: "06:00", timezone: "Mars" }, connections });
  await expect(other).rejects.toThrow('There is no time zone "Mars".');
  const wrong = pokeSensor(timeSensor, { input: { time: "6:00" }, connections });
  await expect(wrong).rejects.toThrow("A time of day is wanted, such as 06:30");
});

test("a time after the end of the data interval", async () => {
  const look = (delta: object, logicalDate?: string) =>
    pokeSensor(timeDeltaSensor, { input: { delta }, connections, ...(logicalDate && { logicalDate }) });
  const yesterday = at(-36 * 3_600_000).slice(0, 10);
  expect(await look({ seconds: 1 }, yesterday)).toMatchObject({ isDone: true });
  expect(await look({ days: 3, hours: 1 }, yesterday)).toMatchObject({ isDone: false });
  await expect(look({ seconds: 1 })).rejects.toThrow("has no data interval, whose end could be waited for");
});
