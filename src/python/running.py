"""How Airflow starts a Windsock task and learns what came of it. The hook of a task that runs imports this module.

A task is a BashOperator that runs one Node bundle. Its input is rendered by Airflow into `WINDSOCK_INPUT`,
which Airflow stores and shows. Its connections may hold secrets, so the `pre_execute` hook asks for them: after
Airflow has rendered and stored the task's fields. It gives the operator a `SubprocessHook` that hands all of it to
the bundle through a file descriptor, and masks what the bundle and its children print before Airflow has it. The
bundle answers through a file, so nothing that a task prints can be mistaken for its result.
"""

from __future__ import annotations

import codecs
import contextlib
import json
import logging
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Iterator

import assets
import masking
import shared_module as windsock

try:
    from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
except ImportError:  # Airflow before 3.2
    from airflow.exceptions import AirflowFailException, AirflowSkipException

try:
    from airflow.providers.standard.hooks.subprocess import (
        SubprocessHook,
        SubprocessResult,
    )
except ImportError:  # Airflow 2.10
    from airflow.hooks.subprocess import SubprocessHook, SubprocessResult

log = logging.getLogger("airflow.task.windsock")

PROTOCOL_VERSION = 4

# The oldest Node.js that can read a bundle: major and minor version.
OLDEST_NODE = (20, 19)

NODE_REMEDY = (
    f"Install Node.js {'.'.join(map(str, OLDEST_NODE))} or later on every worker, or add its folder to the PATH "
    "that the worker is started with."
)

# What a task prints is read in pieces of this many bytes, and logged in lines of this many characters at most.
LONGEST_LINE = 64 * 1024

# Of the worker's environment, a task gets everything but Airflow's own settings, variables and connections.
PRIVATE = ("AIRFLOW__", "AIRFLOW_CONN_", "AIRFLOW_VAR_", "WINDSOCK_")

# Where a task's hook notes in its context what the bundle said of its end, for the callbacks of the task.
ENDED = "windsock_ended"

# Where a task that fails leaves why, for the callbacks of its DAG.
ERROR_XCOM = "windsock_error"

# The param by which the instance of a mapped task has its element.
ITEM_PARAM = "windsock_item"

# What the bundle of a sensor has said of its look when what it waits for is not there yet.
NOT_DONE = object()

# Seconds that a bundle gets to clean up when it is ended.
PATIENCE = 5

# Of the Variables that this process has rendered.
_rendered_secrets: set[str] = set()


def prepare(context, builds: dict[str, str], connections: dict[str, str]) -> None:
    """Do what must be done between the rendering of a task's fields and its start."""
    try:
        _prepare(context, builds, connections)
    except Exception as error:
        leave_error(context, error_of(context, error))
        raise


def masked(name: str, value):
    """Let Airflow mask a Variable's secrets as templates write them, too: `tojson` escapes more than Airflow knows.

    Airflow stores a task's rendered fields before it calls any hook, so this happens while it renders them.

    :param name: what the value is known as
    :return: the value, for the template to go on with
    """
    for secret in masking.find_secrets({name: value}):
        _rendered_secrets.add(secret)
        for form in masking.json_forms(secret):
            _mask_in_airflow(form)
            # Airflow shows the `repr` of fields that are too long.
            _mask_in_airflow(form.replace("\\", "\\\\"))
    return value


def _mask_in_airflow(secret: str) -> None:
    try:
        from airflow.sdk.log import mask_secret
    except ImportError:
        try:
            from airflow.sdk.execution_time.secrets_masker import mask_secret
        except ImportError:  # Airflow 2
            from airflow.utils.log.secrets_masker import mask_secret
    if len(secret) >= masking.SHORTEST_SECRET:
        mask_secret(secret)


class _MaskedProcess(SubprocessHook):
    """Runs a bundle as Airflow's own hook runs a command, but reads what it prints without the secrets."""

    def __init__(self, context, request: dict, masker: masking.Masker) -> None:
        super().__init__()
        self._context = context
        self._request = request
        self._masker = masker

    def run_command(
        self, command, env=None, output_encoding="utf-8", cwd=None
    ) -> SubprocessResult:
        """Run the bundle.

        :return: its exit code, and what it reports; not what it prints
        """
        env = dict(env or {})
        request = {**self._request, "input": env.pop("WINDSOCK_INPUT")}
        with contextlib.ExitStack() as stack:
            private = stack.enter_context(
                tempfile.TemporaryDirectory(prefix="windsock-")
            )
            cwd = cwd or stack.enter_context(
                tempfile.TemporaryDirectory(prefix="airflowtmp")
            )
            request["outcomeFile"] = os.path.join(private, "outcome.json")
            self.log.info("Running command: %s", command)
            self.sub_process = start(command, env, cwd, request)
            self.log.info("Output:")
            try:
                self._log_output(output_encoding)
            except BaseException as error:  # AirflowTaskTimeout is no Exception
                leave_error(self._context, error_of(self._context, error))
                raise
            exit_code = self.sub_process.returncode
            self.log.info("Command exited with return code %s", exit_code)
            report = _read(request["outcomeFile"])
            _note_end(self._context, exit_code, report, self._masker)
            if exit_code < 0:
                name = signal.Signals(-exit_code).name
                self.log.info("The task's process was ended by %s.", name)
            if exit_code != 0:
                _check_node_version(env)
            return SubprocessResult(exit_code, report)

    def end(self) -> None:
        """End the bundle and all that it has started, by force what does not end by itself."""
        group = self.sub_process.pid
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.sub_process.wait(PATIENCE)
            os.killpg(group, signal.SIGKILL)

    def _log_output(self, encoding: str) -> None:
        # As Airflow does it: nothing here may wait for the process, or close its output, when
        # AirflowTaskTimeout, which is no Exception, passes through. Only then on_kill() asks it to end.
        try:
            for line in lines(self.sub_process.stdout, self._masker, encoding):
                self.log.info("%s", line)
            self.sub_process.wait()
        except Exception:
            self.sub_process.stdout.close()
            raise
        else:
            self.sub_process.stdout.close()


