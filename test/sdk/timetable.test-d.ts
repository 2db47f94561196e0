// What the types of timetables take, and what they refuse.
import {
  anyOf,
  asset,
  assetOrTimeSchedule,
  cronTriggerTimetable,
  Dag,
  deltaTriggerTimetable,
  eventsTimetable,
  multipleCronTriggerTimetable,
  type Schedule,
  type Timetable,
} from "windsock";

const listings = asset("s3://shop/listings");
const ticks: Timetable = cronTriggerTimetable("0 6 * * *", { interval: { days: 1 }, runImmediately: true });
new Dag("a", { schedule: ticks });
new Dag("b", { schedule: "@continuous" });
new Dag("c", { schedule: assetOrTimeSchedule({ timetable: ticks, assets: anyOf(listings) }) });
new Dag("d", { schedule: assetOrTimeSchedule({ timetable: { hours: 1 }, assets: listings }) });
const schedules: Schedule[] = [
  cronTriggerTimetable("@daily", { runImmediately: { minutes: 5 } }),
  multipleCronTriggerTimetable(["0 6 * * 1-5", "0 9 * * 6"], { interval: { hours: 1 } }),
  deltaTriggerTimetable({ minutes: 30 }),
  eventsTimetable(["2026-12-24"], { restrictToEvents: true, description: "Feasts" }),
];
void schedules;

// @ts-expect-error one expression
cronTriggerTimetable(["0 6 * * *"]);
// @ts-expect-error a length of time
cronTriggerTimetable("0 6 * * *", { interval: "1 day" });
// @ts-expect-error an option has Airflow's name in camelCase
cronTriggerTimetable("0 6 * * *", { run_immediately: true });
// @ts-expect-error the DAG's time zone holds
cronTriggerTimetable("0 6 * * *", { timezone: "Europe/Berlin" });
// @ts-expect-error true, false or a length of time
cronTriggerTimetable("0 6 * * *", { runImmediately: "yes" });
// @ts-expect-error a list of expressions
multipleCronTriggerTimetable("0 6 * * *", "0 9 * * 6");
// @ts-expect-error parts with names
deltaTriggerTimetable(3600);
// @ts-expect-error a distance is never counted from another run
deltaTriggerTimetable({ hours: 1 }, { runImmediately: true });
// @ts-expect-error weeks are seven days
deltaTriggerTimetable({ weeks: 1 });
// @ts-expect-error dates are texts, read in the DAG's time zone
eventsTimetable([new Date()]);
// @ts-expect-error a list
eventsTimetable("2026-12-24");
// @ts-expect-error no such option
eventsTimetable(["2026-12-24"], { presorted: true });
// @ts-expect-error what is not scheduled is no timetable
assetOrTimeSchedule({ timetable: null, assets: listings });
// @ts-expect-error an asset, not its URI
assetOrTimeSchedule({ timetable: ticks, assets: "s3://shop/listings" });
// @ts-expect-error anyOf or allOf says whether all of several assets are meant
assetOrTimeSchedule({ timetable: ticks, assets: [listings] });
// @ts-expect-error one of two
assetOrTimeSchedule({ timetable: ticks });
assetOrTimeSchedule({
  // @ts-expect-error assets are said once
  timetable: assetOrTimeSchedule({ timetable: ticks, assets: listings }),
  assets: listings,
});
