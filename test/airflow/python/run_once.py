"""Runs DAGs of a folder once each in this process. Prints what their tasks returned, and what cannot be imported.

Arguments: the folder, which is Airflow's DAGs folder, too; the ids of the DAGs as a JSON list; the logical date.
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

AIRFLOW_2 = airflow_version.startswith("2.")


def returned(dag_id, task_id):
    """What a task returned in its last run, as the database has it."""
    from airflow.settings import engine
    from sqlalchemy import text

    query = "SELECT value FROM xcom WHERE dag_id = :dag AND task_id = :task AND key = 'return_value'"
    with engine.connect() as connection:
        row = connection.execute(text(query), {"dag": dag_id, "task": task_id}).first()
    value = row and row[0]
    while isinstance(value, (str, bytes)):
        value = json.loads(value)
    return value


def run(dag, date):
    stored = json.dumps(DagSerialization.to_dict(dag), sort_keys=True, default=str)
    run = dag.test(**{"execution_date" if AIRFLOW_2 else "logical_date": date})
    return {
        "states": {ti.task_id: str(ti.state) for ti in run.get_task_instances()},
        "values": {task_id: returned(dag.dag_id, task_id) for task_id in dag.task_dict},
        "isStable": " at 0x" not in stored,
    }


folder, ids, date = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]
logging.disable(logging.CRITICAL)
initdb()
bag = DagBag(folder)
errors = {Path(file).name: text for file, text in bag.import_errors.items()}
runs = {
    dag_id: run(bag.dags[dag_id], datetime.fromisoformat(date))
    for dag_id in ids
    if dag_id in bag.dags
}
print("\n" + json.dumps({"importErrors": errors, "runs": runs}))
