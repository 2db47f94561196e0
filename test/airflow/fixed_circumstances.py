"""Takes chance, the clock, waiting and the network out of Airflow's own examples: their ends are the same each time.

fixed-circumstances.cjs does the same for ours.
"""

import os
import random
import sys
import time
from datetime import datetime
from functools import cache, partial
from types import SimpleNamespace
from unittest.mock import MagicMock

try:
    from airflow.dag_processing import dagbag
    from airflow.providers.standard.operators import datetime as by_date
    from airflow.providers.standard.operators import python, weekday
except ImportError:  # Airflow 2
    from airflow.operators import datetime as by_date
    from airflow.operators import python, weekday

    dagbag = None


def call_here(operator):
    return operator.python_callable(*operator.op_args, **operator.op_kwargs)


def fix_circumstances(bag):
    # The first of all choices.
    random.choice = lambda options: options[0]

    # The clock, for those who branch by it.
    now = datetime.fromisoformat(os.environ["FIXED_NOW"])
    for module in (by_date, weekday):
        kept = {"utcnow": lambda: now}
        for name in ("coerce_datetime", "make_naive"):
            kept[name] = getattr(module.timezone, name)
        module.timezone = SimpleNamespace(**kept)

    # Nobody waits; the command `sleep` is another one in the test's PATH.
    time.sleep = lambda seconds: None

    # Virtual environments are made of packages from the network: their functions run here, with stand-ins for these.
    sys.modules.update(numpy=MagicMock(), colorama=MagicMock())
    for name in ("PythonVirtualenvOperator", "ExternalPythonOperator"):
        getattr(python, name).execute_callable = call_here

    # Airflow 3 reads the folder and writes all of it to the database before each run. Once is enough.
    if dagbag:
        dagbag.BundleDagBag = partial(lambda bag, **where: bag, bag)
        dagbag.sync_bag_to_db = cache(dagbag.sync_bag_to_db)
