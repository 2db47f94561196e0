"""What ours does, as somebody writes it in Python: a list, a task for each of its elements, and their sum."""

from datetime import datetime, timezone

try:
    from airflow.sdk import dag, task
except ImportError:  # Airflow 2
    from airflow.decorators import dag, task


@dag(
    dag_id="mapped-in-python",
    schedule=None,
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    params={"count": 1000},
)
def mapped_in_python():
    @task
    def numbers(params=None):
        return list(range(params["count"]))

    @task(max_active_tis_per_dagrun=None)
    def square(number):
        return number * number

    @task
    def add(squares):
        return sum(squares)

    add(square.expand(number=numbers()))


mapped_in_python()
