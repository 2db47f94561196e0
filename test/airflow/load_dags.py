"""Loads a folder of DAGs as Airflow's DAG processor does, and prints what it found as JSON.

Argument: the folder.
"""

import json
import sys
import warnings

from airflow.dag_processing.dagbag import DagBag
from airflow.serialization.serialized_objects import DagSerialization


def describe(task):
    return {
        "taskId": task.task_id,
        "operator": task.operator_name,
        "upstream": sorted(task.upstream_task_ids),
        "retries": task.retries,
        "retryDelay": task.retry_delay.total_seconds(),
        "emailOnRetry": task.email_on_retry,
        "dependsOnPast": task.depends_on_past,
        "command": getattr(task, "bash_command", None),
        "doc": task.doc_md,
    }


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    bag = DagBag(sys.argv[1])

dags = {}
for dag_id, dag in bag.dags.items():
    DagSerialization.to_dict(dag)
    dags[dag_id] = {
        "timetable": type(dag.timetable).__name__,
        "startDate": dag.start_date and dag.start_date.isoformat(),
        "endDate": dag.end_date and dag.end_date.isoformat(),
        "catchup": dag.catchup,
        "maxActiveRuns": dag.max_active_runs,
        "tags": sorted(dag.tags),
        "params": {name: dag.params[name] for name in dag.params},
        "tasks": [describe(task) for task in dag.topological_sort()],
    }

json.dump(
    {
        "importErrors": bag.import_errors,
        "warnings": [
            str(warning.message)
            for warning in caught
            if sys.argv[1] in warning.filename
        ],
        "dags": dags,
    },
    sys.stdout,
)
