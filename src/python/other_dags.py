"""Operators that have to do with other DAGs. DAG files that have such tasks import this module.

The sensors are Airflow's own, but for what they leave out: they return nothing, and wait where nothing can come.
"""

from __future__ import annotations

from datetime import timedelta

from airflow import __version__ as airflow_version

try:
    from airflow.providers.standard.operators.trigger_dagrun import (
        TriggerDagRunOperator,
    )
    from airflow.providers.standard.sensors import external_task
except ImportError:  # Airflow 2 without the standard provider
    from airflow.operators.trigger_dagrun import TriggerDagRunOperator
    from airflow.sensors import external_task

try:
    from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
except ImportError:  # Airflow before 3.2
    from airflow.exceptions import AirflowFailException, AirflowSkipException

AIRFLOW_2 = airflow_version.startswith("2.")

# That of Airflow 2 itself tells its trigger but half of what it was told.
OLD_SENSOR = external_task.__name__ == "airflow.sensors.external_task"

__all__ = ["ExternalTaskOutputSensor", "ExternalTaskSensor", "TriggerDagRunOperator"]


class ExternalTaskSensor(external_task.ExternalTaskSensor):
    """Waits for a run of another DAG, for tasks of it or for a group of them."""

    def execute(self, context):
        if context.get("logical_date") is None:
            # Airflow would look for a run of the moment at which this one was triggered, and wait.
            skips = self.soft_fail or self.never_fail
            raise (AirflowSkipException if skips else AirflowFailException)(
                f"This run has no logical date, and DAG {self.external_dag_id} is waited for in its run of the same "
                "one. Trigger the run with a logical date."
            )
        if self.deferrable and OLD_SENSOR:
            self._defer(context)
        return super().execute(context)

    def _defer(self, context):
        """Waits in the triggerer, for all that the task was told."""
        if self.check_existence:
            from airflow.utils.session import create_session

            with create_session() as session:
                self._check_for_existence(session=session)
        self.defer(
            timeout=timedelta(seconds=self.timeout),
            trigger=external_task.WorkflowTrigger(
                external_dag_id=self.external_dag_id,
                external_task_ids=self.external_task_ids,
                external_task_group_id=self.external_task_group_id,
                execution_dates=[self._date(context)],
                allowed_states=self.allowed_states,
                # What it knows as failed states ends the wait at once in any other state, too.
                skipped_states=self.failed_states + self.skipped_states,
                poke_interval=self.poke_interval,
                soft_fail=self.soft_fail,
            ),
            method_name="execute_complete",
        )

    def execute_complete(self, context, event=None):
        if OLD_SENSOR and event["status"] == "skipped":
            # Raises what it ends with.
            self.poke(context)
        super().execute_complete(context, event)

    def _date(self, context):
        """The logical date of the run that is waited for."""
        return context["logical_date"] - (self.execution_delta or timedelta())


class ExternalTaskOutputSensor(ExternalTaskSensor):
    """Returns what the task that it waits for has returned: a list of that, where it was given a list of tasks."""

    def execute(self, context):
        super().execute(context)
        return self._output(context)

    def execute_complete(self, context, event=None):
        super().execute_complete(context, event)
        return self._output(context)

    def _output(self, context):
        values = self._values(context["ti"], self._date(context))
        return values[0] if self.external_task_id is not None else values

    def _values(self, ti, date):
        dag_id, task_ids = self.external_dag_id, list(self.external_task_ids)
        if AIRFLOW_2:
            from airflow.models.dagrun import DagRun
            from airflow.models.xcom import XCom

            (run,) = DagRun.find(dag_id=dag_id, execution_date=date)
            place = {"dag_id": dag_id, "run_id": run.run_id, "key": "return_value"}
            return [XCom.get_one(task_id=task_id, **place) for task_id in task_ids]
        states = ti.get_task_states(
            dag_id=dag_id, task_ids=task_ids, logical_dates=[date]
        )
        (run_id,) = states
        return [
            ti.xcom_pull(task_ids=task_id, dag_id=dag_id, run_id=run_id)
            for task_id in task_ids
        ]
