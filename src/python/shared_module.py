"""What the DAG files beside this one share when Airflow reads them.

Airflow reads a DAG file again and again, each time in a process of its own, which imports and maybe compiles this
module anew. So it holds what reading takes; the rest is imported by who needs it: by a task that runs, by a template
that is rendered, by a callback.
"""

from __future__ import annotations

import contextlib
import importlib
import os

import jinja2
from airflow import __version__ as airflow_version

if tuple(map(int, airflow_version.split(".")[:2])) < (2, 10):
    raise ImportError(
        f"The DAGs of Windsock need Airflow 2.10 or later, and this is Airflow {airflow_version}."
    )

try:
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.providers.standard.operators.empty import EmptyOperator
except ImportError:  # Airflow 2.10
    from airflow.operators.bash import BashOperator
    from airflow.operators.empty import EmptyOperator

try:
    from airflow.sdk import Asset, AssetAlias, AssetAll, AssetAny, Param, TaskGroup
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.datasets import DatasetAlias as AssetAlias
    from airflow.datasets import DatasetAll as AssetAll
    from airflow.datasets import DatasetAny as AssetAny
    from airflow.models.param import Param
    from airflow.utils.task_group import TaskGroup

try:
    from airflow.sdk import AssetOrTimeSchedule
except ImportError:  # Airflow before 3.2
    try:
        from airflow.timetables.assets import AssetOrTimeSchedule
    except ImportError:  # Airflow 2
        from airflow.timetables.datasets import DatasetOrTimeSchedule

        def AssetOrTimeSchedule(*, timetable, assets):
            return DatasetOrTimeSchedule(timetable=timetable, datasets=assets)


with contextlib.suppress(ImportError):  # Airflow before 3.3 knows no teams of assets
    from airflow.sdk import AssetAccessControl

__all__ = [
    "FAIL_FAST",
    "Asset",
    "AssetAccessControl",
    "AssetAlias",
    "AssetAll",
    "AssetAny",
    "AssetOrTimeSchedule",
    "BashOperator",
    "EmptyOperator",
    "Param",
    "TaskGroup",
    "asset_events",
    "asset_watcher",
    "inlet_asset_events",
    "masked",
    "node_callbacks",
    "node_tasks",
]

# What makes a DAG fail with its first task: Airflow 3 has another name for it.
FAIL_FAST = (
    {"fail_stop": True} if airflow_version.startswith("2.") else {"fail_fast": True}
)

# The folder of this file and of the bundles. Set at run time, so that no path is in the DAG itself.
GENERATED = os.path.dirname(os.path.abspath(__file__))


def running():
    """Import what a process needs that runs a task or a callback. It is loaded by no other."""
    import running

    return running


def node_tasks(dag_file: str, builds: dict[str, str]):
    """Make what makes the `pre_execute` hooks of one DAG's tasks.

    :param dag_file: the DAG's own file, which must lie beside this one
    :param builds: which build of each bundle the DAG file was generated with; another one refuses to run
    """

    check_place(dag_file)

    def node_task(connections: dict[str, str] | None = None):
        """Make a task's hook.

        :param connections: connection ids by the names the task's operator knows them by
        """

        def prepare(context) -> None:
            running().prepare(context, builds, connections or {})

        return prepare

    return node_task


def node_callbacks(dag_file: str, folder: str, builds: dict[str, str]):
    """Make what makes the callbacks of one DAG.

    :param dag_file: the DAG's own file, which must lie beside this one
    :param folder: where the bundles of its callbacks are, beside the DAG file
    :param builds: which build of each bundle the DAG file was generated with; another one refuses to run
    """
    check_place(dag_file)

    def node_callback(name: str, state: str = "deadline_missed", **options):
        """Make a callback.

        :param name: of its bundle
        :param state: what the task or the run is when it is called
        :param options: what `call` of the callbacks' own module takes beside these
        """

        def call(context) -> None:
            import callbacks

            callbacks.call(context, folder, builds, name, state, **options)

        call.__name__ = name
        return call

    return node_callback


def check_place(dag_file: str) -> None:
    folder = os.path.dirname(os.path.abspath(dag_file))
    if os.path.realpath(folder) != os.path.realpath(GENERATED):
        raise ImportError(
            f"{dag_file} needs {os.path.basename(__file__)} of its own folder, and Python found another "
            f"project's first, in {GENERATED}. Give one of the two projects another name in its package.json, "
            'for example "windsock": { "project": "other_name" }, and build it: npx windsock build'
        )


def asset_watcher(name: str, class_name: str, arguments: dict):
    """Make what updates an asset when something happens outside of Airflow.

    :param class_name: of the trigger that waits for it, with its module
    """
    from airflow.sdk import AssetWatcher

    module, _, class_of_module = class_name.rpartition(".")
    trigger = getattr(importlib.import_module(module), class_of_module)
    return AssetWatcher(name=name, trigger=trigger(**arguments))


@jinja2.pass_context
def asset_events(context, uri: str) -> list[dict]:
    """List what triggered the run, for templates: the events of one asset, oldest first."""
    return running().asset_events(context, uri)


@jinja2.pass_context
def inlet_asset_events(context, uri: str, **which) -> list[dict]:
    """List events of one of the task's inlets, for templates."""
    return running().inlet_asset_events(context, uri, **which)


def masked(name: str, value):
    """Let Airflow mask a Variable's secrets as templates write them, too."""
    return running().masked(name, value)
