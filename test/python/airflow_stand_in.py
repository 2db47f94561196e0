"""As much of Airflow as the shared module and DAG files without tasks import, for tests that have none.

Import it before them. The version of Airflow is in the environment variable STAND_IN_VERSION.
"""

import os
import sys
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


for name in (
    "airflow",
    "airflow.sdk",
    "airflow.sdk.exceptions",
    "airflow.providers",
    "airflow.providers.standard",
    "airflow.providers.standard.operators",
    "airflow.providers.standard.operators.bash",
    "airflow.providers.standard.operators.empty",
    "airflow.timetables",
    "airflow.timetables.interval",
    "jinja2",
    "pendulum",
):
    sys.modules[name] = _StandIn(name)

sys.modules["airflow"].__version__ = os.environ.get("STAND_IN_VERSION", "3.0.0")
sys.modules["jinja2"].pass_context = lambda function: function
