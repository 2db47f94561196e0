"""Makes a virtual environment; of several callers one works, the others wait.

Arguments: its folder, the lock file of packages, a file to lock, the stamp of a finished one, and optionally
the path of `uv`, which installs ten times faster than pip.
"""

import fcntl
import subprocess
import sys
import venv
from pathlib import Path

folder, requirements, lock = map(Path, sys.argv[1:4])
stamp = sys.argv[4]
uv = sys.argv[5:]
stamp_file = folder / "windsock-stamp"
python = folder / "bin" / "python"

if uv:
    install = [*uv, "pip", "install", "--quiet", "--python", python]
else:
    pip = [python, "-m", "pip", "--disable-pip-version-check"]
    install = [*pip, "install", "--quiet", "--no-compile", "--retries", "2"]

lock.parent.mkdir(parents=True, exist_ok=True)
with lock.open("w") as locked:
    # The system frees it when this process dies, so a lock is never left behind.
    fcntl.flock(locked, fcntl.LOCK_EX)
    if not stamp_file.exists() or stamp_file.read_text() != stamp:
        venv.create(folder, clear=True, with_pip=not uv)
        subprocess.run([*install, "--require-hashes", "-r", requirements], check=True)
        stamp_file.write_text(stamp)
