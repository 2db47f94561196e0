"""A BashOperator and a masker that do what Airflow's do around the shared module; all else of the module is real."""

import sys

import airflow_stand_in
from airflow_stand_in import logged

registered: list[str] = []


class BashOperator:
    """What Airflow's own does around its hook."""

    def __init__(self, bash_command, env, pre_execute):
        self.bash_command, self.env, self.pre_execute = bash_command, env, pre_execute
        self.outlets = []

    def run(self, context):
        self.pre_execute(context)
        command = ["bash", "-c", self.bash_command]
        result = self.subprocess_hook.run_command(command, self.env, "utf-8", None)
        if result.exit_code != 0:
            raise RuntimeError(f"exit code {result.exit_code}")
        return self.output_processor(result.output)


airflow_stand_in.module("airflow.sdk.log").mask_secret = registered.append
sys.modules["airflow.providers.standard.operators.bash"].BashOperator = BashOperator

__all__ = ["logged", "registered"]
