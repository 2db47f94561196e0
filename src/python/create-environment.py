"""Makes a virtual environment; of several callers one works, the others wait.

Arguments: its folder, the lock file of packages, a file to lock, the stamp of a finished one, and optionally
the path of `uv` and the versions of Python to choose from. Without uv, it has the Python that runs this, and pip
installs its packages.
"""

import fcntl
import signal
import subprocess
import sys
import venv
from pathlib import Path

folder, requirements, lock = map(Path, sys.argv[1:4])
stamp = sys.argv[4]
uv = sys.argv[5:]
stamp_file = folder / "windsock-stamp"
python = folder / "bin" / "python"


def create_with_pip():
    venv.create(folder, clear=True, with_pip=True)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    return [*pip, "install", "--no-compile", "--retries", "2"]


def create_with_uv(program, pythons):
    choice = ["--no-python-downloads", "--python", pythons]
    run([program, "venv", "--quiet", "--clear", "--force", *choice, folder])
    return [program, "pip", "install", "--python", python]


def run(command):
    """Run what says itself why it fails."""
    code = subprocess.run(command, check=False).returncode
    if code != 0:
        sys.exit(code)


# An end by exception, which takes the installer along.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
lock.parent.mkdir(parents=True, exist_ok=True)
(lock.parent / ".gitignore").write_text("*\n")
with lock.open("w") as locked:
    # The system frees it when this process dies, so a lock is never left behind.
    fcntl.flock(locked, fcntl.LOCK_EX)
    if (
        not stamp_file.exists()
        or stamp_file.read_text() != stamp
        or not python.exists()
    ):
        install = create_with_uv(*uv) if uv else create_with_pip()
        run([*install, "--require-hashes", "-r", requirements])
        stamp_file.write_text(stamp)
