#!/bin/sh
# Runs containerd and dockerd until standard input closes, in the name spaces that guard.sh made.
# Arguments: the engine's folder.
set -u
folder=$1
run=$folder/run
exec 3<&0

# dockerd writes a key there, whatever its options say; outside of this mount name space nobody sees it.
mkdir -p "$run/etc-docker"
mount --bind "$run/etc-docker" /etc/docker

cat >"$run/containerd.toml" <<TOML
version = 2
root = "$folder/containerd"
state = "$run/containerd"
[grpc]
address = "$run/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
path = "$folder/containerd-opt"
TOML
containerd --config "$run/containerd.toml" >"$folder/containerd.log" 2>&1 &
containerd=$!
until [ -S "$run/containerd.sock" ]; do
  kill -0 $containerd 2>/dev/null || { tail -5 "$folder/containerd.log" >&2 && exit 1; }
  sleep 0.1
done

# No bridge of the engine's own: compose makes one for its network.
dockerd --data-root "$folder/docker" --exec-root "$run/docker" --pidfile "$run/dockerd.pid" \
  --host "unix://$run/docker.sock" --containerd "$run/containerd.sock" --bridge none >"$folder/dockerd.log" 2>&1 &
dockerd=$!
until docker --host "unix://$run/docker.sock" version >/dev/null 2>&1; do
  kill -0 $dockerd 2>/dev/null || { tail -5 "$folder/dockerd.log" >&2 && exit 1; }
  sleep 0.2
done
echo "engine ready"

{
  cat <&3 >/dev/null
  kill -TERM $dockerd
} &
wait $dockerd
kill -TERM $containerd
wait $containerd
