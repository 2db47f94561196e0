"""Operators whose value says which of the tasks after them run. DAG files that have such tasks import this module.

Airflow has no operator that branches by what a command says, and asks the class of an operator whether it skips
tasks: so these are classes of their own, where all other tasks are stock BashOperators.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from airflow import __version__ as airflow_version

try:
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.providers.standard.operators.latest_only import LatestOnlyOperator
except ImportError:  # Airflow 2.10
    from airflow.operators.bash import BashOperator
    from airflow.operators.latest_only import LatestOnlyOperator

try:
    from airflow.sdk.exceptions import AirflowFailException
except ImportError:  # Airflow before 3.2
    from airflow.exceptions import AirflowFailException

AIRFLOW_2 = airflow_version.startswith("2.")

if AIRFLOW_2:
    from airflow.models.skipmixin import SkipMixin
else:
    from airflow.providers.standard.utils.skipmixin import SkipMixin

    try:
        from airflow.sdk.exceptions import DownstreamTasksSkipped
    except ImportError:  # Airflow before 3.2
        from airflow.exceptions import DownstreamTasksSkipped

__all__ = ["BranchBashOperator", "LatestOnlyOperator", "ShortCircuitBashOperator"]


class _SkippingBashOperator(BashOperator, SkipMixin):
    """A task that skips some of those after it, as its value says."""

    # Airflow asks for it when a task that was skipped is cleared, to skip it again.
    inherits_from_skipmixin = True

    def execute(self, context):
        value = super().execute(context)
        skipped = [
            task
            for task in self._skipped_by(value)
            if not getattr(task, "is_teardown", False)
        ]
        if not skipped:
            return value
        ti = context["ti"]
        if AIRFLOW_2:
            run = context["dag_run"]
            self.skip(run, run.execution_date, skipped, map_index=ti.map_index)
            return value
        # Airflow 3 learns of it by an exception, and would forget the value.
        ti.xcom_push("return_value", value)
        try:
            self.skip(ti=ti, tasks=skipped)
        except DownstreamTasksSkipped as signal:
            signal.tasks = [*signal.tasks, *self._instances_of(skipped)]
            raise
        return value

    def _instances_of(self, skipped) -> list[tuple[str, int]]:
        """Instances that Airflow 3 does not skip with their tasks."""
        return []

    def _skipped_by(self, value) -> Iterable:
        raise NotImplementedError


class BranchBashOperator(_SkippingBashOperator):
    """A task whose value says which of the tasks after it run.

    :param cases: ids of the tasks that run, by the value: the name of a case, or the names in a list, or "true" and
        "false" of a boolean. Tasks that are in no case do not depend on the value.
    """

    def __init__(self, *, cases: dict[str, list[str]], **kwargs) -> None:
        super().__init__(**kwargs)
        self.cases = cases

    def _skipped_by(self, value) -> Iterable:
        chosen = [
            name if isinstance(name, str) else json.dumps(name)
            for name in (value if isinstance(value, list) else [value])
        ]
        if any(name not in self.cases for name in chosen):
            known = ", ".join(map(json.dumps, self.cases))
            raise AirflowFailException(
                f"It returned {json.dumps(value)}, and its cases are {known}."
            )
        kept = {task_id for name in chosen for task_id in self.cases[name]}
        # Cases may meet: a task that comes after one that runs is not skipped.
        for task_id in list(kept):
            kept |= self.dag.get_task(task_id).get_flat_relative_ids(upstream=False)
        everything = {task_id for case in self.cases.values() for task_id in case}
        return [self.dag.get_task(task_id) for task_id in sorted(everything - kept)]


class ShortCircuitBashOperator(_SkippingBashOperator):
    """A task that skips what comes after it when it returns false.

    :param ignore_downstream_trigger_rules: whether everything that comes after it by any way is skipped, or only
        what comes directly after it
    :param instances: how many instances a task after it is mapped to when a run begins, by its id. Airflow 3 skips
        a task's one instance, or those that it has yet to make, and none that it has made.
    """

    def __init__(
        self,
        *,
        ignore_downstream_trigger_rules: bool = True,
        instances: dict[str, int] | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.ignore_downstream_trigger_rules = ignore_downstream_trigger_rules
        self.instances = instances or {}

    def _instances_of(self, skipped) -> list[tuple[str, int]]:
        return [
            (task.task_id, index)
            for task in skipped
            for index in range(self.instances.get(task.task_id, 0))
        ]

    def _skipped_by(self, value) -> Iterable:
        if not isinstance(value, bool):
            raise AirflowFailException(
                f"It returned {json.dumps(value)}, which is neither true nor false."
            )
        if value:
            return []
        if self.ignore_downstream_trigger_rules:
            return self.get_flat_relatives(upstream=False)
        return self.get_direct_relatives(upstream=False)
