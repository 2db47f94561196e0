"""How Airflow calls callbacks that are Node bundles.

A callback of a task runs in the task's own process, behind its end; one of a DAG runs in the DAG processor (Airflow 2:
in the scheduler's); that of a deadline has a process of its own on a worker. It can neither fail nor hang what it is
called for: whatever goes wrong is logged, and after its time limit it is ended. Of a task that failed it is told what
the task's bundle said, which Airflow's exception does not say.
"""

from __future__ import annotations

import contextlib
import logging
import os
import select
import signal
import tempfile
import time
from datetime import datetime, timedelta

import running
import shared_module as windsock

__all__ = ["call"]

# Seconds a callback may take where the DAG file says nothing.
TIME_LIMIT = 15

DAG_REMEDY = (
    "Callbacks of DAGs run in Airflow's DAG processor (in Airflow 2, the scheduler's), which needs Node.js and the "
    "bundles as workers do. Callbacks of tasks, in default_args, run on workers."
)

DEADLINE_REMEDY = (
    "Airflow 3.3 gives callbacks of deadlines no connections of its database. They have those of the workers' own: "
    "AIRFLOW_CONN_... variables of the environment, or a secrets backend."
)

REMEDIES = {"dag": DAG_REMEDY, "deadline": DEADLINE_REMEDY}

log = logging.getLogger(__name__)


def call(
    context,
    folder: str,
    builds: dict[str, str],
    name: str,
    state: str,
    *,
    kind: str = "task",
    input: dict | None = None,
    connections: dict[str, str] | None = None,
    time_limit: float = TIME_LIMIT,
) -> None:
    """Call a callback.

    :param folder: where the bundles of its DAG's callbacks are, beside this file
    :param builds: which build of each of them the DAG file was generated with
    :param name: of its bundle
    :param state: what the task or the run is when it is called
    :param kind: what it is called for: a `task`, a run of the `dag`, or a run's `deadline`
    :param connections: connection ids by the names the callback knows them by
    :param time_limit: seconds after which it is ended
    """
    try:
        # Airflow 2 takes a task that was skipped for one that succeeded, too.
        if state == "success" and kind == "task" and _is_skipped(context):
            return
        bundle = os.path.join(windsock.GENERATED, folder, f"{name}.mjs")
        environment = running.inherited_variables()
        running.check_node(environment)
        running.check_bundle(bundle)
        request = {
            "protocolVersion": running.PROTOCOL_VERSION,
            "build": builds[name],
            "context": CONTEXTS[kind](context, state),
            "input": input or {},
            "connections": {
                key: running.connection_of(
                    {"conn": _Connections()} if kind == "deadline" else context,
                    conn_id,
                )
                for key, conn_id in (connections or {}).items()
            },
        }
    except Exception as error:  # noqa: BLE001 - it is no concern of the task
        what = " ".join(filter(None, [str(error), REMEDIES.get(kind)]))
        log.error('Callback "%s" was not called: %s', name, what)
        return
    try:
        log.info('Calling callback "%s".', name)
        problem = _run(bundle, environment, request, time_limit)
    except Exception as error:  # noqa: BLE001 - it is no concern of the task
        problem = str(error)
    if problem:
        log.error('Callback "%s" failed: %s.', name, problem)


def _is_skipped(context) -> bool:
    return str(getattr(context["ti"], "state", None)) == "skipped"


def _task_context(context, state: str) -> dict:
    ti = context["ti"]
    ended = context.get(running.ENDED, {})
    failed = state in ("failed", "up_for_retry")
    return {
        **running.run_context(context),
        "kind": "task",
        "state": state,
        "error": (ended.get("error") or running.error_of(context)) if failed else None,
        "reason": ended.get("reason") if state == "skipped" else None,
        "logUrl": ti.log_url or None,
    }


def _dag_context(context, state: str) -> dict:
    run = context.get("dag_run")
    return {
        "kind": "dag",
        "dagId": context["dag"].dag_id,
        "runId": context.get("run_id") or run.run_id,
        **running.run_dates(context),
        "params": dict(context.get("params") or {}),
        "state": state,
        "reason": context.get("reason") or None,
        "failedTasks": _failed_tasks(context) if state == "failed" else [],
    }


