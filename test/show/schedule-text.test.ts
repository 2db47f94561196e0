import { expect, test } from "vitest";
import type { ScheduleModel } from "../../src/model/dag/schedule.ts";
import { durationText } from "../../src/show/option-text.ts";
import { scheduleText } from "../../src/show/schedule-text.ts";

// Airflow's own words, from the descriptions of its timetables.
test.each<[ScheduleModel, string]>([
  [{ kind: "none" }, "Never, external triggers only"],
  [{ kind: "once" }, "Once, as soon as possible"],
  [{ kind: "every", seconds: 5400 }, "Every 1 h 30 min"],
  [{ kind: "continuous" }, "As frequently as possible, but only one run at a time"],
  [{ kind: "assets", condition: { kind: "asset", uri: "s3://a" } }, "Triggered by assets"],
  [
    {
      kind: "asset_or_time",
      condition: { kind: "asset", uri: "s3://a" },
      timetable: { kind: "cron", expression: "0 0 * * *" },
    },
    "Triggered by assets or At 00:00 (0 0 * * *)",
  ],
  [
    { kind: "cron_trigger", expression: "0 6 * * *", interval: 86_400 },
    "At 06:00 (0 6 * * *), at the tick, of the 1 d before",
  ],
  [
    { kind: "multiple_cron_trigger", expressions: ["0 6 * * *", "0 9 * * 6"], interval: 0 },
    "At 06:00 (0 6 * * *), At 09:00, only on Saturday (0 9 * * 6), at the tick",
  ],
  [{ kind: "delta_trigger", seconds: 5400, interval: 0 }, "Every 1 h 30 min, at the tick"],
  [
    { kind: "events", dates: ["2026-12-24", "2026-04-05T06:00"], restrictToEvents: false },
    "2 events between 2026-04-05T06:00 and 2026-12-24",
  ],
  [{ kind: "events", dates: ["2026-12-24"], restrictToEvents: false, description: "Feasts" }, "Feasts"],
  ...(
    [
      ["0 0 * * *", "At 00:00 (0 0 * * *)"],
      ["*/5 * * * *", "Every 5 minutes (*/5 * * * *)"],
      ["30 6 * * 1-5", "At 06:30, Monday through Friday (30 6 * * 1-5)"],
      ["0 0 1 * 3", "At 00:00, on day 1 of the month (or) At 00:00, only on Wednesday (0 0 1 * 3)"],
      ["0 0 * * 5#2", "At 00:00, on the second Friday of the month (0 0 * * 5#2)"],
      ["0 0 L * *", "At 00:00, on the last day of the month (0 0 L * *)"],
      // Airflow says nothing of seconds and years.
      ["* * * * * 30", "* * * * * 30"],
    ] as const
  ).map(([expression, words]): [ScheduleModel, string] => [{ kind: "cron", expression }, words]),
])("%j is said in Airflow's words", (schedule, words) => {
  expect(scheduleText(schedule)).toBe(words);
});

test.each([
  [0, "0 s"],
  [0.5, "0.5 s"],
  [90, "1 min 30 s"],
  [300, "5 min"],
  [86_400, "1 d"],
  [93_784.25, "1 d 2 h 3 min 4.25 s"],
])("%d seconds are %s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
