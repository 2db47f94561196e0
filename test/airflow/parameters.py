"""Prints what the constructors of Airflow's DAG and BaseOperator take, as JSON."""

import inspect
import json

try:
    from airflow.sdk import DAG, BaseOperator
except ImportError:  # Airflow 2
    from airflow.models.baseoperator import BaseOperator
    from airflow.models.dag import DAG


def parameters(made):
    taken = inspect.signature(made.__init__).parameters.values()
    named = [each.name for each in taken if each.kind is not each.VAR_KEYWORD]
    return [name for name in named if name != "self"]


print("\n" + json.dumps({"dag": parameters(DAG), "task": parameters(BaseOperator)}))
