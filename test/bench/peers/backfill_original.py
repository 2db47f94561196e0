"""The reference pipeline as the original did it.

Custom operators, imports on top of the DAG file, a day as a data frame with functions applied to each row, and the
clean data set read again for its figures.
"""

import json
import math
from datetime import timedelta
from io import BytesIO

import boto3
import pandas as pd
import pendulum
import psycopg2
from airflow import DAG
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import BaseHook, BaseOperator, Variable
from airflow.timetables.interval import CronDataIntervalTimetable

UNIQUE_KEY = "user-data-clean/unique_valid_searches{ds_nodash}.csv"


def open_s3(conn_id):
    connection = BaseHook.get_connection(conn_id)
    return boto3.client(
        "s3",
        aws_access_key_id=connection.login,
        aws_secret_access_key=connection.password,
        **connection.extra_dejson,
    )


def open_warehouse(conn_id):
    at = BaseHook.get_connection(conn_id)
    return psycopg2.connect(host=at.host, port=at.port, user=at.login, password=at.password, dbname=at.schema)


def create_table():
    warehouse = open_warehouse("redshift")
    with warehouse, warehouse.cursor() as cursor:
        cursor.execute(
            "create table if not exists public.search_stats (day date not null, num_users int not null,"
            " num_searches int not null, num_rental_searches int not null, num_sale_searches int not null,"
            " num_none_searches int not null)"
        )
    warehouse.close()


def check(ds_nodash):
    s3 = open_s3("aws_conn")
    bucket = Variable.get("bucket_key")
    s3.head_bucket(Bucket=bucket)
    key = Variable.get("source_key").replace("{ds_nodash}", ds_nodash)
    print(key, s3.head_object(Bucket=bucket, Key=key)["ContentLength"])


def valid_searches(user_data):
    searches = []
    for record in user_data.split("--\\\\n-")[1:]:
        fields = dict(field.split(":") for field in record[1:-2].split("\\\\n:"))
        if fields["enabled"] == "True" and int(fields["clicks"]) >= 3:
            searches.append(
                {
                    "search_id": int(fields["search_id"]),
                    "enabled": True,
                    "clicks": int(fields["clicks"]),
                    "created_at": int(fields["created_at"]),
                    "listings": int(fields["listings"]),
                    "type": fields["type"] or None,
                }
            )
    return searches


def average(searches):
    return math.ceil(sum(search["listings"] for search in searches) / len(searches))


def types(searches):
    found = [search["type"] for search in searches]
    return pd.Series([found.count("Rental"), found.count("Sales"), found.count(None)])


class S3UserCleanOperator(BaseOperator):
    def __init__(self, conn_id, **kwargs):
        super().__init__(**kwargs)
        self.conn_id = conn_id

    def execute(self, context):
        day = context["ds_nodash"]
        bucket = Variable.get("bucket_key")
        s3 = open_s3(self.conn_id)
        source = s3.get_object(Bucket=bucket, Key=Variable.get("source_key").replace("{ds_nodash}", day))
        users = pd.read_csv(BytesIO(source["Body"].read()), compression="zip").drop_duplicates()
        users["valid_search_data"] = users["user_data"].apply(valid_searches)
        users["num_eligible_searches"] = users["valid_search_data"].apply(len)
        users = users[users["num_eligible_searches"] > 0].copy()
        users["avg_listings"] = users["valid_search_data"].apply(average)
        columns = ["num_rental_search_type", "num_sale_search_type", "none_search_type"]
        users[columns] = users["valid_search_data"].apply(types)
        searches = pd.DataFrame(
            [
                {"user_id": user_id, **search}
                for user_id, valid in zip(users["user_id"], users["valid_search_data"])
                for search in valid
            ]
        )
        first = searches.drop_duplicates("search_id").set_index("search_id")["type"]
        unique = searches.groupby("search_id").agg(clicks=("clicks", "sum"), users=("user_id", "nunique"))
        unique.insert(0, "type", first)
        users["valid_search_data"] = users["valid_search_data"].apply(
            lambda valid: json.dumps(valid, separators=(",", ":"))
        )
        outputs = {Variable.get("dest_key"): users.to_csv(index=False), UNIQUE_KEY: unique.to_csv()}
        for key, text in outputs.items():
            s3.put_object(Bucket=bucket, Key=key.replace("{ds_nodash}", day), Body=text.encode())


class LoadStatsRedshiftOperator(BaseOperator):
    def __init__(self, s3_conn_id, conn_id, **kwargs):
        super().__init__(**kwargs)
        self.s3_conn_id = s3_conn_id
        self.conn_id = conn_id

    def execute(self, context):
        key = Variable.get("dest_key").replace("{ds_nodash}", context["ds_nodash"])
        clean = open_s3(self.s3_conn_id).get_object(Bucket=Variable.get("bucket_key"), Key=key)
        users = pd.read_csv(BytesIO(clean["Body"].read()))
        row = [
            context["ds"],
            int(users["user_id"].nunique()),
            int(users["num_eligible_searches"].sum()),
            int(users["num_rental_search_type"].sum()),
            int(users["num_sale_search_type"].sum()),
            int(users["none_search_type"].sum()),
        ]
        warehouse = open_warehouse(self.conn_id)
        with warehouse, warehouse.cursor() as cursor:
            cursor.execute("lock table public.search_stats")
            cursor.execute("delete from public.search_stats where day = %s", row[:1])
            cursor.execute("insert into public.search_stats values (%s, %s, %s, %s, %s, %s)", row)
        warehouse.close()


with DAG(
    dag_id="backfill-original",
    schedule=CronDataIntervalTimetable("0 0 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2021, 7, 2, tz="UTC"),
    end_date=pendulum.datetime(2021, 7, 24, tz="UTC"),
    catchup=True,
    max_active_runs=16,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=5)},
) as dag:
    (
        EmptyOperator(task_id="start_task")
        >> PythonOperator(task_id="create_postgres_table", python_callable=create_table)
        >> PythonOperator(task_id="check_s3_conn", python_callable=check, op_kwargs={"ds_nodash": "{{ ds_nodash }}"})
        >> S3UserCleanOperator(task_id="user_clean_data", conn_id="aws_conn")
        >> LoadStatsRedshiftOperator(task_id="load_table_data", s3_conn_id="aws_conn", conn_id="redshift")
        >> EmptyOperator(task_id="end_task")
    )
