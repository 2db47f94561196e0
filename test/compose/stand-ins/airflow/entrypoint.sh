#!/bin/bash
# The part of the official image's entry point that docker-compose.yml uses: it waits for the database, migrates
# it and makes the first user when told to, and runs `airflow` with the given arguments.
set -euo pipefail
umask 0002

tries=${CONNECTION_CHECK_MAX_COUNT:-20}
until [[ $tries == 0 ]] || airflow db check >/dev/null 2>&1; do
  tries=$((tries - 1))
  if [[ $tries == 0 ]]; then
    airflow db check
    exit 1
  fi
  sleep 3
done

if [[ -n "${_AIRFLOW_DB_MIGRATE:-}" ]]; then
  airflow db migrate || true
fi
if [[ -n "${_AIRFLOW_WWW_USER_CREATE:-}" ]]; then
  airflow users create --username "$_AIRFLOW_WWW_USER_USERNAME" --password "$_AIRFLOW_WWW_USER_PASSWORD" \
    --firstname Airflow --lastname Admin --email airflowadmin@example.com --role Admin || true
fi

case ${1:-} in
bash | python) exec "$@" ;;
airflow) shift ;;
esac
exec airflow "$@"
