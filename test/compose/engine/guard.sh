#!/bin/sh
# Runs a container engine of its own until standard input closes; then nothing of it is left but its folder.
# Says "engine ready" when it is. Run by start-engine.ts.
# Arguments: the engine's folder. Its images are kept there between runs.
set -u
folder=$1
run=$folder/run
here=$(dirname "$0")

links() { ip -o link show type bridge | awk -F'[ :@]+' '{ print $2 }'; }

remove_rules() {
  for table in filter nat; do
    iptables -t $table -S | grep -E '^-A .*(DOCKER| br-)' | sed 's/^-A/-D/' | while read -r rule; do
      # shellcheck disable=SC2086 # the words of the rule are arguments
      iptables -t $table $rule
    done
    for chain in $(iptables -t $table -S | sed -n 's/^-N \(DOCKER.*\)/\1/p'); do
      iptables -t $table -F "$chain" && iptables -t $table -X "$chain"
    done
  done
}

# What an engine leaves in the machine's network, sysctls and control groups.
undo() {
  for link in $(links); do
    grep -qx "$link" "$run/links" || ip link delete "$link"
  done
  remove_rules
  # shellcheck disable=SC2046
  iptables $(cat "$run/forward-policy")
  sysctl -qw net.ipv4.ip_forward="$(cat "$run/ip-forward")"
  find /sys/fs/cgroup -depth -type d -path '/sys/fs/cgroup*/docker*' -exec rmdir {} + 2>/dev/null
  rmdir /run/containerd/s /run/containerd /run/docker/plugins /run/docker 2>/dev/null
  rm -rf "$run"
}

# A guard that was killed could not clean up.
if [ -e "$run/links" ]; then undo; fi

if iptables -S DOCKER >/dev/null 2>&1; then
  if pgrep -x dockerd >/dev/null; then
    echo "Another container engine manages this machine's network; two cannot." >&2
    exit 3
  fi
  # Of an engine that is no more.
  remove_rules
fi
mkdir -p "$run"
iptables -S FORWARD | head -1 >"$run/forward-policy"
sysctl -n net.ipv4.ip_forward >"$run/ip-forward"
links >"$run/links"

# Processes and mounts of its own: the kernel ends and removes all of them with the first process, and that one
# when this shell is killed.
setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --mount-proc sh "$here/daemons.sh" "$folder"
undo
