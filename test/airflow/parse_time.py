"""Measures how long two DAG files take to be parsed, one after the other in turns.

Arguments: the two files. Prints the medians in milliseconds as a JSON list. Each parse happens in a process of
its own, forked from one that has imported Airflow already, as the DAG processor does it.
"""

import importlib
import importlib.util
import json
import os
import statistics
import sys
import time

# What a DAG processor has imported before it reads the first file; of the operators, those that there are.
IMPORTED = [
    "pendulum",
    "airflow.models.dag",
    "airflow.timetables.interval",
    "airflow.providers.standard.operators.bash",
    "airflow.providers.standard.operators.empty",
    "airflow.operators.bash",
    "airflow.operators.empty",
]

TURNS = 15


def parse(file):
    reader, writer = os.pipe()
    if os.fork() == 0:
        start = time.perf_counter()
        spec = importlib.util.spec_from_file_location("measured_dag", file)
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
        os.write(writer, str(time.perf_counter() - start).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        seconds = float(pipe.read())
    os.wait()
    return seconds * 1000


for name in IMPORTED:
    try:
        importlib.import_module(name)
    except ImportError:
        pass
files = sys.argv[1:3]
for file in files:
    parse(file)
times = [[parse(file) for file in files] for _ in range(TURNS)]
print("\n" + json.dumps([statistics.median(column) for column in zip(*times)]))
