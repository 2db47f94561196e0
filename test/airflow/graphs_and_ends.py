"""Prints the graphs of a folder's DAGs as Airflow stores them, and how they end when each runs once in this process.

Arguments: the folder, which is Airflow's DAGs folder, too; the ids of the DAGs to run as a JSON list; the logical
date of their runs. Prints the import errors by file name, and graphs and ends by the ids of the DAGs.
"""

import json
import logging
import sys
from datetime import datetime
from pathlib import Path

from airflow import __version__ as airflow_version
from airflow.utils.db import initdb

try:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.serialization.serialized_objects import DagSerialization
except ImportError:  # Airflow 2
    from airflow.models.dagbag import DagBag
    from airflow.serialization.serialized_objects import (
        SerializedDAG as DagSerialization,
    )


def plain(value):
    return str(getattr(value, "value", value))


def group(stored):
    """A group, its children by their ids."""
    edges = ("upstream_group_ids", "downstream_group_ids")
    edges += ("upstream_task_ids", "downstream_task_ids")
    looks = ("prefix_group_id", "tooltip", "ui_color", "ui_fgcolor")
    return {
        **{name: getattr(stored, name) for name in looks},
        **{name: sorted(getattr(stored, name)) for name in edges},
        "children": {
            node_id: group(child) if hasattr(child, "children") else "task"
            for node_id, child in sorted(stored.children.items())
        },
    }


def graph(dag):
    stored = DagSerialization.from_dict(DagSerialization.to_dict(dag))
    tasks = {
        task.task_id: {
            "downstream": sorted(task.downstream_task_ids),
            "owner": task.owner,
            "retries": task.retries,
            "depends_on_past": task.depends_on_past,
            "trigger_rule": plain(task.trigger_rule),
            "is_setup": task.is_setup,
            "is_teardown": task.is_teardown,
            "on_failure_fail_dagrun": task.on_failure_fail_dagrun,
        }
        for task in stored.task_dict.values()
    }
    return {"tasks": tasks, "group": group(stored.task_group)}


def end(dag, date):
    name = "execution_date" if airflow_version.startswith("2.") else "logical_date"
    run = dag.test(**{name: date})
    tasks = {ti.task_id: plain(ti.state) for ti in run.get_task_instances()}
    return {"state": plain(run.state), "tasks": tasks}


folder, ids, date = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]
logging.disable(logging.CRITICAL)
initdb()
bag = DagBag(folder)
errors = {Path(file).name: text for file, text in bag.import_errors.items()}
graphs = {dag_id: graph(dag) for dag_id, dag in bag.dags.items()}
ends = {
    dag_id: end(bag.dags[dag_id], datetime.fromisoformat(date))
    for dag_id in ids
    if dag_id in bag.dags
}
print("\n" + json.dumps({"importErrors": errors, "graphs": graphs, "ends": ends}))
