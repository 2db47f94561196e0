"""A DAG of the generated project, as a person writes it who wants it to run in Airflow 2 and 3."""

import pendulum
from airflow import DAG
from airflow.timetables.interval import CronDataIntervalTimetable

try:
    from airflow.providers.standard.operators.bash import BashOperator
except ImportError:
    from airflow.operators.bash import BashOperator

BUNDLES = "/opt/airflow/dags/bundles/dag-0001"

with DAG(
    dag_id="dag-0001",
    schedule=CronDataIntervalTimetable("0 0 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    default_args={"retries": 2},
    doc_md="One of many.",
) as dag:
    extract = BashOperator(
        task_id="extract",
        bash_command=f"exec node {BUNDLES}/extract.mjs",
        env={"INPUT": "{{ {'day': ds, 'rows': 1} | tojson }}"},
        doc_md="Does what extract does in dag-0001.",
    )
    check = BashOperator(
        task_id="check",
        bash_command=f"exec node {BUNDLES}/check.mjs",
        env={
            "INPUT": "{{ {'day': ds, 'rows': ti.xcom_pull(task_ids='extract')['rows']} | tojson }}"
        },
        doc_md="Does what check does in dag-0001.",
    )
    clean = BashOperator(
        task_id="clean",
        bash_command=f"exec node {BUNDLES}/clean.mjs",
        env={
            "INPUT": "{{ {'day': ds, 'rows': ti.xcom_pull(task_ids='check')['rows']} | tojson }}"
        },
        doc_md="Does what clean does in dag-0001.",
    )
    load = BashOperator(
        task_id="load",
        bash_command=f"exec node {BUNDLES}/load.mjs",
        env={
            "INPUT": "{{ {'day': ds, 'rows': ti.xcom_pull(task_ids='clean')['rows']} | tojson }}"
        },
        doc_md="Does what load does in dag-0001.",
    )
    report = BashOperator(
        task_id="report",
        bash_command=f"exec node {BUNDLES}/report.mjs",
        env={
            "INPUT": "{{ {'day': ds, 'rows': ti.xcom_pull(task_ids='load')['rows']} | tojson }}"
        },
        doc_md="Does what report does in dag-0001.",
    )
    notify = BashOperator(
        task_id="notify",
        bash_command=f"exec node {BUNDLES}/notify.mjs",
        env={
            "INPUT": "{{ {'day': ds, 'rows': ti.xcom_pull(task_ids='report')['rows']} | tojson }}"
        },
        doc_md="Does what notify does in dag-0001.",
    )
    extract >> check >> clean >> load >> report >> notify
