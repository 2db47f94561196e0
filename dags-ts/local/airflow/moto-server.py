"""Serves moto's S3 on a free port of this machine until standard input closes."""

import os
import sys

from moto.server import ThreadedMotoServer

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
print(f"serving on http://{host}:{port}", flush=True)
sys.stdin.read()
# Its data are in memory only: there is nothing to bring to an orderly end.
os._exit(0)
