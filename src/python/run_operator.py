"""Runs one task of a Python operator, and nothing else: for runs that are not Airflow's own.

The request is JSON, read to its end from the descriptor that `WINDSOCK_REQUEST` names. The task is the only one of a DAG
that is made here, and `dag.test()` runs it, with a database of its own: what defers, is rescheduled or asks for its
task instance does so as ever. What came of it is written to the request's outcome file.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import logging
import os
import sqlite3
import sys
import traceback
from datetime import datetime, timezone
from pathlib import Path

REQUEST_VARIABLE = "WINDSOCK_REQUEST"

# What Airflow says of its own work here is no matter of the task's log, unless something is wrong.
QUIET = (
    "airflow.api_fastapi",
    "airflow.dag_processing",
    "airflow.models",
    "airflow.sdk.definitions",
    "airflow.serialization",
    "airflow.utils",
    "alembic",
    "py.warnings",
)


def read_request() -> dict:
    with os.fdopen(int(os.environ.pop(REQUEST_VARIABLE)), encoding="utf-8") as pipe:
        return json.load(pipe)


def prepare_airflow(request: dict) -> None:
    """Give Airflow a folder, a database, variables and connections, all of them before anybody asks for them."""
    home = Path(request["home"])
    dags = home / "dags"
    dags.mkdir()
    # With it, errors come in boxes with all local variables, and what is wrapped to fit in there is not masked.
    os.environ.pop("DEV", None)
    os.environ.update(NO_COLOR="1")
    os.environ.update(request["environment"])
    os.environ.update(
        AIRFLOW_HOME=str(home),
        AIRFLOW__CORE__DAGS_FOLDER=str(dags),
        AIRFLOW__CORE__LOAD_EXAMPLES="False",
        AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=f"sqlite:///{home / 'airflow.db'}",
        AIRFLOW__LOGGING__COLORED_CONSOLE_LOG="False",
        AIRFLOW__LOGGING__NAMESPACE_LEVELS=" ".join(f"{name}=ERROR" for name in QUIET),
    )
    # Airflow 3 looks for the DAG that it tests in this folder, too.
    (dags / "dag.py").write_text("from __main__ import dag  # of Airflow\n")
    prepare_database(home / "airflow.db", Path(request["databases"]))


def prepare_database(file: Path, kept: Path) -> None:
    """Copy an empty database of this Airflow, or make the one that is copied from then on."""
    from airflow import __version__
    from airflow.utils.db import initdb

    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    # Airflow 2 would say everything twice, and keep it in a file, too.
    task_logger = logging.getLogger("airflow.task")
    task_logger.handlers.clear()
    task_logger.propagate = False
    empty = kept / f"airflow-{__version__}.db"
    if empty.exists():
        copy_database(empty, file)
        return
    print(f"Making an empty database of Airflow {__version__}.", flush=True)
    initdb()
    kept.mkdir(parents=True, exist_ok=True)
    own = kept / f"{empty.name}.{os.getpid()}"
    copy_database(file, own)
    own.replace(empty)


def copy_database(source: Path, target: Path) -> None:
    with (
        contextlib.closing(sqlite3.connect(source)) as read,
        contextlib.closing(sqlite3.connect(target)) as written,
    ):
        read.backup(written)


def arguments(request: dict) -> dict:
    """Return the operator's arguments, with what only Python can make in its places."""
    values = {"arguments": request["arguments"]}
    for literal in request["literals"]:
        names: dict = {}
        for statement in literal["imports"]:
            exec(statement, names)  # noqa: S102, the author wrote it for this
        *path, last = ["arguments", *literal["path"]]
        place = values
        for step in path:
            place = place[step]
        place[last] = eval(literal["source"], names)
    return values["arguments"]


