"""The graph of test/fixtures/groups/dags-ts/every-call.ts, as a person would write it."""

from datetime import timedelta

import pendulum
from airflow import DAG
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator

try:
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.providers.standard.operators.trigger_dagrun import (
        TriggerDagRunOperator,
    )
    from airflow.providers.standard.sensors.external_task import ExternalTaskSensor
    from airflow.sdk import TaskGroup
except ImportError:  # Airflow 2
    from airflow.operators.bash import BashOperator
    from airflow.operators.empty import EmptyOperator
    from airflow.operators.trigger_dagrun import TriggerDagRunOperator
    from airflow.sensors.external_task import ExternalTaskSensor
    from airflow.utils.task_group import TaskGroup


def note(context):
    print(context["reason"])


with DAG(
    "every-call",
    schedule=None,
    catchup=False,
    start_date=pendulum.datetime(2021, 1, 1, tz="UTC"),
    on_success_callback=note,
    on_failure_callback=[note, note],
    default_args={"on_failure_callback": note, "retries": 1},
):
    plain = EmptyOperator(task_id="plain")
    told = BashOperator(
        task_id="told",
        bash_command="true",
        on_execute_callback=note,
        on_success_callback=[note, note],
        on_failure_callback=note,
        on_retry_callback=note,
        on_skipped_callback=note,
    )
    with TaskGroup("group", default_args={"on_success_callback": note}):
        inside = EmptyOperator(task_id="inside")
        told >> inside
        plain >> EmptyOperator(task_id="otherwise", on_success_callback=[note])
    queried = SQLExecuteQueryOperator(
        task_id="query", sql="select 1", retries=2, on_retry_callback=note
    )
    started = TriggerDagRunOperator(
        task_id="start",
        trigger_dag_id="every-edge",
        trigger_run_id="started",
        conf={"rows": 1},
        wait_for_completion=True,
        poke_interval=9,
        retries=3,
        on_failure_callback=note,
    )
    wait = ExternalTaskSensor(
        task_id="wait",
        external_dag_id="every-role",
        external_task_id="load",
        execution_delta=timedelta(hours=1),
    )
    wait_for_all = ExternalTaskSensor(
        task_id="wait_for_all",
        external_dag_id="every-role",
        mode="reschedule",
        timeout=7200,
    )
    queried >> started
    [started, inside] >> wait >> wait_for_all
