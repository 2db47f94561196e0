"""Says what Airflow makes of cron expressions.

Standard input: a JSON list of objects with an expression, a time zone and a date without offset. Prints for each
of them, as JSON, null when Airflow refuses it, or the starts and ends of the first intervals from that date on, and
whether Airflow is stuck behind the last of them.
"""

import datetime
import json
import sys

import pendulum
from airflow.timetables.base import DataInterval, TimeRestriction
from airflow.timetables.interval import CronDataIntervalTimetable
from croniter import CroniterBadDateError

COUNT = 6


def intervals(case):
    try:
        timetable = CronDataIntervalTimetable(case["cron"], timezone=case["zone"])
        timetable.validate()
    except Exception:
        return None
    date = datetime.datetime.fromisoformat(case["from"])
    start = pendulum.datetime(*date.timetuple()[:5], tz=case["zone"])
    restriction = TimeRestriction(earliest=start, latest=None, catchup=True)
    found = []
    last = None
    stuck = False
    while len(found) < COUNT and not stuck:
        try:
            info = timetable.next_dagrun_info(
                last_automated_data_interval=last, restriction=restriction
            )
        except CroniterBadDateError:
            break
        except ValueError:  # Airflow 3: "did not advance"
            stuck = True
            continue
        stuck = last is not None and info.data_interval.start <= last.start
        if not stuck:
            last = DataInterval(info.data_interval.start, info.data_interval.end)
            found.append([moment.in_timezone("UTC").isoformat() for moment in last])
    return {"intervals": found, "stuck": stuck}


print("\n" + json.dumps([intervals(case) for case in json.load(sys.stdin)]))
