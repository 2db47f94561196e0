"""Runs one program and measures it: whole process, from its start to its end.

Reads {"argv", "env", "cwd", "stdout", "stderr"} as JSON from the first argument; stdout and stderr are files.
Prints {"exitCode", "seconds", "cpuSeconds", "peakBytes"}. A tiny program's peak is at least this one's, about 10 MB.
"""

import json
import os
import sys
import time

spec = json.loads(sys.argv[1])
os.chdir(spec["cwd"])
write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
redirect = [
    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
    (os.POSIX_SPAWN_OPEN, 1, spec["stdout"], write, 0o644),
    (os.POSIX_SPAWN_OPEN, 2, spec["stderr"], write, 0o644),
]
# What earlier programs wrote must not be brought to disk at the cost of this one.
os.sync()
start = time.perf_counter()
pid = os.posix_spawnp(spec["argv"][0], spec["argv"], spec["env"], file_actions=redirect)
_, status, usage = os.wait4(pid, 0)
seconds = time.perf_counter() - start
measured = {
    "exitCode": os.waitstatus_to_exitcode(status),
    "seconds": seconds,
    "cpuSeconds": usage.ru_utime + usage.ru_stime,
    # Linux counts in KiB, macOS in bytes.
    "peakBytes": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
}
print(json.dumps(measured))
