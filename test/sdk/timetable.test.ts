// What a build says of timetables that Airflow would refuse, or pass over.
import { expect, test } from "vitest";
import {
  asset,
  assetOrTimeSchedule,
  cronTriggerTimetable,
  Dag,
  deltaTriggerTimetable,
  eventsTimetable,
  multipleCronTriggerTimetable,
} from "windsock";
import { dagProblems } from "windsock/testing";
import { checkTargets } from "../../src/model/validate/validate-targets.ts";
import { describeDag } from "../../src/sdk/describe/describe-dag.ts";

const position = { file: "dags-ts/a.ts", line: 1, column: 1 };
const since = { startDate: "2026-01-01" };
const listings = asset("s3://shop/listings");

const dagOf = (schedule: unknown, options: object = since) => {
  const dag = new Dag("a", { schedule: schedule as never, ...options });
  dag.empty("work");
  return dag;
};

test.each<[string, unknown, object, string[]]>([
  ["ticks", cronTriggerTimetable("0 6 * * *", { interval: { days: 1 } }), since, []],
  ["a preset", cronTriggerTimetable("@quarterly"), since, []],
  ["no pause", "@continuous", since, []],
  ["no pause, with the limit said", "@continuous", { ...since, maxActiveRuns: 1 }, []],
  ["a first tick", cronTriggerTimetable("@daily", { runImmediately: false }), {}, []],
  ["assets or times", assetOrTimeSchedule({ timetable: "@weekly", assets: listings }), since, []],
  [
    "no pause, and several runs at once",
    "@continuous",
    { ...since, maxActiveRuns: 2 },
    [
      'The DAG has the schedule "@continuous" and maxActiveRuns 2, and Airflow allows it one run at a time. Leave maxActiveRuns out.',
    ],
  ],
  [
    "no start",
    cronTriggerTimetable("0 6 * * *"),
    {},
    ["The DAG has a schedule and no startDate. Airflow makes no runs without one."],
  ],
  [
    "no start beside assets",
    assetOrTimeSchedule({ timetable: "@daily", assets: listings }),
    {},
    ["The DAG has a schedule and no startDate. Airflow makes no runs without one."],
  ],
  [
    "two starts",
    cronTriggerTimetable("0 6 * * *", { runImmediately: true }),
    since,
    [
      "The DAG's timetable has runImmediately, which Airflow passes over where a DAG has a startDate. Leave one of them out.",
    ],
  ],
  [
    "runs to make up for without a start",
    cronTriggerTimetable("0 6 * * *", { runImmediately: true }),
    { catchup: true },
    [
      "The DAG has catchup and no startDate, and Airflow would not know since when. Name a startDate instead of runImmediately.",
    ],
  ],
  [
    "a wrong expression",
    cronTriggerTimetable("@once"),
    since,
    [expect.stringMatching(/^Schedule "@once" is not a cron expression: it has 1 fields/) as never],
  ],
  [
    "a wrong expression in a list, and one twice",
    multipleCronTriggerTimetable(["0 6 * * *", "0 25 * * *", "0 6 * * *"]),
    since,
    [
      'The DAG\'s timetable names "0 6 * * *" twice. Name it once.',
      'Schedule "0 25 * * *" is not a cron expression: its hour "25" is none.',
    ],
  ],
  [
    "a date that never comes, of several",
    multipleCronTriggerTimetable(["0 6 * * *", "0 0 31 2 *"]),
    since,
    [
      'Schedule "0 0 31 2 *" names dates that never come, or none after the start date. Airflow would take it and make no run.',
    ],
  ],
  [
    "a list of no expressions",
    multipleCronTriggerTimetable([]),
    since,
    ["The DAG's multipleCronTriggerTimetable has no cron expression. Name some."],
  ],
  [
    "ticks that Airflow passes over",
    multipleCronTriggerTimetable(["0 6 * * *", "0 9 * * 6"], { interval: { days: 1 } }),
    since,
    [
      "The DAG's multipleCronTriggerTimetable has an interval and the DAG no catchup, with which Airflow passes over ticks. Set catchup, or leave the interval out.",
    ],
  ],
  [
    "a distance of nothing",
    deltaTriggerTimetable({ hours: 0 }),
    since,
    ["The DAG has 0 s between its runs. Airflow takes a microsecond to a thousand years."],
  ],
  [
    "a distance of nothing beside assets",
    assetOrTimeSchedule({ timetable: { minutes: 0 }, assets: listings }),
    since,
    ["The DAG has 0 s between its runs. Airflow takes a microsecond to a thousand years."],
  ],
  [
    "a distance in words",
    deltaTriggerTimetable("1 hour" as never),
    since,
    [
      'The DAG has "1 hour" as schedule.delta. Write a length of time, such as { minutes: 5 }: days, hours, minutes and seconds.',
    ],
  ],
  [
    "an interval that ends before it begins",
    deltaTriggerTimetable({ hours: 1 }, { interval: { hours: -1 } }),
    since,
    ['The DAG has {"hours":-1} as schedule.interval. A data interval is no shorter than nothing.'],
  ],
  [
    "an option that there is not",
    cronTriggerTimetable("0 6 * * *", { timezone: "Europe/Berlin" } as never),
    since,
    [
      'The DAG has {"timetable":"cron_trigger","cron":"0 6 * * *","timezone":"Europe/Berlin"} as schedule. Unrecognized key: "timezone".',
    ],
  ],
  ["no dates", eventsTimetable([]), since, ["The DAG's eventsTimetable has no dates. Name some."]],
  [
    "what is no date",
    eventsTimetable(["2026-02-30", "2026-03-01T06:00Z"]),
    since,
    [
      'Of its eventDates, "2026-02-30" is not a date. Write 2021-07-02 or 2021-07-02T06:00, without an offset: it is read in the DAG\'s time zone.',
      'Of its eventDates, "2026-03-01T06:00Z" is not a date. Write 2021-07-02 or 2021-07-02T06:00, without an offset: it is read in the DAG\'s time zone.',
    ],
  ],
  [
    "a date twice, also where clocks leave one out",
    eventsTimetable([
      "2026-03-29T01:30",
      "2026-05-01",
      "2026-05-01T00:00",
      "2026-03-29T03:30",
      "2026-03-29T02:30",
    ]),
    { ...since, timezone: "Europe/Berlin" },
    [
      "The DAG's eventsTimetable names 2026-05-01T00:00 twice. Name it once.",
      "The DAG's eventsTimetable names 2026-03-29T02:30 twice. Name it once.",
    ],
  ],
  [
    "dates that are all over",
    eventsTimetable(["2025-12-24", "2025-12-31"]),
    since,
    [
      "All dates of the DAG's eventsTimetable lie before its startDate or after its endDate, so that it would never run.",
    ],
  ],
  [
    "a time zone that there is not",
    eventsTimetable(["2026-12-24"]),
    { ...since, timezone: "Berlin" },
    ['Time zone "Berlin" is not in the IANA database. Write a name such as "Europe/Zurich".'],
  ],
  [
    "once, beside assets",
    { timetable: "@once", assets: listings },
    since,
    [expect.stringMatching(/^The DAG has .* as schedule\. Write a cron expression, a preset/) as never],
  ],
  [
    "run types that lack those of assets",
    assetOrTimeSchedule({ timetable: "@daily", assets: listings }),
    { ...since, allowedRunTypes: ["scheduled"] },
    [
      `The DAG's allowedRunTypes lack "asset_triggered", and Airflow refuses that where a DAG has a schedule that makes "asset_triggered" runs. Add it.`,
    ],
  ],
])("%s", (_, schedule, options, problems) => {
  expect(dagProblems(dagOf(schedule, options))).toEqual(problems);
});

