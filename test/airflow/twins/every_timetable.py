"""The DAGs of test/fixtures/timetables, as a person would write them. Those that an Airflow lacks are not there."""

from datetime import timedelta

import pendulum
from airflow import DAG

try:
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import (
        Asset,
        AssetOrTimeSchedule,
        CronDataIntervalTimetable,
        CronTriggerTimetable,
        DeltaTriggerTimetable,
        MultipleCronTriggerTimetable,
    )
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.operators.empty import EmptyOperator
    from airflow.timetables.datasets import DatasetOrTimeSchedule
    from airflow.timetables.interval import CronDataIntervalTimetable
    from airflow.timetables.trigger import CronTriggerTimetable

    def AssetOrTimeSchedule(*, timetable, assets):
        return DatasetOrTimeSchedule(timetable=timetable, datasets=assets)

    MultipleCronTriggerTimetable = None
    try:
        from airflow.timetables.trigger import DeltaTriggerTimetable
    except ImportError:  # Airflow 2.10
        DeltaTriggerTimetable = None

# That of airflow.sdk in 3.3 cannot be read back.
from airflow.timetables.events import EventsTimetable

first = pendulum.datetime(2026, 1, 1, tz="UTC")


def dag(dag_id, schedule, **options):
    with DAG(
        dag_id,
        **{"schedule": schedule, "start_date": first, "catchup": False, **options},
    ) as made:
        EmptyOperator(task_id="work")
    globals()[dag_id] = made


berlin, new_york = "Europe/Berlin", "America/New_York"
dag("continuous", "@continuous", max_active_runs=1)
dag(
    "cron-trigger",
    CronTriggerTimetable("30 2 * * 1-5", timezone=berlin, interval=timedelta(hours=36)),
    start_date=pendulum.datetime(2026, 1, 1, tz=berlin),
)
dag(
    "events",
    EventsTimetable(
        [
            pendulum.datetime(2026, 4, 5, tz=new_york),
            pendulum.datetime(2026, 12, 24, 18, tz=new_york),
        ],
        restrict_to_events=True,
        description="Feasts",
    ),
    start_date=pendulum.datetime(2026, 1, 1, tz=new_york),
    catchup=True,
)
dag(
    "own-dates",
    EventsTimetable(
        [
            pendulum.datetime(2026, 3, 29, 12, 30, tz=berlin),
            pendulum.datetime(2026, 10, 25, 2, 30, tz=berlin),
        ]
    ),
    start_date=pendulum.datetime(2026, 1, 1, tz=berlin),
)
listings, orders = Asset("s3://shop/listings"), Asset("s3://shop/orders")
dag(
    "asset-or-time",
    AssetOrTimeSchedule(
        timetable=CronTriggerTimetable("0 1 * * 3", timezone="UTC"),
        assets=(listings | orders),
    ),
)
dag(
    "asset-or-interval",
    AssetOrTimeSchedule(
        timetable=CronDataIntervalTimetable("0 * * * *", timezone="UTC"),
        assets=listings,
    ),
)
if DeltaTriggerTimetable:
    dag(
        "delta-trigger",
        DeltaTriggerTimetable(timedelta(hours=6), interval=timedelta(days=1)),
    )
if MultipleCronTriggerTimetable:
    dag(
        "multiple-cron-trigger",
        MultipleCronTriggerTimetable(
            "30 6 * * 1-5",
            "0 9 * * 6,0",
            timezone="Asia/Kathmandu",
            interval=timedelta(days=1),
        ),
        start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Kathmandu"),
        catchup=True,
    )
    dag(
        "run-immediately",
        CronTriggerTimetable(
            "@daily", timezone="UTC", run_immediately=timedelta(minutes=90)
        ),
        start_date=None,
    )