def make_dag(request: dict, outcome: dict):
    """Make the DAG, whose only task leaves what comes of it in `outcome`."""
    from airflow import DAG

    module, _, name = request["className"].rpartition(".")
    operator = getattr(importlib.import_module(module), name)

    def ended(context, result=None):
        value = result if context["task"].do_xcom_push else None
        try:
            outcome.update(kind="success", value=json.loads(json.dumps(value)))
        except (TypeError, ValueError) as error:
            raise ValueError(
                f"{name} returned what has no JSON, so no task in TypeScript can read it: {error}"
            ) from error

    def failed(context):
        error = context.get("exception")
        kind = "error"
        if type(error).__name__ == "AirflowFailException":
            kind = "fail"
        outcome.clear()
        outcome.update(kind=kind, reason=str(error), error=described(error))

    with DAG(
        dag_id=request["dagId"],
        schedule=None,
        start_date=datetime(1970, 1, 1, tzinfo=timezone.utc),
        params=request["params"],
        template_searchpath=request["dagsFolder"],
    ) as dag:
        task = operator(
            task_id=request["taskId"],
            retries=0,
            post_execute=ended,
            on_failure_callback=failed,
            **arguments(request),
        )
    task.render_template_fields = render_files
    return dag


def render_files(context, jinja_env=None) -> None:
    """Render what is in template files. The other arguments have been evaluated, and what looks like a template is none."""
    task = context["task"]
    environment = jinja_env or task.get_template_env()
    files = [field for field in task.template_fields if is_file(task, field)]
    task._do_render_template_fields(task, files, context, environment, set())


def is_file(task, field: str) -> bool:
    value = getattr(task, field, None)
    return isinstance(value, str) and value.endswith(tuple(task.template_ext))


def described(error: BaseException | None) -> dict | None:
    """Describe an error as the task protocol has it."""
    if error is None:
        return None
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "type": type(error).__name__,
        "message": str(error),
        "frames": [
            f"{frame.name} ({frame.filename}:{frame.lineno})"
            for frame in reversed(frames)
        ],
        "cause": described(error.__cause__),
    }


def be_this_run(request: dict) -> None:
    """Let the run that is made have the id and the interval of the one that the task belongs to."""
    from airflow.models.dagrun import DagRun
    from airflow.timetables.base import DataInterval
    from airflow.timetables.simple import NullTimetable

    DagRun.generate_run_id = staticmethod(lambda *_, **__: request["runId"])
    start, end = request["dataIntervalStart"], request["dataIntervalEnd"]
    if start is not None and end is not None:
        interval = DataInterval(instant(start), instant(end))
        NullTimetable.infer_manual_data_interval = lambda *_, **__: interval


def instant(text: str):
    import pendulum

    return pendulum.parse(text)


def run(dag, request: dict) -> str:
    """Run the DAG, and say how its task ended."""
    from airflow import __version__

    date = request["logicalDate"]
    if __version__.startswith("2."):
        when = {} if date is None else {"execution_date": instant(date)}
    else:
        when = {"logical_date": None if date is None else instant(date)}
    [instance] = dag.test(**when).get_task_instances()
    return str(getattr(instance.state, "value", instance.state))


def main(request: dict) -> int:
    global dag
    outcome: dict = {}
    prepare_airflow(request)
    sys.path.append(request["dagsFolder"])
    dag = make_dag(request, outcome)
    be_this_run(request)
    state = run(dag, request)
    if state == "skipped":
        outcome = {"kind": "skip", "reason": f"{request['className']} skipped itself"}
    elif state != "success" and outcome.get("kind") not in ("error", "fail"):
        reason = f"Airflow says that the task is {state}"
        error = {"type": "AirflowException", "message": reason, "frames": []}
        outcome = {"kind": "error", "error": {**error, "cause": None}}
    Path(request["outcomeFile"]).write_text(json.dumps(outcome), encoding="utf-8")
    return 0 if state in ("success", "skipped") or outcome["kind"] == "fail" else 1


if __name__ == "__main__":
    sys.exit(main(read_request()))
