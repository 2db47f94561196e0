"""The graph of test/fixtures/sensors/dags-ts/every-wait.ts, as a person would write it."""

from datetime import timedelta

import pendulum
from airflow import DAG

try:
    from airflow.providers.standard.sensors.bash import BashSensor
    from airflow.providers.standard.sensors.python import PythonSensor
except ImportError:  # Airflow 2
    from airflow.sensors.bash import BashSensor
    from airflow.sensors.python import PythonSensor


with DAG(
    "every-wait",
    schedule=None,
    catchup=False,
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    default_args={"retries": 1},
):
    counted = BashSensor(
        task_id="counted",
        bash_command="false",
        mode="reschedule",
        poke_interval=300,
        exponential_backoff=True,
        max_wait=timedelta(hours=1),
        timeout=86400,
        soft_fail=True,
        silent_fail=True,
        execution_timeout=timedelta(minutes=2),
        pool="sensors",
    )
    plain = PythonSensor(
        task_id="plain",
        python_callable=lambda: True,
        poke_interval=0.5,
        never_fail=True,
    )
    [counted, plain] >> PythonSensor(task_id="read", python_callable=lambda: True)
