"""Prints a folder's DAGs as Airflow stores them, and how they end when each runs once in this process.

Arguments: the folder, which is Airflow's DAGs folder, too; what to run as a JSON object, the conf of the run by the
id of the DAG, in their order; the logical date of the runs. Prints the import errors by file name, and graphs and
ends by the ids of the DAGs.
"""

import json
import logging
import sys
from datetime import datetime
from pathlib import Path

from airflow import __version__ as airflow_version
from airflow.utils.db import initdb
from fixed_circumstances import fix_circumstances
from stored_dag import stored_dag

try:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.models.asset import AssetEvent
except ImportError:  # Airflow 2
    from airflow.models.dagbag import DagBag
    from airflow.models.dataset import DatasetEvent as AssetEvent

from airflow.utils.session import create_session


def updates(run):
    """The assets that a run updated, and what came with it."""
    with create_session() as session:
        events = session.query(AssetEvent).filter_by(
            source_dag_id=run.dag_id, source_run_id=run.run_id
        )
        return sorted([event.uri, event.extra] for event in events)


def name(ti):
    return ti.task_id if ti.map_index < 0 else f"{ti.task_id}[{ti.map_index}]"


def end(dag, date, conf):
    dated = "execution_date" if airflow_version.startswith("2.") else "logical_date"
    run = dag.test(**{dated: date}, run_conf=conf)
    tasks = {
        name(ti): str(getattr(ti.state, "value", ti.state))
        for ti in run.get_task_instances()
    }
    state = str(getattr(run.state, "value", run.state))
    return {"state": state, "tasks": tasks, "updates": updates(run)}


folder, runs, date = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]
logging.disable(logging.CRITICAL)
initdb()
bag = DagBag(folder)
if airflow_version.startswith("2."):
    # Only assets that the database knows are updated; Airflow 3 sees to that itself.
    bag.sync_to_db()
fix_circumstances(bag)
errors = {Path(file).name: text for file, text in bag.import_errors.items()}
graphs = {dag_id: stored_dag(dag) for dag_id, dag in bag.dags.items()}
ends = {
    dag_id: end(bag.dags[dag_id], datetime.fromisoformat(date), conf)
    for dag_id, conf in runs.items()
    if dag_id in bag.dags
}
print("\n" + json.dumps({"importErrors": errors, "graphs": graphs, "ends": ends}))
