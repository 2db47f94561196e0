"""Serialises a folder's DAGs as Airflow stores them, reads them back as its scheduler does, and prints them.

Arguments: the folder, the names of DAG attributes and those of task attributes, each as a JSON list. Prints
the import errors by file name and the DAGs by their ids.
"""

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

try:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.serialization.serialized_objects import DagSerialization
except ImportError:  # Airflow 2
    from airflow.models.dagbag import DagBag
    from airflow.serialization.serialized_objects import (
        SerializedDAG as DagSerialization,
    )


YOUNGEST = ("disable_bundle_versioning", "rerun_with_latest_version")


def plain(value):
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, dict):
        return {name: plain(entry) for name, entry in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if hasattr(value, "get_weight"):
        name = type(value).__name__
        return name.removeprefix("_").removesuffix("PriorityWeightStrategy").lower()
    if hasattr(value, "uri"):
        return value.uri
    if isinstance(value, (str, bool, int, float, type(None))):
        return value if not hasattr(value, "value") else value.value
    return str(value)


def deadlines(dag):
    """As the scheduler reads them when it makes a run."""
    if not getattr(dag, "deadline", None):
        return None
    from airflow.sdk.serde import deserialize

    found = []
    for stored in dag.deadline:
        alert = stored.get("__var", stored)
        callback = deserialize(alert["callback"])
        found.append(
            [
                alert["name"],
                alert["reference"],
                deserialize(alert["interval"]).total_seconds(),
                {"path": callback.path, "kwargs": callback.kwargs},
            ]
        )
    return found


def timetable(dag):
    stored = dag.timetable.serialize()
    return {"type": type(dag.timetable).__name__, **plain(stored)}


def param(entry):
    return {
        "value": entry.value,
        "description": entry.description,
        "schema": entry.schema,
    }


def read(dag):
    tasks = {
        task.task_id: {
            name: plain(getattr(task, name)) for name in [*task_attributes, "executor"]
        }
        for task in dag.task_dict.values()
    }
    return {
        **{name: plain(getattr(dag, name)) for name in dag_attributes},
        "timetable": timetable(dag),
        "deadline": deadlines(dag),
        "params": {name: param(dag.params.get_param(name)) for name in dag.params},
        **{name: getattr(dag, name, None) for name in YOUNGEST},
        "fail_fast": getattr(dag, "fail_fast", getattr(dag, "fail_stop", None)),
        "groups": {
            name: {
                looks: getattr(group, looks, None)
                for looks in ("group_display_name", "doc_md")
            }
            for name, group in dag.task_group.get_task_group_dict().items()
            if name
        },
        "tasks": tasks,
    }


folder = sys.argv[1]
dag_attributes, task_attributes = map(json.loads, sys.argv[2:4])
bag = DagBag(folder)
errors = {Path(file).name: text for file, text in bag.import_errors.items()}
stored = {
    dag_id: json.dumps(DagSerialization.to_dict(dag))
    for dag_id, dag in bag.dags.items()
}
dags = {
    dag_id: read(DagSerialization.from_dict(json.loads(text)))
    for dag_id, text in stored.items()
}
print("\n" + json.dumps({"importErrors": errors, "dags": dags}))
