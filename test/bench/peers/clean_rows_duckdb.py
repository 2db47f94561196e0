"""The clean step as SQL for DuckDB, for rows of any kind of the current export: quoted or not, fields in any order.

Arguments: source, clean data set, unique searches, number of threads, "distinct" when rows may come more than once.
Prints the figures as JSON. It trusts its input but for that: no row is validated. Values are numbers or plain texts.
"""

import json
import sys

import duckdb

source, clean, unique, threads, *more = sys.argv[1:]
database = duckdb.connect(config={"threads": int(threads)})

# Backslashes are characters of the file: two and an `n` end a field, one and an `n` a record.
end = r"\\{1,2}n"
distinct = "qualify row_number() over (partition by user_id, user_data order by place) = 1" if more else ""
database.execute(
    rf"""
    create temp table kept as
    select user_id, user_data, place, list_filter(
        string_split(user_data, '--\\n-')[2:],
        lambda record: regexp_matches(record, ':enabled:[Tt]rue\\')
            and regexp_extract(record, ':clicks:(\d+)\\', 1)::int >= 3
    ) as records
    from (
        select *, row_number() over () as place from read_csv(
            ?, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"',
            columns = {{'user_id': 'VARCHAR', 'user_data': 'VARCHAR'}}
        )
    )
    where len(records) > 0
    {distinct}
    order by place
    """,
    [source],
)
database.execute(
    rf"""
    create macro as_json(record) as '{{' || regexp_replace(regexp_replace(regexp_replace(regexp_replace(record,
        ':([A-Za-z]\w*):(0|[1-9]\d{{0,14}}){end}', '"\1":\2,', 'g'),
        ':enabled:[Tt]rue{end}', '"enabled":true,'),
        ':type:{end}', '"type":null,'),
        ':([A-Za-z]\w*):([^\\"]*){end}', '"\1":"\2",', 'g')[:-2] || '}}'
    """
)
database.execute(
    rf"""
    copy (
        select user_id, user_data,
            '[' || array_to_string(list_transform(records, lambda r: as_json(r)), ',') || ']' as valid_search_data,
            len(records) as num_eligible_searches,
            ceil(list_avg(list_transform(records, lambda r: regexp_extract(r, ':listings:(\d+)', 1)::int)))::int
                as avg_listings,
            len(list_filter(records, lambda r: contains(r, ':type:Rental'))) as num_rental_search_type,
            len(list_filter(records, lambda r: contains(r, ':type:Sales'))) as num_sale_search_type,
            len(list_filter(records, lambda r: contains(r, ':type:\'))) as none_search_type
        from kept order by place
    ) to '{clean}' (format csv, header)
    """
)
database.execute(
    rf"""
    copy (
        select search_id, nullif(min_by(type, place), '') as type, sum(clicks) as clicks,
            count(distinct user_id) as users
        from (
            select user_id, place, regexp_extract(r, ':search_id:(\d+)', 1)::bigint as search_id,
                regexp_extract(r, ':clicks:(\d+)', 1)::int as clicks,
                regexp_extract(r, ':type:([A-Za-z]*)', 1) as type
            from (select user_id, place * 1000 + generate_subscripts(records, 1) as place, unnest(records) as r from kept)
        )
        group by search_id order by search_id
    ) to '{unique}' (format csv, header)
    """
)
users, searches, rental, sale = database.execute(
    """
    select count(distinct user_id), sum(len(records)),
        sum(len(list_filter(records, lambda r: contains(r, ':type:Rental')))),
        sum(len(list_filter(records, lambda r: contains(r, ':type:Sales'))))
    from kept
    """
).fetchone()
figures = {"users": users, "searches": int(searches), "rental": int(rental), "sale": int(sale)}
print(json.dumps(figures | {"none": figures["searches"] - figures["rental"] - figures["sale"]}))
