"""Prints the graphs of a folder's DAGs as Airflow stores them: tasks, what comes after them, and groups.

Argument: the folder. Prints the import errors by file name and the DAGs by their ids.
"""

import json
import sys
from pathlib import Path

try:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.serialization.serialized_objects import DagSerialization
except ImportError:  # Airflow 2
    from airflow.models.dagbag import DagBag
    from airflow.serialization.serialized_objects import (
        SerializedDAG as DagSerialization,
    )


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
            for node_id, child in stored.children.items()
        },
    }


def read(dag):
    tasks = {
        task.task_id: {
            "downstream": sorted(task.downstream_task_ids),
            "owner": task.owner,
            "retries": task.retries,
            "trigger_rule": str(getattr(task.trigger_rule, "value", task.trigger_rule)),
        }
        for task in dag.task_dict.values()
    }
    return {"tasks": tasks, "group": group(dag.task_group)}


bag = DagBag(sys.argv[1])
errors = {Path(file).name: error for file, error in bag.import_errors.items()}
dags = {
    dag_id: read(DagSerialization.from_dict(DagSerialization.to_dict(dag)))
    for dag_id, dag in bag.dags.items()
}
print("\n" + json.dumps({"importErrors": errors, "dags": dags}))
