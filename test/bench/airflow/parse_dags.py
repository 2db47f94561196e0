"""Measures how long the DAG files of a folder take to be parsed, as Airflow's DAG processor parses them.

Arguments: the folder, and how often. Prints the medians of wall and CPU time of each file, summed up, in seconds.
Each parse happens in a process of its own, forked from one that has imported what DAG files make Airflow import.
"""

import gc
import glob
import importlib.util
import json
import os
import statistics
import sys
import time


def load(file):
    spec = importlib.util.spec_from_file_location("measured_dag", file)
    spec.loader.exec_module(importlib.util.module_from_spec(spec))


def parse(file):
    reader, writer = os.pipe()
    if os.fork() == 0:
        wall, cpu = time.perf_counter(), time.process_time()
        load(file)
        times = [time.perf_counter() - wall, time.process_time() - cpu]
        os.write(writer, json.dumps(times).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        times = json.load(pipe)
    os.wait()
    return times


folder, turns = sys.argv[1], int(sys.argv[2])
load(os.path.join(os.path.dirname(__file__), "../peers/parsed_dag.py"))
gc.freeze()
files = sorted(glob.glob(os.path.join(folder, "dag_*.py")))
medians = [
    [statistics.median(column) for column in zip(*(parse(file) for _ in range(turns)))]
    for file in files
]
seconds, cpu_seconds = map(sum, zip(*medians))
print(
    "\n"
    + json.dumps({"files": len(files), "seconds": seconds, "cpuSeconds": cpu_seconds})
)
