"""Says which runs Airflow's timetables make.

Standard input: a JSON list of cases, each a schedule's timetable as the model has it, a time zone, a start date, an end
date or null, an instant and a count. Prints for each of them, as JSON: the data intervals of the first runs since the
start date, those of the runs that a DAG without catchup has after the instant, and that of a run by hand then. Null
where this version has no such timetable; without the latter two for intervals, whose own test knows where Airflow is
stuck, and without runs to come of distances, which Airflow counts from when it sees a DAG.
"""

import datetime
import json
import sys
from types import SimpleNamespace

import pendulum
from airflow import __version__ as airflow_version
from airflow.timetables import events, interval, trigger
from airflow.timetables.base import DataInterval, TimeRestriction
from croniter import CroniterBadDateError

is_airflow_2 = airflow_version.startswith("2.")


def delta(seconds):
    return datetime.timedelta(seconds=seconds)


def wall_clock(text, zone):
    parts = datetime.datetime.fromisoformat(text).timetuple()[:6]
    return pendulum.datetime(*parts, tz=zone)


def made(model, zone):
    kind = model["kind"]
    if kind == "cron":
        return interval.CronDataIntervalTimetable(model["expression"], timezone=zone)
    if kind == "every":
        return interval.DeltaDataIntervalTimetable(delta(model["seconds"]))
    if kind == "cron_trigger":
        return trigger.CronTriggerTimetable(
            model["expression"], timezone=zone, interval=delta(model["interval"])
        )
    if kind == "multiple_cron_trigger":
        if is_airflow_2:
            return None
        return trigger.MultipleCronTriggerTimetable(
            *model["expressions"], timezone=zone, interval=delta(model["interval"])
        )
    if kind == "delta_trigger":
        if airflow_version.startswith("2.10"):
            return None
        return trigger.DeltaTriggerTimetable(
            delta(model["seconds"]), interval=delta(model["interval"])
        )
    return events.EventsTimetable(
        [wall_clock(date, zone) for date in model["dates"]],
        restrict_to_events=model["restrictToEvents"],
    )


def stop_clock(now):
    """Make this the current time for timetables."""
    for module in (interval, trigger):
        module.utcnow = lambda: now
        module.timezone = SimpleNamespace(
            utcnow=lambda: now, coerce_datetime=lambda value: value
        )
    trigger.time = SimpleNamespace(time=now.timestamp)
    events.timezone = SimpleNamespace(utcnow=lambda: now)


def following(timetable, restriction, last):
    try:
        return timetable.next_dagrun_info(
            last_automated_data_interval=last, restriction=restriction
        )
    except (
        CroniterBadDateError,
        ValueError,
    ):  # no date comes; Airflow 3: "did not advance"
        return None


def since_start(timetable, start, end, count):
    restriction = TimeRestriction(earliest=start, latest=end, catchup=True)
    found, last = [], None
    while len(found) < count:
        info = following(timetable, restriction, last)
        if info is None or (last and info.data_interval.start <= last.start):
            break
        last = DataInterval(info.data_interval.start, info.data_interval.end)
        found.append(last)
    return found


def to_come(timetable, start, end, now, count):
    """The runs after `now`, of a scheduler that looks for the next one as soon as there is one."""
    restriction = TimeRestriction(earliest=start, latest=end, catchup=False)
    found, last, clock = [], None, now
    while len(found) < count:
        stop_clock(clock)
        info = following(timetable, restriction, last)
        if info is None or (last and info.data_interval.start <= last.start):
            break
        last = DataInterval(info.data_interval.start, info.data_interval.end)
        # A scheduler looks a moment later: at the tick itself Airflow takes one that clocks leave out for the last.
        clock = max(clock, last.end + datetime.timedelta(seconds=1))
        if last.end > now:
            found.append(last)
    return found


def texts(intervals):
    return [
        [moment.in_timezone("UTC").isoformat() for moment in each] for each in intervals
    ]


def runs(case):
    zone, count = case["zone"], case["count"]
    start = wall_clock(case["start"], zone).in_timezone("UTC")
    end = case["end"] and wall_clock(case["end"], zone).in_timezone("UTC")
    now = pendulum.parse(case["now"])
    timetable = made(case["timetable"], zone)
    if timetable is None:
        return None
    found = {"sinceStart": texts(since_start(timetable, start, end, count))}
    kind = case["timetable"]["kind"]
    if kind not in ("cron", "every"):
        by_hand = timetable.infer_manual_data_interval(run_after=now)
        found["byHand"] = texts([by_hand])[0]
        if kind != "delta_trigger":
            found["toCome"] = texts(to_come(timetable, start, end, now, count))
    return found


print("\n" + json.dumps([runs(case) for case in json.load(sys.stdin)]))
