#!/bin/sh
# Installs Debian's container engine, docker-compose 1.29 and debootstrap; root only. Nothing is started, and no
# installed package is removed for them.
set -eu
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  printf '#!/bin/sh\nexit 101\n' >$policy
  chmod 755 $policy
  trap 'rm -f $policy' EXIT
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-remove --no-install-recommends \
  docker.io docker-compose debootstrap iptables iproute2 >/dev/null
