"""The graph of test/fixtures/groups/dags-ts/every-edge.ts, as a person would write it."""

from datetime import timedelta

import pendulum
from airflow import DAG

try:
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import Label, TaskGroup
except ImportError:  # Airflow 2
    from airflow.operators.empty import EmptyOperator
    from airflow.utils.edgemodifier import Label
    from airflow.utils.task_group import TaskGroup

with DAG(
    "every-edge",
    schedule=None,
    start_date=pendulum.datetime(2021, 1, 1, tz="UTC"),
    catchup=False,
    default_args={"retries": 1, "owner": "dag"},
):
    with TaskGroup("extract") as extract:
        with TaskGroup("regions", prefix_group_id=False) as regions:
            north = EmptyOperator(task_id="north")
            south = EmptyOperator(task_id="south")
        count = EmptyOperator(task_id="count")
        # `north >> Label("rows") >> count` is an edge of the group.
        north.set_downstream(count, edge_modifier=Label("rows"))
        south >> count

    load_args = {"owner": "load", "retry_delay": timedelta(seconds=1)}
    with TaskGroup("load", default_args=load_args) as load:
        with TaskGroup(
            "check",
            tooltip='Says "no" to {{ braces }}',
            ui_color="#fff3e0",
            ui_fgcolor="#4e342e",
            default_args={"retries": 0, "trigger_rule": "none_failed"},
        ) as check:
            EmptyOperator(task_id="schema")
            EmptyOperator(task_id="rows", trigger_rule="all_success")
        write = EmptyOperator(task_id="write", retries=5)
        check.set_downstream(write, edge_modifier=Label("good"))

    with TaskGroup("class") as oddly:
        EmptyOperator(task_id="a-b")
        EmptyOperator(task_id="a_b")

    counted = Label(
        "counted, whatever came of the regions; this text needs more than a line"
    )
    extract >> Label('says "all" of it') >> load
    extract >> Label("left") >> oddly
    beside = EmptyOperator(task_id="beside")
    regions.set_downstream(beside, edge_modifier=Label("right"))
    count.set_downstream(EmptyOperator(task_id="seen"), edge_modifier=counted)
    # From the other end, Airflow labels edges that no graph shows, too.
    oddly.set_upstream(count, edge_modifier=counted)
