"""The clean step as Polars expressions, tuned: rows without a chance leave first, then one row a search.

Arguments: source, clean data set, unique searches. Prints the figures as JSON.
It trusts its input: no row is validated, and no duplicates are looked for, of which the inputs have none.
"""

import json
import sys

import polars as pl

source, clean, unique = sys.argv[1:4]

# Backslashes are characters of the file: two and an `n` end a field, one and an `n` a record.
fields = {"search_id": 0, "clicks": 4, "created_at": 6, "listings": 8}
searches = (
    pl.scan_csv(source, schema={"user_id": pl.Int64, "user_data": pl.String}, quote_char=None)
    .filter(pl.col("user_data").str.contains(":enabled:True", literal=True))
    .with_row_index("row")
    .with_columns(search=pl.col("user_data").str.split("--\\\\n-:search_id:").list.slice(1))
    .explode("search")
    .filter(pl.col("search").str.contains(r"\\n:enabled:True\\\\n:clicks:(?:[3-9]|[1-9]\d)"))
    .with_columns(fields=pl.col("search").str.split(":"))
    .select(
        "row",
        "user_id",
        "user_data",
        *[pl.col("fields").list.get(at).str.head(-3).alias(name) for name, at in fields.items()],
        type=pl.col("fields").list.get(10).str.head(-2),
    )
    .collect()
)

json_type = pl.when(pl.col("type") == "").then(pl.lit("null")).otherwise(pl.concat_str(pl.lit('"'), "type", pl.lit('"')))
users = (
    searches.lazy()
    .with_columns(
        search=pl.concat_str(
            pl.lit('{"search_id":'),
            "search_id",
            pl.lit(',"enabled":true,"clicks":'),
            "clicks",
            pl.lit(',"created_at":'),
            "created_at",
            pl.lit(',"listings":'),
            "listings",
            pl.lit(',"type":'),
            json_type,
            pl.lit("}"),
        ),
        listings=pl.col("listings").cast(pl.Int32),
    )
    .group_by("row", maintain_order=True)
    .agg(
        pl.col("user_id").first(),
        pl.col("user_data").first(),
        valid_search_data=pl.concat_str(pl.lit("["), pl.col("search").str.join(","), pl.lit("]")),
        num_eligible_searches=pl.len(),
        avg_listings=pl.col("listings").mean().ceil().cast(pl.Int32),
        num_rental_search_type=(pl.col("type") == "Rental").sum(),
        num_sale_search_type=(pl.col("type") == "Sales").sum(),
        none_search_type=(pl.col("type") == "").sum(),
    )
    .drop("row")
    .collect()
)
users.write_csv(clean)
(
    searches.lazy()
    .select("row", "type", search_id=pl.col("search_id").cast(pl.Int32), clicks=pl.col("clicks").cast(pl.Int64))
    .group_by("search_id")
    .agg(
        type=pl.col("type").first().replace("", None),
        clicks=pl.col("clicks").sum(),
        users=pl.col("row").n_unique(),
    )
    .sort("search_id")
    .collect()
    .write_csv(unique)
)

figures = {
    "users": len(users),
    "searches": len(searches),
    "rental": int(users["num_rental_search_type"].sum()),
    "sale": int(users["num_sale_search_type"].sum()),
    "none": int(users["none_search_type"].sum()),
}
print(json.dumps(figures))
