"""A DAG of the reference pipeline's shape, as short as a person would write it."""

from datetime import timedelta

import pendulum
from airflow import DAG
from airflow.timetables.interval import CronDataIntervalTimetable

try:
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.providers.standard.operators.empty import EmptyOperator
except ImportError:
    from airflow.operators.bash import BashOperator
    from airflow.operators.empty import EmptyOperator

try:
    from airflow.sdk import Asset
except ImportError:
    from airflow.datasets import Dataset as Asset

# The first asset of a process makes Airflow 2 look for its providers. It belongs to no task: runs of this DAG
# must not update what the other DAGs wait for.
Asset("redshift://search-warehouse/public/search_stats")

with DAG(
    dag_id="hand-written",
    schedule=CronDataIntervalTimetable("0 0 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2021, 7, 2, tz="UTC"),
    end_date=pendulum.datetime(2021, 7, 9, tz="UTC"),
    catchup=True,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=5)},
    params={"min_clicks": 3, "max_rejected_share": 0.01},
) as dag:
    (
        EmptyOperator(task_id="start_task")
        >> BashOperator(task_id="create_postgres_table", bash_command="true")
        >> BashOperator(task_id="check_s3_conn", bash_command="true")
        >> BashOperator(task_id="user_clean_data", bash_command="true")
        >> BashOperator(task_id="load_table_data", bash_command="true")
        >> EmptyOperator(task_id="end_task")
    )