def start(command, env: dict[str, str], cwd: str, request: dict) -> subprocess.Popen:
    """Start a bundle, in a group of its own."""
    # Without a name, and gone with the last process that has it open, however that ends.
    with tempfile.TemporaryFile() as file:
        file.write(json.dumps(request).encode())
        file.seek(0)
        return subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env={**env, "WINDSOCK_REQUEST": str(file.fileno())},
            pass_fds=[file.fileno()],
            start_new_session=True,
            restore_signals=True,
        )


def lines(output, masker: masking.Masker, encoding: str) -> Iterator[str]:
    """Read a process's output without the secrets. Lines of any length need no more memory than others."""
    decoder = codecs.getincrementaldecoder(encoding)("backslashreplace")
    rest = ""
    while piece := output.read1(LONGEST_LINE):
        rest += decoder.decode(masker.push(piece))
        *lines, rest = rest.split("\n")
        yield from (line.rstrip() for line in lines)
        while len(rest) > LONGEST_LINE:
            yield rest[:LONGEST_LINE]
            rest = rest[LONGEST_LINE:]
    rest += decoder.decode(masker.end(), final=True)
    if rest:
        yield from rest.rstrip().split("\n")


def _read(file: str) -> str | None:
    try:
        with open(file, encoding="utf-8") as opened:
            return opened.read()
    except FileNotFoundError:
        return None


def _prepare(context, builds: dict[str, str], connections: dict[str, str]) -> None:
    task = context["ti"].task
    inherited = inherited_variables()
    # Before there are secrets, which a traceback could show.
    check_node(inherited)
    bundle = task.bash_command.split('"')[1]
    check_bundle(bundle.replace("$WINDSOCK_GENERATED", windsock.GENERATED))
    request = {
        "protocolVersion": PROTOCOL_VERSION,
        "build": builds[_name_of(bundle)],
        "context": run_context(context),
        "connections": {
            name: connection_of(context, conn_id)
            for name, conn_id in connections.items()
        },
    }
    masker = masker_of(request["connections"].values())
    task.env = {**inherited, **task.env, "WINDSOCK_GENERATED": windsock.GENERATED}
    # What came of the task is in its outcome alone.
    task.skip_on_exit_code = []
    task.subprocess_hook = _MaskedProcess(context, request, masker)
    task.output_processor = lambda text: _outcome(context, text, masker)


def _name_of(bundle: str) -> str:
    return os.path.splitext(os.path.basename(bundle))[0]


def inherited_variables() -> dict[str, str]:
    """Of this process's environment, what a bundle gets."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(PRIVATE)
    }


def masker_of(connections: Iterable[dict]) -> masking.Masker:
    connections = list(connections)
    return masking.Masker(
        _rendered_secrets.union(masking.find_secrets(connections)),
        [
            (connection["login"], connection["password"])
            for connection in connections
            if connection["login"] and connection["password"]
        ],
    )


def run_context(context) -> dict:
    ti = context["ti"]
    return {
        "dagId": ti.dag_id,
        "taskId": ti.task_id,
        "runId": ti.run_id,
        "tryNumber": ti.try_number,
        "mapIndex": ti.map_index,
        **run_dates(context),
        "params": run_params(context),
    }


def run_params(context) -> dict:
    """List the DAG's params. Airflow gives the instance of a mapped task its element as another one."""
    params = dict(context.get("params") or {})
    params.pop(ITEM_PARAM, None)
    return params


def run_dates(context) -> dict:
    return {
        "logicalDate": _instant(context.get("logical_date")),
        "dataIntervalStart": _instant(context.get("data_interval_start")),
        "dataIntervalEnd": _instant(context.get("data_interval_end")),
    }


def _instant(value) -> str | None:
    return None if value is None else value.isoformat()


def connection_of(context, conn_id: str) -> dict:
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


def check_node(environment: dict[str, str]) -> None:
    path = environment.get("PATH", "")
    if shutil.which("node", path=path) is None:
        raise RuntimeError(
            f"There is no `node` on this worker's PATH ({path}). {NODE_REMEDY}"
        )


