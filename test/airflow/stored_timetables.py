"""Prints when a folder's DAGs run, as Airflow stores that and reads it back.

Argument: the folder. Prints the import errors by file name, and the DAGs by their ids.
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


def plain(value):
    """A condition without the attributes of assets that ours do not have, and their Python types."""
    return json.loads(json.dumps(value, default=str))


def timetable(made):
    stored = plain(made.serialize())
    inner = getattr(made, "timetable", None)
    if inner is not None:
        stored["timetable"] = timetable(inner)
    return {"type": type(made).__name__, **stored, "summary": made.summary}


def described(dag):
    read = DagSerialization.from_dict(
        json.loads(json.dumps(DagSerialization.to_dict(dag)))
    )
    return {
        "timetable": timetable(read.timetable),
        "description": read.timetable.description,
        "start_date": str(read.start_date),
        "catchup": read.catchup,
        "max_active_runs": read.max_active_runs,
    }


bag = DagBag(sys.argv[1])
errors = {Path(file).name: text for file, text in bag.import_errors.items()}
dags = {dag_id: described(dag) for dag_id, dag in bag.dags.items()}
print("\n" + json.dumps({"importErrors": errors, "dags": dags}))
