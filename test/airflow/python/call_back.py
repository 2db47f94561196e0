"""Calls what a DAG has for its runs that fail, as the DAG processor does. Its log goes to standard error.

Arguments: the folder of DAG files; the DAG's id.
"""

import logging
import sys
from types import SimpleNamespace

try:
    from airflow.dag_processing.dagbag import DagBag
except ImportError:  # Airflow 2
    from airflow.models.dagbag import DagBag

folder, dag_id = sys.argv[1:]
logging.disable(logging.CRITICAL)
dag = DagBag(folder).dags[dag_id]
logging.disable(logging.NOTSET)
logging.basicConfig(stream=sys.stderr, force=True)
context = {"dag": dag, "run_id": "nightly", "dag_run": SimpleNamespace(run_id="nightly")}
given = dag.on_failure_callback
for callback in given if isinstance(given, (list, tuple)) else [given]:
    callback(context)
print("called")
