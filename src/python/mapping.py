"""What DAG files with mapped tasks and groups import: the task that makes a list, and what templates call.

Airflow maps over what a task returns, as a whole, and fails that task, after its work is done, where it is no list or
one that is too long. So a task of its own makes the list, of whatever a DAG maps over: another task's output or a field
of it, a param, a Variable, several lists in one. Each instance of a mapped task gets its element as a param; the tasks
of a mapped group look for theirs in the list.
"""

from __future__ import annotations

import itertools
import json
from typing import ClassVar

import jinja2
from airflow.configuration import conf

try:
    from airflow.sdk import BaseOperator
    from airflow.sdk.definitions._internal.expandinput import DictOfListsExpandInput
    from airflow.sdk.definitions.taskgroup import MappedTaskGroup
except ImportError:  # Airflow 2
    from airflow.models.baseoperator import BaseOperator
    from airflow.models.expandinput import DictOfListsExpandInput
    from airflow.utils.task_group import MappedTaskGroup

try:
    from airflow.sdk.exceptions import AirflowFailException
except ImportError:  # Airflow before 3.2
    from airflow.exceptions import AirflowFailException

__all__ = [
    "ItemsOperator",
    "as_params",
    "concat_lists",
    "cross_lists",
    "mapped_outputs",
    "mapped_task_group",
    "set_operator_name",
    "zip_lists",
]


class ItemsOperator(BaseOperator):
    """A task that returns the list that others are mapped over.

    :param items: a template of its JSON
    """

    template_fields = ("items",)
    template_fields_renderers: ClassVar[dict[str, str]] = {"items": "json"}

    def __init__(self, *, items: str, **kwargs) -> None:
        super().__init__(**kwargs)
        self.items = items

    def execute(self, context):
        items = json.loads(self.items)
        if not isinstance(items, list):
            raise AirflowFailException(
                f"It is to have the list to map over, and has {_name_of(items)}."
            )
        longest = conf.getint("core", "max_map_length", fallback=1024)
        if len(items) > longest:
            raise AirflowFailException(
                f"Its list has {len(items)} elements, and no more than {longest} can be mapped over. Raise "
                "AIRFLOW__CORE__MAX_MAP_LENGTH, the setting max_map_length of [core], or let each element stand for "
                "several."
            )
        return items


def as_params(item) -> dict:
    """Give an instance of a mapped task its element."""
    return {"windsock_item": item}


def mapped_task_group(items, **kwargs) -> MappedTaskGroup:
    """Make a group that has an instance for each element of a list: what `expand` of Airflow's `@task_group` makes.

    :param items: the list, or the output of the task that makes it
    """
    return MappedTaskGroup(
        expand_input=DictOfListsExpandInput({"windsock_item": items}), **kwargs
    )


def set_operator_name(task, name: str) -> None:
    """Set what the UI shows as the operator of a mapped task: Airflow takes it from the operator's class alone."""
    task._operator_name = name


@jinja2.pass_context
def mapped_outputs(context, task_id: str) -> list:
    """List what the instances of a mapped task returned, in their order, for templates.

    :param context: the template's own, which Jinja passes
    """
    # Of a single task Airflow 3 has no list where there is one value; of none, there is a None.
    values = context["ti"].xcom_pull(task_ids=[task_id])
    return [value for value in values if value is not None]


def zip_lists(*lists) -> list:
    """Put the first elements of some lists together, then the second ones, as long as each list has one."""
    return [list(together) for together in zip(*_checked("zip", lists))]


def concat_lists(*lists) -> list:
    """Put lists one behind the other."""
    return list(itertools.chain(*_checked("concatenate", lists)))


def cross_lists(*lists) -> list:
    """Put each element of the first list together with each of the second, and so on."""
    return [list(together) for together in itertools.product(*_checked("cross", lists))]


def _checked(verb: str, lists) -> tuple:
    for number, value in enumerate(lists, 1):
        if not isinstance(value, list):
            raise AirflowFailException(
                f"List {number} of those to {verb} is {_name_of(value)}, and no list."
            )
    return lists


def _name_of(value) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, (int, float)):
        return "a number"
    return "an object"
