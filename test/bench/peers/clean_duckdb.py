"""The clean step as SQL for DuckDB, tuned: one pass over the source, lists instead of joins, no regular expression.

Arguments: source, clean data set, unique searches, number of threads. Prints the figures as JSON.
It trusts its input: no row is validated, and no duplicates are looked for, of which the inputs have none.
"""

import json
import sys

import duckdb

source, clean, unique, threads = sys.argv[1:5]
database = duckdb.connect(config={"threads": int(threads)})

# Backslashes are characters of the file: two and an `n` end a field, one and an `n` a record.
database.execute(
    rf"""
    create temp table kept as
    select user_id, user_data, list_filter(
        list_transform(
            string_split(user_data, '--\\n-:search_id:')[2:], lambda record: string_split(record, ':')
        ),
        lambda fields: fields[3] = 'True\\n' and fields[5] not in ('0\\n', '1\\n', '2\\n')
    ) as searches
    from read_csv(
        ?, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"',
        columns = {{'user_id': 'BIGINT', 'user_data': 'VARCHAR'}}
    )
    where contains(user_data, ':enabled:True') and len(searches) > 0
    """,
    [source],
)
database.execute(
    rf"""
    copy (
        select user_id, user_data,
            '[' || array_to_string(list_transform(searches, lambda s:
                '{{"search_id":' || s[1][:-4] || ',"enabled":true,"clicks":' || s[5][:-4]
                || ',"created_at":' || s[7][:-4] || ',"listings":' || s[9][:-4]
                || case s[11]
                    when 'Rental\n' then ',"type":"Rental"}}'
                    when 'Sales\n' then ',"type":"Sales"}}'
                    else ',"type":null}}'
                end
            ), ',') || ']' as valid_search_data,
            len(searches) as num_eligible_searches,
            ceil(list_avg(list_transform(searches, lambda s: s[9][:-4]::int)))::int as avg_listings,
            len(list_filter(searches, lambda s: s[11] = 'Rental\n')) as num_rental_search_type,
            len(list_filter(searches, lambda s: s[11] = 'Sales\n')) as num_sale_search_type,
            len(list_filter(searches, lambda s: s[11] = '\n')) as none_search_type
        from kept
    ) to '{clean}' (format csv, header)
    """
)
database.execute(
    rf"""
    copy (
        select search_id, nullif(min_by(type, place), '') as type, sum(clicks) as clicks,
            count(distinct place // 1000) as users
        from (
            select place, s[1][:-4]::int as search_id, s[5][:-4]::int as clicks, s[11][:-3] as type
            from (
                select rowid * 1000 + generate_subscripts(searches, 1) as place, unnest(searches) as s
                from kept
            )
        )
        group by search_id order by search_id
    ) to '{unique}' (format csv, header)
    """
)
users, searches, rental, sale = database.execute(
    r"""
    select count(*), sum(len(searches)), sum(len(list_filter(searches, lambda s: s[11] = 'Rental\n'))),
        sum(len(list_filter(searches, lambda s: s[11] = 'Sales\n')))
    from kept
    """
).fetchone()
figures = {"users": users, "searches": int(searches), "rental": int(rental), "sale": int(sale)}
print(json.dumps(figures | {"none": figures["searches"] - figures["rental"] - figures["sale"]}))
