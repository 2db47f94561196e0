"""Measures how long two DAG files take to be parsed, one after the other in turns.

Arguments: the two files. Prints the medians in milliseconds as a JSON list. Each parse happens in a process of
its own, as the DAG processor does it; that process is forked from one that has parsed the second file, so that
what any DAG file makes Airflow import is not counted.
"""

import importlib.util
import json
import os
import statistics
import sys
import time

TURNS = 15


def load(file):
    spec = importlib.util.spec_from_file_location("measured_dag", file)
    spec.loader.exec_module(importlib.util.module_from_spec(spec))


def parse(file):
    reader, writer = os.pipe()
    if os.fork() == 0:
        start = time.perf_counter()
        load(file)
        os.write(writer, str(time.perf_counter() - start).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        seconds = float(pipe.read())
    os.wait()
    return seconds * 1000


files = sys.argv[1:3]
load(files[1])
times = [[parse(file) for file in files] for _ in range(TURNS)]
print("\n" + json.dumps([statistics.median(column) for column in zip(*times)]))
