"""Serves moto's S3 on port 8333, and keeps its objects in /data while it is stopped.

moto holds everything in memory: what is there when the container is told to stop is written to files, and put
back when it starts.
"""

import json
import signal
import threading
from pathlib import Path

import boto3
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

PORT = 8333
INDEX = Path("/data/index.json")

restored = threading.Event()
stopped = threading.Event()
moto = DomainDispatcherApplication(create_backend_app)


def application(environ, start_response):
    if environ["PATH_INFO"] != "/healthz":
        return moto(environ, start_response)
    status = "200 OK" if restored.is_set() else "503 Service Unavailable"
    start_response(status, [("Content-Length", "0")])
    return []


def save(s3) -> None:
    entries = []
    for bucket in s3.list_buckets()["Buckets"]:
        name = bucket["Name"]
        entries.append({"bucket": name})
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=name)
        for item in (item for page in pages for item in page.get("Contents", [])):
            content = s3.get_object(Bucket=name, Key=item["Key"])
            file = f"{len(entries)}.object"
            (INDEX.parent / file).write_bytes(content["Body"].read())
            entry = {"bucket": name, "key": item["Key"], "file": file}
            options = {
                "ContentType": content["ContentType"],
                "Metadata": content["Metadata"],
            }
            entries.append({**entry, "options": options})
    INDEX.write_text(json.dumps(entries))


def restore(s3) -> None:
    for entry in json.loads(INDEX.read_text()):
        if "key" not in entry:
            s3.create_bucket(Bucket=entry["bucket"])
            continue
        body = (INDEX.parent / entry["file"]).read_bytes()
        s3.put_object(
            Bucket=entry["bucket"], Key=entry["key"], Body=body, **entry["options"]
        )


signal.signal(signal.SIGTERM, lambda *_: stopped.set())
server = make_server("0.0.0.0", PORT, application, threaded=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = boto3.client(
    "s3",
    endpoint_url=f"http://127.0.0.1:{PORT}",
    region_name="us-east-1",
    aws_access_key_id="stand-in",
    aws_secret_access_key="stand-in",
)
if INDEX.exists():
    restore(client)
restored.set()
stopped.wait()
save(client)
