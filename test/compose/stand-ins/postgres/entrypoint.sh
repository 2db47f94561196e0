#!/bin/sh
# The part of the official image's contract that docker-compose.yml uses: POSTGRES_USER, POSTGRES_PASSWORD and
# POSTGRES_DB make the database in an empty data folder.
set -eu
data=/var/lib/postgresql/data
mkdir -p "$data"
chown postgres "$data"
as_postgres() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }

if [ ! -s "$data/PG_VERSION" ]; then
  echo "$POSTGRES_PASSWORD" >/tmp/password
  chmod 644 /tmp/password
  as_postgres initdb --pgdata="$data" --username="$POSTGRES_USER" --pwfile=/tmp/password \
    --encoding=UTF8 --auth-local=trust --auth-host=scram-sha-256
  echo "host all all all scram-sha-256" >>"$data/pg_hba.conf"
  echo "create database \"$POSTGRES_DB\"" |
    as_postgres postgres --single -D "$data" postgres
  rm /tmp/password
fi
exec setpriv --reuid=postgres --regid=postgres --init-groups postgres -D "$data" -c listen_addresses='*'
