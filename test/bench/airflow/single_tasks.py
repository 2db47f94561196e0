"""Tasks that do nothing, one after the other: in Airflow's own process of a task, and in programs that it starts."""

from datetime import datetime, timezone

from airflow import DAG

try:
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.providers.standard.operators.python import PythonOperator
except ImportError:  # Airflow 2
    from airflow.operators.bash import BashOperator
    from airflow.operators.python import PythonOperator


def nothing():
    pass


kinds = {
    "single-in-python": lambda name: PythonOperator(task_id=name, python_callable=nothing),
    "single-in-bash": lambda name: BashOperator(task_id=name, bash_command="true"),
    "single-in-node": lambda name: BashOperator(task_id=name, bash_command="node -e 0"),
}

for dag_id, make_task in kinds.items():
    with DAG(
        dag_id=dag_id,
        schedule=None,
        start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
        catchup=False,
        max_active_tasks=1,
    ) as dag:
        for number in range(1, 6):
            make_task(f"task_{number}")
    globals()[dag_id] = dag
