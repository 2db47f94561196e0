"""The clean step as the original pipeline did it: the whole day in a data frame, a function applied to each row.

Arguments: source, clean data set, unique searches. Prints the figures as JSON.
"""

import json
import math
import sys

import pandas as pd

source, clean, unique = sys.argv[1:4]


def valid_searches(user_data: str) -> list[dict]:
    """The enabled searches with at least three clicks among a user's concatenated records."""
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


def describe(row: pd.Series) -> pd.Series:
    searches = valid_searches(row["user_data"])
    types = [search["type"] for search in searches]
    listings = [search["listings"] for search in searches]
    return pd.Series(
        [
            json.dumps(searches, separators=(",", ":")),
            len(searches),
            math.ceil(sum(listings) / len(listings)) if listings else 0,
            types.count("Rental"),
            types.count("Sales"),
            types.count(None),
        ]
    )


columns = [
    "valid_search_data",
    "num_eligible_searches",
    "avg_listings",
    "num_rental_search_type",
    "num_sale_search_type",
    "none_search_type",
]
users = pd.read_csv(source).drop_duplicates()
users[columns] = users.apply(describe, axis=1)
users = users[users["num_eligible_searches"] > 0]
users.to_csv(clean, index=False)

searches = pd.DataFrame(
    [
        {"user_id": user_id, **search}
        for user_id, data in zip(users["user_id"], users["valid_search_data"])
        for search in json.loads(data)
    ]
)
first = searches.drop_duplicates("search_id").set_index("search_id")["type"]
distinct = searches.groupby("search_id").agg(clicks=("clicks", "sum"), users=("user_id", "nunique"))
distinct.insert(0, "type", first)
distinct.to_csv(unique)

figures = {
    "users": users["user_id"].nunique(),
    "searches": int(users["num_eligible_searches"].sum()),
    "rental": int(users["num_rental_search_type"].sum()),
    "sale": int(users["num_sale_search_type"].sum()),
    "none": int(users["none_search_type"].sum()),
}
print(json.dumps(figures))
