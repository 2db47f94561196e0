"""What the DAG files beside this one share: how Airflow starts a Windsock task and learns what came of it.

A task is a BashOperator that runs one Node bundle. Its input is rendered by Airflow into `WINDSOCK_INPUT`,
which Airflow stores and shows. Its connections may hold secrets, so they are added to the environment by the
`pre_execute` hook: after Airflow has rendered and stored the task's fields. The bundle answers through a file,
so nothing that a task prints can be mistaken for its result.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import uuid

import jinja2
from airflow import __version__ as airflow_version

if tuple(map(int, airflow_version.split(".")[:2])) < (2, 10):
    raise ImportError(
        f"The DAGs of Windsock need Airflow 2.10 or later, and this is Airflow {airflow_version}."
    )

try:
    from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
except ImportError:  # Airflow before 3.2
    from airflow.exceptions import AirflowFailException, AirflowSkipException

try:
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.providers.standard.operators.empty import EmptyOperator
except ImportError:  # Airflow 2.10
    from airflow.operators.bash import BashOperator
    from airflow.operators.empty import EmptyOperator

try:
    from airflow.sdk import Asset, AssetAll, AssetAny, Param
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.datasets import DatasetAll as AssetAll
    from airflow.datasets import DatasetAny as AssetAny
    from airflow.models.param import Param

__all__ = [
    "Asset",
    "AssetAll",
    "AssetAny",
    "BashOperator",
    "EmptyOperator",
    "Param",
    "asset_events",
    "node_tasks",
]

PROTOCOL_VERSION = 1

# The oldest Node.js that can read a bundle: major and minor version.
OLDEST_NODE = (20, 19)

# The folder of this file and of the bundles. Set at run time, so that no path is in the DAG itself.
GENERATED = os.path.dirname(os.path.abspath(__file__))

# Linux allows no longer string in a process's environment (MAX_ARG_STRLEN).
LONGEST_STRING = 128 * 1024

# Of the worker's environment, a task gets everything but Airflow's own settings, variables and connections.
PRIVATE = ("AIRFLOW__", "AIRFLOW_CONN_", "AIRFLOW_VAR_", "WINDSOCK_")


def node_tasks(dag_file: str, build: str):
    """Make what makes the `pre_execute` hooks of one DAG's tasks.

    :param dag_file: the DAG's own file, which must lie beside this one
    :param build: tells which sources the DAG file was generated from; a bundle made from others refuses to run
    """

    _check_place(dag_file)

    def node_task(connections: dict[str, str] | None = None):
        """Make a task's hook.

        :param connections: connection ids by the names the task's operator knows them by
        """
        return lambda context: _prepare(context, build, connections or {})

    return node_task


def _check_place(dag_file: str) -> None:
    folder = os.path.dirname(os.path.abspath(dag_file))
    if os.path.realpath(folder) != os.path.realpath(HOME):
        raise ImportError(
            f"{dag_file} needs {os.path.basename(__file__)} of its own folder, and Python found another "
            f"project's first, in {HOME}. Give one of the two projects another name in its package.json, "
            'for example "windsock": { "project": "other_name" }, and build it: npx windsock build'
        )


@jinja2.pass_context
def asset_events(context, uri: str) -> list[dict]:
    """List what triggered the run, for templates: the events of one asset, oldest first.

    :param context: the template's own, which Jinja passes
    """
    events = context.get("triggering_asset_events")
    if events is None:  # Airflow 2, or a run that no asset triggered
        events = context.get("triggering_dataset_events") or {}
    # Airflow changes some URIs. Its version 3 has assets as keys, version 2 their URIs.
    wanted = Asset(uri=uri).uri
    found = [
        event
        for key, some in events.items()
        if getattr(key, "uri", key) == wanted
        for event in some
    ]
    found.sort(key=lambda event: event.timestamp)
    return [{"extra": event.extra} for event in found]


def _prepare(context, build: str, connections: dict[str, str]) -> None:
    task = context["ti"].task
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(PRIVATE)
    }
    # Before there are secrets, which a traceback could show.
    _check_node(inherited)
    _check_bundle(task.bash_command)
    outcome_file = os.path.join(tempfile.gettempdir(), f"windsock-{uuid.uuid4()}.json")
    request = {
        "protocolVersion": PROTOCOL_VERSION,
        "build": build,
        "context": _run_context(context),
        "connections": {
            name: _connection(context, conn_id) for name, conn_id in connections.items()
        },
        "outcomeFile": outcome_file,
    }
    task.env = {
        **inherited,
        **task.env,
        "WINDSOCK_GENERATED": GENERATED,
        "WINDSOCK_REQUEST": json.dumps(request),
    }
    task.output_processor = lambda _: _announce(context, _outcome(outcome_file))
    for name in ("WINDSOCK_INPUT", "WINDSOCK_REQUEST"):
        _check_length(name, task.env[name])


def _run_context(context) -> dict:
    ti = context["ti"]
    return {
        "dagId": ti.dag_id,
        "taskId": ti.task_id,
        "runId": ti.run_id,
        "tryNumber": ti.try_number,
        "mapIndex": ti.map_index,
        "logicalDate": _instant(context.get("logical_date")),
        "dataIntervalStart": _instant(context.get("data_interval_start")),
        "dataIntervalEnd": _instant(context.get("data_interval_end")),
        "params": dict(context["params"]),
    }


def _instant(value) -> str | None:
    return None if value is None else value.isoformat()


def _connection(context, conn_id: str) -> dict:
    connection = getattr(context["conn"], conn_id)
    return {
        "connId": conn_id,
        "connType": connection.conn_type,
        "host": connection.host or None,
        "login": connection.login or None,
        "password": connection.password or None,
        "schema": connection.schema or None,
        "port": connection.port,
        "extra": connection.extra_dejson,
    }


def _check_node(environment: dict[str, str]) -> None:
    path = environment.get("PATH", "")
    remedy = (
        f"Install Node.js {'.'.join(map(str, OLDEST_NODE))} or later on every worker, or add its folder "
        "to the PATH that the worker is started with."
    )
    node = shutil.which("node", path=path)
    if node is None:
        raise RuntimeError(
            f"There is no `node` on this worker's PATH ({path}). {remedy}"
        )
    # An older one would end with a syntax error in the bundle. Asking takes 20 ms.
    answer = subprocess.run(
        [node, "--version"],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
    )
    version = re.match(r"v(\d+)\.(\d+)", answer.stdout)
    if version and tuple(map(int, version.groups())) < OLDEST_NODE:
        raise RuntimeError(
            f"The `node` on this worker's PATH, {node}, is {answer.stdout.strip()}. {remedy}"
        )


def _check_bundle(command: str) -> None:
    bundle = command.split('"')[1].replace("$WINDSOCK_GENERATED", GENERATED)
    if not os.path.exists(bundle):
        raise RuntimeError(
            f"There is no bundle {bundle}. Build the bundles (npx windsock build), and deploy them "
            "together with the DAG files."
        )


def _check_length(name: str, value: str) -> None:
    size = len(value.encode()) + len(name) + 2
    if size > LONGEST_STRING:
        raise AirflowFailException(
            f"{name} has {size} bytes, and a process's environment holds at most {LONGEST_STRING} "
            "in one string. Pass large values between tasks by reference: write them to an object "
            "and return its key."
        )


def _outcome(outcome_file: str):
    try:
        with open(outcome_file, encoding="utf-8") as file:
            outcome = json.load(file)
    except FileNotFoundError:
        raise AirflowFailException(
            "The bundle ended without reporting an outcome. Build it again with the windsock "
            "release that wrote this DAG file: npx windsock build"
        ) from None
    os.remove(outcome_file)
    if outcome["kind"] == "skip":
        raise AirflowSkipException(outcome["reason"])
    if outcome["kind"] == "fail":
        raise AirflowFailException(outcome["reason"])
    return outcome["value"]


def _announce(context, value):
    """Let the events of the task's outlets carry what it returned, where that is an object."""
    if isinstance(value, dict):
        for asset in context["ti"].task.outlets:
            context["outlet_events"][asset].extra = value
    return value