def _check_node_version(environment: dict[str, str]) -> None:
    """Explain what a Node.js that is too old says of a bundle. Asked after a failure only: it takes 20 ms."""
    node = shutil.which("node", path=environment.get("PATH", ""))
    answer = subprocess.run(
        [node or "node", "--version"],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
    )
    version = re.match(r"v(\d+)\.(\d+)", answer.stdout)
    if version and tuple(map(int, version.groups())) < OLDEST_NODE:
        raise RuntimeError(
            f"The `node` on this worker's PATH, {node}, is {answer.stdout.strip()}. {NODE_REMEDY}"
        )


def check_bundle(bundle: str) -> None:
    if not os.path.exists(bundle):
        raise RuntimeError(
            f"There is no bundle {bundle}. Build the bundles (npx windsock build), and deploy them "
            "together with the DAG files."
        )


def _outcome(context, text: str | None, masker: masking.Masker):
    if text is None:
        raise RuntimeError(
            "The task's process ended without an outcome, although with exit code 0."
        )
    outcome = json.loads(text)
    if outcome["kind"] == "not_done":
        return NOT_DONE
    if outcome["kind"] == "skip":
        raise AirflowSkipException(masker.text(outcome["reason"]))
    if outcome["kind"] == "fail":
        raise AirflowFailException(masker.text(outcome["reason"]))
    _announce(context, outcome["value"], outcome.get("updates", []))
    _write_variables(outcome.get("variables") or {})
    return outcome["value"]


def _write_variables(variables: dict[str, str | None]) -> None:
    """Write what the task has asked for, one after the other; None deletes. One that fails fails the try."""
    if not variables:
        return
    try:
        from airflow.sdk import Variable
    except ImportError:  # Airflow 2
        from airflow.models import Variable
    for key, text in variables.items():
        if text is None:
            Variable.delete(key)
            log.info("Variable %r is deleted.", key)
        else:
            masked(key, text)
            Variable.set(key, text)
            log.info("Variable %r is set.", key)


def _note_end(
    context, exit_code: int, report: str | None, masker: masking.Masker
) -> None:
    """Note why the task failed or was skipped, for its callbacks: Airflow's own exception does not say."""
    ended = json.loads(report) if report else {}
    error = ended.get("error")
    if error is not None:
        context[ENDED] = {"error": _masked_error(error, masker)}
    elif exit_code < 0:
        name = signal.Signals(-exit_code).name
        message = f"The task's process was ended by {name}."
        context[ENDED] = {"error": _plain_error("AirflowException", message)}
    elif ended.get("kind") == "skip":
        context[ENDED] = {"reason": masker.text(ended["reason"])}
    if exit_code != 0 or error is not None:
        leave_error(context, context.get(ENDED, {}).get("error"))


def _masked_error(error: dict, masker: masking.Masker) -> dict:
    return {
        "type": masker.text(error["type"]),
        "message": masker.text(error["message"]),
        "frames": [masker.text(frame) for frame in error["frames"]],
        "cause": error["cause"] and _masked_error(error["cause"], masker),
    }


def _plain_error(kind: str, message: str) -> dict:
    return {"type": kind, "message": message, "frames": [], "cause": None}


def error_of(context, error: BaseException | None = None) -> dict:
    """Describe what Airflow knows of a failure, where the bundle has said nothing."""
    error = error or context.get("exception")
    if type(error).__name__ == "AirflowTaskTimeout":
        limit = context["ti"].task.execution_timeout
        return _plain_error(
            "AirflowTaskTimeout",
            f"It took longer than its execution timeout of {limit}.",
        )
    if isinstance(error, BaseException):
        return _plain_error(type(error).__name__, str(error))
    # What the scheduler has noticed comes without an exception.
    message = "The process that ran the task is gone. Airflow says no more of it."
    return _plain_error("AirflowException", message)


def leave_error(context, error: dict | None) -> None:
    """Leave an error to the callbacks of the DAG, which run elsewhere, when all has ended."""
    ti = context["ti"]
    if error is None or not getattr(
        context.get("dag"), "has_on_failure_callback", False
    ):
        return
    left = {"error": error, "tryNumber": ti.try_number, "logUrl": ti.log_url or None}
    # Whatever comes of it, the task has failed for another reason.
    with contextlib.suppress(Exception):
        ti.xcom_push(ERROR_XCOM, left)


def _announce(context, value, updates: list[dict]) -> None:
    """Let the events of the task's outlets carry what it returned, where that is an object, or what it said of them."""
    outlets = {assets.key_of(outlet): outlet for outlet in context["ti"].task.outlets}
    if not outlets:
        return
    events = context["outlet_events"]
    for outlet in outlets.values():
        if isinstance(value, dict) and not isinstance(outlet, windsock.AssetAlias):
            events[outlet].extra = value
    for update in updates:
        event = events[outlets[assets.known(update["outlet"])]]
        if "asset" in update:
            event.add(assets.named(update["asset"]), extra=update["extra"])
        else:
            event.extra = update["extra"]
