#!/bin/sh
# Makes a minimal Debian in a folder: what all stand-in images are built on. Run by stand-ins.ts.
# The mirror, proxies and certificate authorities are this machine's own, so that images built on it reach the
# package registries as this machine does.
# Arguments: the folder, which must not be there yet.
set -eu
root=$1
. /etc/os-release

sources=$(apt-get indextargets --format 'deb $(REPO_URI) $(CODENAME) $(COMPONENT)' \
  'Identifier: Packages' 'Origin: Debian' | sort -u)
mirror=$(echo "$sources" | awk -v release="$VERSION_CODENAME" '$3 == release && $4 == "main" { print $2; exit }')
debootstrap --variant=minbase --include=ca-certificates,curl,wget "$VERSION_CODENAME" "$root" "$mirror"

echo "$sources" >"$root/etc/apt/sources.list"
apt-config dump Acquire >"$root/etc/apt/apt.conf.d/99machine"
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
