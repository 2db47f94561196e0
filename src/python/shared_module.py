"""What the DAG files beside this one share when Airflow reads them.

Airflow reads a DAG file again and again, each time in a process of its own, which imports and maybe compiles this
module anew. So it holds what reading takes; the rest is imported by who needs it: by a task that runs, by a template
that is rendered, by a callback.
"""

from __future__ import annotations

import importlib
import os

from airflow import __version__ as airflow_version

if tuple(map(int, airflow_version.split(".")[:2])) < (2, 10):
    raise ImportError(
        f"The DAGs of Windsock need Airflow 2.10 or later, and this is Airflow {airflow_version}."
    )

# Where Airflow has what DAG files import from here: first the newest place.
PLACES = {
    "Asset": ("airflow.sdk.Asset", "airflow.datasets.Dataset"),
    "AssetAccessControl": ("airflow.sdk.AssetAccessControl",),
    "AssetAlias": ("airflow.sdk.AssetAlias", "airflow.datasets.DatasetAlias"),
    "AssetAll": ("airflow.sdk.AssetAll", "airflow.datasets.DatasetAll"),
    "AssetAny": ("airflow.sdk.AssetAny", "airflow.datasets.DatasetAny"),
    "BashOperator": (
        "airflow.providers.standard.operators.bash.BashOperator",
        "airflow.operators.bash.BashOperator",
    ),
    "EmptyOperator": (
        "airflow.providers.standard.operators.empty.EmptyOperator",
        "airflow.operators.empty.EmptyOperator",
    ),
    "Param": ("airflow.sdk.Param", "airflow.models.param.Param"),
    "TaskGroup": ("airflow.sdk.TaskGroup", "airflow.utils.task_group.TaskGroup"),
}

# What makes a DAG fail with its first task: Airflow 3 has another name for it.
FAIL_FAST = (
    {"fail_stop": True} if airflow_version.startswith("2.") else {"fail_fast": True}
)

# The folder of this file and of the bundles. Set at run time, so that no path is in the DAG itself.
GENERATED = os.path.dirname(os.path.abspath(__file__))


def __getattr__(name: str):
    """Find what a DAG file imports from here, and leave out what others do."""
    if name not in PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    for place in PLACES[name]:
        module, _, attribute = place.rpartition(".")
        try:
            return getattr(importlib.import_module(module), attribute)
        except (ImportError, AttributeError):
            pass
    raise ImportError(f"Airflow {airflow_version} has no {name}.")


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


def check_place(dag_file: str) -> None:
    folder = os.path.dirname(os.path.abspath(dag_file))
    if folder != GENERATED and os.path.realpath(folder) != os.path.realpath(GENERATED):
        raise ImportError(
            f"{dag_file} needs {os.path.basename(__file__)} of its own folder, and Python found another "
            f"project's first, in {GENERATED}. Give one of the two projects another name in its package.json, "
            'for example "windsock": { "project": "other_name" }, and build it: npx windsock build'
        )


def masked(name: str, value):
    """Let Airflow mask a Variable's secrets as templates write them, too."""
    return running().masked(name, value)
