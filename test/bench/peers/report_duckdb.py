"""What of the report needs all searches, as SQL for DuckDB: the period's unique searches, and counts at two numbers of clicks.

Arguments: folder with the days' objects, folder to write to, number of threads. Prints the number of searches as JSON.
It trusts its input: nothing is validated, no objects are compared, and no duplicates are looked for, of which there are none.
"""

import json
import sys

import duckdb

folder, outputs, threads = sys.argv[1:4]
database = duckdb.connect(config={"threads": int(threads)})
day = r"strptime(regexp_extract(filename, '(\d{8})\.csv', 1), '%Y%m%d')::date"

database.execute(
    f"""
    copy (
        select search_id, coalesce(min_by(coalesce(type, ''), filename), '') as type, sum(clicks) as clicks,
            sum(users) as user_days, count(*) as days
        from read_csv(
            ?, header = true, auto_detect = false, filename = true,
            columns = {{'search_id': 'BIGINT', 'type': 'VARCHAR', 'clicks': 'BIGINT', 'users': 'BIGINT'}}
        )
        group by search_id order by search_id
    ) to '{outputs}/unique-valid-searches.csv' (format csv, header, nullstr '', quote '')
    """,
    [f"{folder}/clean/unique*.csv"],
)
count = database.execute(f"select count(*) from read_csv('{outputs}/unique-valid-searches.csv', header = true)").fetchone()[0]

# Backslashes are characters of the file: two and an `n` end a field, one and an `n` a record.
database.execute(
    rf"""
    copy (
        with rows as (
            select {day} as day, user_id, list_transform(
                list_filter(
                    list_transform(
                        string_split(user_data, '--\\n-:search_id:')[2:], lambda record: string_split(record, ':')
                    ),
                    lambda fields: fields[3] = 'True\\n'
                ),
                lambda fields: fields[5][:-4]::int
            ) as clicks
            from read_csv(
                ?, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', filename = true,
                columns = {{'user_id': 'BIGINT', 'user_data': 'VARCHAR'}}
            )
        ),
        counts as (
            select day, user_id, least.clicks, len(list_filter(rows.clicks, lambda each: each >= least.clicks)) as emails
            from rows, (values (3), (2)) as least(clicks)
        )
        select day, clicks, count(distinct user_id) as users, sum(emails)::bigint as emails
        from counts where emails > 0 group by day, clicks order by day, clicks desc
    ) to '{outputs}/fewer-clicks.csv' (format csv, header)
    """,
    [f"{folder}/sources/*"],
)
print(json.dumps({"uniqueSearches": count}))
