"""Loads a folder of DAGs as Airflow's DAG processor does, as far as it takes no database.

Argument: the folder. Prints, as JSON by file name, what is wrong with the DAG of the file, or null.
"""

import json
import sys
from pathlib import Path

from sqlalchemy import Integer

try:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.serialization.serialized_objects import DagSerialization
except ImportError:  # Airflow 2
    from airflow.models.dagbag import DagBag
    from airflow.serialization.serialized_objects import (
        SerializedDAG as DagSerialization,
    )

from airflow.models.dag import DagModel
from airflow.models.taskinstance import TaskInstance


def unfit(model, column, value):
    """Say what keeps PostgreSQL from storing a value in a column."""
    kind = model.__table__.c[column].type
    room = getattr(kind, "length", None)
    if isinstance(value, str) and room is not None and len(value) > room:
        return f"{column} has room for {room} characters"
    if isinstance(kind, Integer) and not -(2**31) <= value < 2**31:
        return f"{column} is an integer of 32 bits"
    return None


def problem(dag):
    data = DagSerialization.to_dict(dag)
    text = json.dumps(data)
    if "\\u0000" in text:
        return "NUL in JSON"
    json.loads(text)
    json.dumps(data, ensure_ascii=False).encode()  # no lone surrogates
    timetable = DagSerialization.from_dict(json.loads(text)).timetable
    stored = [
        (DagModel, "dag_id", dag.dag_id),
        (DagModel, "owners", dag.owner),
        (DagModel, "dag_display_name", dag.dag_display_name),
        (DagModel, "max_active_runs", dag.max_active_runs),
        (DagModel, "max_active_tasks", dag.max_active_tasks),
        (DagModel, "timetable_description", getattr(timetable, "description", "")),
    ]
    for task in dag.task_dict.values():
        stored += [
            (TaskInstance, "task_id", task.task_id),
            (TaskInstance, "task_display_name", task.task_display_name),
            (TaskInstance, "pool", task.pool),
            (TaskInstance, "queue", task.queue),
            (TaskInstance, "pool_slots", task.pool_slots),
            (TaskInstance, "max_tries", task.retries),
        ]
    return next(filter(None, (unfit(*each) for each in stored)), None)


def check(dag):
    try:
        return problem(dag)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


bag = DagBag(sys.argv[1])
found = {Path(dag.fileloc).name: check(dag) for dag in bag.dags.values()}
for file, text in bag.import_errors.items():
    found[Path(file).name] = text.strip().splitlines()[-1]
print("\n" + json.dumps(found))