test.each<[unknown, readonly ["2.10" | "2.11" | "3.0", ...string[]], RegExp | undefined]>([
  [cronTriggerTimetable("0 6 * * *"), ["2.10"], undefined],
  [eventsTimetable(["2026-12-24"]), ["2.10"], undefined],
  [assetOrTimeSchedule({ timetable: "@daily", assets: listings }), ["2.10"], undefined],
  [deltaTriggerTimetable({ hours: 1 }), ["2.11"], undefined],
  [
    deltaTriggerTimetable({ hours: 1 }),
    ["2.10", "2.11"],
    /^The DAG has a deltaTriggerTimetable, which Airflow has since 2\.11, and the DAGs are for 2\.10, too\./,
  ],
  [multipleCronTriggerTimetable(["0 6 * * *"]), ["3.0"], undefined],
  [
    multipleCronTriggerTimetable(["0 6 * * *"]),
    ["2.11", "3.0"],
    /^The DAG has a multipleCronTriggerTimetable, which Airflow has since 3\.0, and the DAGs are for 2\.11, too\./,
  ],
  [
    cronTriggerTimetable("0 6 * * *", { runImmediately: true }),
    ["2.11", "3.0"],
    /^The DAG has runImmediately in its timetable, which Airflow has since 3\.0, and the DAGs are for 2\.11, too\./,
  ],
  [
    assetOrTimeSchedule({ timetable: deltaTriggerTimetable({ hours: 1 }), assets: listings }),
    ["2.10"],
    /^The DAG has a deltaTriggerTimetable/,
  ],
])("%j for Airflow %j", (schedule, targets, problem) => {
  const { model } = describeDag(dagOf(schedule), () => position);
  const found = checkTargets(model, targets as never).map(({ message }) => message);
  expect(found).toEqual(problem ? [expect.stringMatching(problem)] : []);
});

test("with no pause a DAG has one run at a time", () => {
  expect(describeDag(dagOf("@continuous"), () => position).model.maxActiveRuns).toBe(1);
  expect(describeDag(dagOf("@daily"), () => position).model.maxActiveRuns).toBe(16);
});
