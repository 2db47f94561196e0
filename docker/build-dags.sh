#!/bin/sh
# Compiles the project's DAGs into /build/generated, the volume that Airflow reads. Run by the compose file.
# /build is a volume too, so that a second start installs nothing and rewrites only what has changed.
set -eu
cd /build

# The project is mounted read-only: nothing is left behind in the clone.
rm -rf src dags-ts docker
cp -R /project/src /project/dags-ts /project/docker .
cp /project/package.json /project/package-lock.json /project/.npmrc .
cp /project/tsconfig.json /project/tsconfig.build.json .

installed=$(cat installed 2>/dev/null || true)
wanted="$(node --version) $(sha256sum package-lock.json)"
if [ "$installed" != "$wanted" ]; then
  # No scripts: the package's own `prepare` is what the next line does.
  npm ci --ignore-scripts --no-audit
  echo "$wanted" >installed
fi
npm run build:dags
