"""Runs a program whose whole family of processes ends when standard input closes.

Arguments: the file its output goes to, the program and its arguments. Standard input is a pipe of the
process that wants the program to run: the kernel closes it when that process dies, however it dies.
"""

import ctypes
import os
import subprocess
import sys
import threading

import psutil

PR_SET_CHILD_SUBREAPER = 36

# Airflow gives its tasks five seconds between SIGTERM and SIGKILL.
SECONDS_TO_STOP = 6


def adopt_orphans():
    """Make this process the parent of descendants that lose theirs, so that it can find them."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def stop_family():
    me = psutil.Process()
    family = me.children(recursive=True)
    for process in family:
        terminate(process)
    psutil.wait_procs(family, timeout=SECONDS_TO_STOP)
    # Those that were started in the meantime as well.
    while family := [child for child in me.children(recursive=True) if is_alive(child)]:
        for process in family:
            kill(process)
        psutil.wait_procs(family, timeout=1)


def is_alive(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def terminate(process):
    try:
        process.terminate()
    except psutil.NoSuchProcess:
        pass


def kill(process):
    try:
        process.kill()
    except psutil.NoSuchProcess:
        pass


def stop_when_input_closes():
    sys.stdin.read()
    stop_family()
    os._exit(0)


adopt_orphans()
with open(sys.argv[1], "ab") as log:
    child = subprocess.Popen(
        sys.argv[2:], stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
    )
print(f"started {child.pid}", flush=True)
threading.Thread(target=stop_when_input_closes, daemon=True).start()
code = child.wait()
stop_family()
os._exit(code if code > 0 else 1)
