"""The graph of test/fixtures/examples/dags-ts/typescript-native-example.ts, as a person would write it."""

import pendulum
from airflow import DAG

try:
    from airflow.providers.standard.operators.python import (
        BranchPythonOperator,
        PythonOperator,
    )
    from airflow.providers.standard.operators.trigger_dagrun import (
        TriggerDagRunOperator,
    )
    from airflow.sdk import TaskGroup
except ImportError:  # Airflow 2
    from airflow.operators.python import BranchPythonOperator, PythonOperator
    from airflow.operators.trigger_dagrun import TriggerDagRunOperator
    from airflow.utils.task_group import TaskGroup


def work():
    return {"total": 3}


def has_rows(ti):
    total = ti.xcom_pull(task_ids="summarize")["total"]
    return "load_rows" if total > 0 else "report_empty"


def pick_cadence():
    return "publish_daily"


def task(task_id, **options):
    return PythonOperator(task_id=task_id, python_callable=work, **options)


with DAG(
    "typescript_native_example",
    schedule="@daily",
    start_date=pendulum.datetime(2021, 1, 1, tz="UTC"),
    catchup=False,
    tags=["typescript", "native"],
    description="A DAG whose graph is written in TypeScript.",
):
    with TaskGroup("extract") as extract:
        regions = [task("north"), task("south")]
    summarized = task("summarize")
    gated = BranchPythonOperator(task_id="has_rows", python_callable=has_rows)
    loaded = task("load_rows")
    reported = task("report_empty")
    picked = BranchPythonOperator(task_id="pick_cadence", python_callable=pick_cadence)
    published = [task("publish_daily"), task("publish_weekly")]
    cleaned = task("cleanup", trigger_rule="all_done")

    regions >> summarized >> [gated, loaded]
    gated >> [loaded, reported] >> cleaned
    extract >> picked >> published >> cleaned
    cleaned >> TriggerDagRunOperator(
        task_id="trigger_downstream",
        trigger_dag_id="example_trigger_target_dag",
        conf={"message": "typescript_native_example"},
    )
