"""The graph of test/fixtures/groups/dags-ts/every-role.ts, as a person would write it."""

import pendulum
from airflow import DAG

try:
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.providers.standard.operators.python import ShortCircuitOperator
    from airflow.sdk import TaskGroup
    from airflow.sdk.exceptions import AirflowFailException
except ImportError:  # Airflow 2
    from airflow.exceptions import AirflowFailException
    from airflow.operators.bash import BashOperator
    from airflow.operators.empty import EmptyOperator
    from airflow.operators.python import ShortCircuitOperator
    from airflow.utils.task_group import TaskGroup


def fail(context):
    raise AirflowFailException("It does so always.")


def failing(task_id):
    return BashOperator(task_id=task_id, bash_command="exit 1", pre_execute=fail)


with DAG(
    "every-role",
    schedule=None,
    catchup=False,
    start_date=pendulum.datetime(2021, 1, 1, tz="UTC"),
    default_args={"retries": 1},
):
    create = EmptyOperator(task_id="create_cluster")
    remove = BashOperator(task_id="delete_cluster", bash_command="true")
    with remove.as_teardown(setups=create, on_failure_fail_dagrun=True):
        EmptyOperator(task_id="report")
        create_table = EmptyOperator(task_id="create_table")
        drop_table = failing("drop_table").as_teardown(setups=create_table)
        with drop_table:
            check = EmptyOperator(task_id="check", trigger_rule="all_done")
            failing("load") >> check
    create >> create_table
    drop_table >> remove

    with TaskGroup("section") as section:
        setups = [
            EmptyOperator(task_id="make_folder"),
            EmptyOperator(task_id="make_files"),
        ]
        with EmptyOperator(task_id="remove_files").as_teardown(setups=setups):
            EmptyOperator(task_id="write")
    section >> EmptyOperator(task_id="after_section")

    prepare = EmptyOperator(task_id="prepare")
    stop = ShortCircuitOperator(task_id="stop", python_callable=lambda: False)
    tidy = EmptyOperator(task_id="tidy").as_teardown(setups=prepare)
    prepare >> stop >> EmptyOperator(task_id="unused") >> tidy
    unprepared = EmptyOperator(task_id="unprepared")
    stop >> unprepared
    EmptyOperator(task_id="nothing_to_tidy").as_teardown(setups=unprepared)

    broken = failing("broken")
    with EmptyOperator(task_id="mend").as_teardown(setups=broken):
        needs_too = EmptyOperator(task_id="needs_too", trigger_rule="all_done")
        EmptyOperator(task_id="needs") >> needs_too
    needs_too >> EmptyOperator(task_id="apart", trigger_rule="all_done")

    EmptyOperator(task_id="warm_up").as_setup() >> EmptyOperator(task_id="warm")
    two = [EmptyOperator(task_id="one"), failing("other")]
    EmptyOperator(task_id="part").as_teardown(setups=two)
    between = EmptyOperator(task_id="between")
    two >> between >> EmptyOperator(task_id="meanwhile", trigger_rule="all_done")
