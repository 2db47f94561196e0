"""The reference pipeline as a careful author writes it in Python.

Imports inside the tasks, a day row by row with the csv module, figures through XCom.
"""

from datetime import timedelta

import pendulum
from airflow import DAG
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.timetables.interval import CronDataIntervalTimetable

UNIQUE_KEY = "user-data-clean/unique_valid_searches{ds_nodash}.csv"


def open_s3():
    import boto3
    from airflow.sdk import BaseHook

    connection = BaseHook.get_connection("aws_conn")
    return boto3.client(
        "s3",
        aws_access_key_id=connection.login,
        aws_secret_access_key=connection.password,
        **connection.extra_dejson,
    )


def execute(*statements):
    import psycopg2
    from airflow.sdk import BaseHook

    at = BaseHook.get_connection("redshift")
    warehouse = psycopg2.connect(
        host=at.host, port=at.port, user=at.login, password=at.password, dbname=at.schema
    )
    with warehouse, warehouse.cursor() as cursor:
        for statement, values in statements:
            cursor.execute(statement, values)
    warehouse.close()


def create_table():
    statement = (
        "create table if not exists public.search_stats (day date not null, num_users int not null,"
        " num_searches int not null, num_rental_searches int not null, num_sale_searches int not null,"
        " num_none_searches int not null)"
    )
    execute((statement, []))


def check(bucket, source_key, ds_nodash):
    s3 = open_s3()
    s3.head_bucket(Bucket=bucket)
    key = source_key.replace("{ds_nodash}", str(ds_nodash))
    print(key, s3.head_object(Bucket=bucket, Key=key)["ContentLength"])


def valid_searches(user_data):
    for record in user_data.split("--\\\\n-:")[1:]:
        fields = dict(field.split(":", 1) for field in record[:-2].split("\\\\n:"))
        if fields["enabled"] == "True" and int(fields["clicks"]) >= 3:
            yield {
                "search_id": int(fields["search_id"]),
                "enabled": True,
                "clicks": int(fields["clicks"]),
                "created_at": int(fields["created_at"]),
                "listings": int(fields["listings"]),
                "type": fields["type"] or None,
            }


def clean(bucket, source_key, dest_key, ds_nodash):
    import csv
    import io
    import json
    import tempfile
    import zipfile

    day = str(ds_nodash)
    s3 = open_s3()
    users = set()
    seen = set()
    totals = {"Rental": 0, "Sales": 0, None: 0}
    unique = {}
    with tempfile.TemporaryFile() as packed, tempfile.TemporaryFile() as output:
        s3.download_fileobj(bucket, source_key.replace("{ds_nodash}", day), packed)
        text = io.TextIOWrapper(output, encoding="utf-8", newline="")
        writer = csv.writer(text, lineterminator="\n")
        counts = ["num_eligible_searches", "avg_listings", "num_rental_search_type", "num_sale_search_type"]
        writer.writerow(["user_id", "user_data", "valid_search_data", *counts, "none_search_type"])
        with zipfile.ZipFile(packed) as archive, archive.open(archive.namelist()[0]) as source:
            rows = csv.reader(io.TextIOWrapper(source, encoding="utf-8", newline=""))
            next(rows)
            for user_id, user_data in rows:
                valid = list(valid_searches(user_data))
                if not valid or (user_id, user_data) in seen:
                    continue
                seen.add((user_id, user_data))
                users.add(user_id)
                of_type = {"Rental": 0, "Sales": 0, None: 0}
                listings = 0
                for search in valid:
                    of_type[search["type"]] += 1
                    listings += search["listings"]
                    entry = unique.setdefault(search["search_id"], [search["type"] or "", 0, set()])
                    entry[1] += search["clicks"]
                    entry[2].add(user_id)
                for kind, count in of_type.items():
                    totals[kind] += count
                average = -(-listings // len(valid))
                data = json.dumps(valid, separators=(",", ":"))
                writer.writerow([user_id, user_data, data, len(valid), average, *of_type.values()])
        text.flush()
        output.seek(0)
        # This closes the file.
        s3.upload_fileobj(output, bucket, dest_key.replace("{ds_nodash}", day))
    lines = [f"{key},{kind},{clicks},{len(of)}\n" for key, (kind, clicks, of) in sorted(unique.items())]
    body = "search_id,type,clicks,users\n" + "".join(lines)
    s3.put_object(Bucket=bucket, Key=UNIQUE_KEY.replace("{ds_nodash}", day), Body=body.encode())
    return [len(users), sum(totals.values()), totals["Rental"], totals["Sales"], totals[None]]


def load(day, stats):
    execute(
        ("lock table public.search_stats", []),
        ("delete from public.search_stats where day = %s", [day]),
        ("insert into public.search_stats values (%s, %s, %s, %s, %s, %s)", [day, *stats]),
    )


source = {
    "bucket": "{{ var.value.bucket_key }}",
    "source_key": "{{ var.value.source_key }}",
    "ds_nodash": "{{ ds_nodash }}",
}

with DAG(
    dag_id="backfill-careful",
    schedule=CronDataIntervalTimetable("0 0 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2021, 7, 2, tz="UTC"),
    end_date=pendulum.datetime(2021, 7, 24, tz="UTC"),
    catchup=True,
    max_active_runs=16,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=5)},
    render_template_as_native_obj=True,
) as dag:
    (
        EmptyOperator(task_id="start_task")
        >> PythonOperator(task_id="create_postgres_table", python_callable=create_table)
        >> PythonOperator(task_id="check_s3_conn", python_callable=check, op_kwargs=source)
        >> PythonOperator(
            task_id="user_clean_data",
            python_callable=clean,
            op_kwargs={**source, "dest_key": "{{ var.value.dest_key }}"},
        )
        >> PythonOperator(
            task_id="load_table_data",
            python_callable=load,
            op_kwargs={"day": "{{ ds }}", "stats": "{{ ti.xcom_pull(task_ids='user_clean_data') }}"},
        )
        >> EmptyOperator(task_id="end_task")
    )
