"""Runs the DAGs of a folder in this process, day by day, and prints how.

Arguments: the folder, which is Airflow's DAGs folder, too; the days of each DAG by its id, as a JSON object. Prints the
import errors by file name, and of each DAG the runs in their order: the state, and by the names of task instances the
state, the number of tries and what was returned.
"""

import json
import logging
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

from airflow.utils.db import initdb

from airflow import __version__ as airflow_version

AIRFLOW_2 = airflow_version.startswith("2.")

if AIRFLOW_2:
    from airflow.models.dagbag import DagBag
    from airflow.models.xcom import XCom as XComModel
else:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.models.xcom import XComModel

from airflow.models.dagrun import DagRun
from airflow.utils.session import create_session


def name(ti):
    return ti.task_id if ti.map_index < 0 else f"{ti.task_id}[{ti.map_index}]"


def text(state):
    return None if state is None else str(getattr(state, "value", state))


def last_run(dag_id):
    with create_session() as session:
        found = session.query(DagRun).filter_by(dag_id=dag_id).order_by(DagRun.id)
        return list(found)[-1]


def returned(run):
    with create_session() as session:
        found = session.query(XComModel).filter_by(
            dag_id=run.dag_id, run_id=run.run_id, key="return_value"
        )
        return {name(xcom): xcom.value for xcom in found}


class Blocked(Exception):
    """Nothing can run any more, and the run has not ended."""


class Waits:
    """Counts how often `dag.test()` waits a second since nothing can run: for ever, where the past of a task is in the way."""

    most = 10

    def __init__(self):
        self.count = 0
        self.sleep = time.sleep

    def __call__(self, seconds):
        if seconds != 1:
            return self.sleep(seconds)
        self.count += 1
        if self.count > self.most:
            raise Blocked
        return self.sleep(0.1)


def one_run(dag, day):
    date = datetime.fromisoformat(day).replace(tzinfo=timezone.utc)
    time.sleep.count = 0
    try:
        run = dag.test(**{"execution_date" if AIRFLOW_2 else "logical_date": date})
    except Blocked:
        run = last_run(dag.dag_id)
    values = returned(run)
    instances = {
        name(ti): {
            "state": text(ti.state),
            "tries": ti.try_number,
            "value": values.get(name(ti)),
        }
        for ti in run.get_task_instances()
    }
    return {"state": text(run.state), "instances": instances}


folder, days = sys.argv[1], json.loads(sys.argv[2])
logging.disable(logging.CRITICAL)
initdb()
time.sleep = Waits()
bag = DagBag(folder)
if AIRFLOW_2:
    bag.sync_to_db()
errors = {Path(file).name: message for file, message in bag.import_errors.items()}
runs = {}
for dag_id, dates in days.items():
    if dag_id in bag.dags:
        runs[dag_id] = [one_run(bag.dags[dag_id], day) for day in dates]
print()
print(json.dumps({"importErrors": errors, "runs": runs}))
