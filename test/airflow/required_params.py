"""Prints with which schedules Airflow refuses a DAG that has a param without a default, as JSON."""

import json
from datetime import timedelta

import pendulum
from airflow.timetables.events import EventsTimetable
from airflow.timetables.interval import CronDataIntervalTimetable
from airflow.timetables.trigger import CronTriggerTimetable

try:
    from airflow.sdk import DAG, Asset, Param
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.datasets import Dataset as Asset
    from airflow.models.param import Param

first = pendulum.datetime(2026, 1, 1, tz="UTC")
schedules = {
    "none": None,
    "once": "@once",
    "continuous": "@continuous",
    "cron": CronDataIntervalTimetable("@daily", timezone="UTC"),
    "every": timedelta(hours=1),
    "cron_trigger": CronTriggerTimetable("@daily", timezone="UTC"),
    "events": EventsTimetable([first]),
    "assets": [Asset("s3://shop/listings")],
}


def is_refused(schedule):
    try:
        dag = DAG(
            "a",
            schedule=schedule,
            start_date=first,
            max_active_runs=1,
            params={"day": Param(type="string")},
        )
        if hasattr(dag, "validate_schedule_and_params"):  # what reads DAG files does
            dag.validate_schedule_and_params()
    except Exception as error:
        return "required params" in str(error)
    return False


print(
    "\n"
    + json.dumps([name for name, schedule in schedules.items() if is_refused(schedule)])
)
