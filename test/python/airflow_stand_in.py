"""As much of Airflow as the shared module and DAG files without tasks import, for tests that have none.

Import it before them. The version of Airflow is in the environment variable STAND_IN_VERSION.
"""

import os
import signal
import sys
from collections import namedtuple
from types import ModuleType
from unittest.mock import MagicMock


class _StandIn(ModuleType):
    """A module that has whatever name is asked of it."""

    __path__ = ()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        value = (
            type(name, (Exception,), {})
            if name.endswith("Exception")
            else MagicMock(name=name)
        )
        setattr(self, name, value)
        return value


logged: list[str] = []


class _Log:
    """Keeps what a hook logs."""

    def info(self, message, *args):
        logged.append(message % args)


class _SubprocessHook:
    """The parts of Airflow's own that a subclass inherits."""

    def __init__(self):
        self.sub_process = None
        self.log = _Log()

    def send_sigterm(self):
        os.killpg(os.getpgid(self.sub_process.pid), signal.SIGTERM)


def module(name):
    """Make a module that can be imported."""
    sys.modules[name] = _StandIn(name)
    return sys.modules[name]


for name in (
    "airflow",
    "airflow.sdk",
    "airflow.sdk.exceptions",
    "airflow.providers",
    "airflow.providers.standard",
    "airflow.providers.standard.hooks",
    "airflow.providers.standard.hooks.subprocess",
    "airflow.providers.standard.operators",
    "airflow.providers.standard.operators.bash",
    "airflow.providers.standard.operators.empty",
    "airflow.timetables",
    "airflow.timetables.interval",
    "jinja2",
    "pendulum",
):
    module(name)

sys.modules["airflow"].__version__ = os.environ.get("STAND_IN_VERSION", "3.0.0")
sys.modules["jinja2"].pass_context = lambda function: function

hooks = sys.modules["airflow.providers.standard.hooks.subprocess"]
hooks.SubprocessHook = _SubprocessHook
hooks.SubprocessResult = namedtuple("SubprocessResult", ["exit_code", "output"])