def _deadline_context(context, state: str) -> dict:
    # Airflow tells of the run as its API does, and of no params but those that the run was given.
    run = context["dag_run"]
    params = context["dag"].params
    conf = run.get("conf") or {}
    return {
        "kind": "deadline",
        "dagId": run["dag_id"],
        "runId": run["dag_run_id"],
        "logicalDate": _iso(run.get("logical_date")),
        "dataIntervalStart": _iso(run.get("data_interval_start")),
        "dataIntervalEnd": _iso(run.get("data_interval_end")),
        "params": {
            **{name: params[name] for name in params if name not in conf},
            **conf,
        },
        "state": state,
        "runState": run["state"],
        "deadlineTime": _iso(context["deadline"]["deadline_time"]),
    }


def _iso(instant) -> str | None:
    """Write an instant as other contexts have it. Airflow gives some of them as text, of several forms."""
    if instant is None:
        return None
    return datetime.fromisoformat(str(instant).replace("Z", "+00:00")).isoformat()


CONTEXTS = {
    "task": _task_context,
    "dag": _dag_context,
    "deadline": _deadline_context,
}


class _Connections:
    """What `conn` is in templates, for a process that has no context of a task."""

    def __getattr__(self, conn_id: str):
        from airflow.sdk import Connection

        return Connection.get(conn_id)


def _failed_tasks(context) -> list[dict]:
    """List the tasks of the run that failed, with what they left as an XCom."""
    ti = context.get("ti")
    if ti is None:  # Airflow 3, when the run has no task that it could tell of
        return []
    found = []
    for task_id, map_index in _failed_ids(context, ti):
        left = ti.xcom_pull(
            task_ids=task_id, key=running.ERROR_XCOM, map_indexes=map_index
        )
        known = left if isinstance(left, dict) else {}
        found.append(
            {
                "taskId": task_id,
                "mapIndex": map_index,
                "tryNumber": known.get("tryNumber"),
                "error": known.get("error"),
                "logUrl": known.get("logUrl"),
            }
        )
    return found


def _failed_ids(context, ti) -> list[tuple[str, int]]:
    run = context["dag_run"]
    if hasattr(run, "get_task_instances"):  # Airflow 2
        return [
            (failed.task_id, failed.map_index)
            for failed in run.get_task_instances(state=["failed"])
        ]
    states = ti.get_task_states(dag_id=ti.dag_id, run_ids=[ti.run_id])
    ids = context["dag"].task_ids
    return [
        # Mapped tasks have their index behind their id.
        (name, -1)
        if name in ids
        else (name.rpartition("_")[0], int(name.rpartition("_")[2]))
        for name, state in states.get(ti.run_id, {}).items()
        if str(getattr(state, "value", state)) == "failed"
    ]


def _run(
    bundle: str, environment: dict[str, str], request: dict, time_limit: float
) -> str | None:
    """Run the bundle and log what it prints, without the secrets.

    :return: what went wrong
    """
    masker = running.masker_of(request["connections"].values())
    with tempfile.TemporaryDirectory(prefix="windsock-") as cwd:
        process = running.start(["node", bundle], environment, cwd, request)
        output = _LimitedOutput(process, time_limit)
        try:
            for line in running.lines(output, masker, "utf-8"):
                log.info("%s", line)
            with contextlib.suppress(Exception):
                process.wait(timeout=running.PATIENCE)
        finally:
            # What it has started may have outlived it.
            _send(process, signal.SIGKILL)
            process.stdout.close()
            process.wait()
    if output.is_late:
        return f"it took longer than its time limit of {timedelta(seconds=time_limit)}, and was ended"
    if process.returncode < 0:
        return f"its process was ended by {signal.Signals(-process.returncode).name}"
    if process.returncode > 0:
        return f"exit code {process.returncode}"
    return None


class _LimitedOutput:
    """What a process prints, until it ends or its time is up."""

    def __init__(self, process, time_limit: float) -> None:
        self._process = process
        self._until = time.monotonic() + time_limit
        self.is_late = False

    def read1(self, size: int) -> bytes:
        file = self._process.stdout.fileno()
        waiting = select.poll()
        waiting.register(file, select.POLLIN)
        while True:
            left = self._until - time.monotonic()
            if left > 0:
                # Not at once for all of it: what the process has started may have its output still open.
                if waiting.poll(min(left, 0.2) * 1000):
                    return os.read(file, size)
                if self._process.poll() is not None:
                    return b""
            elif self.is_late:
                return b""
            else:
                self.is_late = True
                self._until = time.monotonic() + running.PATIENCE
                _send(self._process, signal.SIGTERM)


def _send(process, number: int) -> None:
    # Its group lasts until the process has been waited for.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
