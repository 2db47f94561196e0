"""The clean step with Python's csv module, row by row, for rows of any kind of the current export.

Arguments: source, clean data set, unique searches. Prints the figures as JSON. It removes exact repeats of rows.
"""

import csv
import json
import math
import re
import sys

source, clean, unique = sys.argv[1:4]
field = re.compile(r":([A-Za-z]\w*):([^\\]*)(\\\\n|\\n)")
number = re.compile(r"(0|[1-9]\d{0,14})$")
types = {"": None, "Rental": "Rental", "Sales": "Sales"}


def value(name, text):
    if name == "enabled":
        return text in ("True", "true")
    if name == "type":
        return types[text]
    return int(text) if number.match(text) else text


def searches_of(user_data):
    for record in user_data.split("--\\\\n-")[1:]:
        yield {name: value(name, text) for name, text, _ in field.findall(record)}


seen = set()
users = set()
totals = [0, 0, 0]
groups = {}
with open(source, encoding="utf-8", newline="") as rows, open(clean, "w", encoding="utf-8", newline="") as output:
    reader = csv.reader(rows)
    next(reader)
    writer = csv.writer(output, lineterminator="\n")
    names = ["num_eligible_searches", "avg_listings", "num_rental_search_type", "num_sale_search_type"]
    writer.writerow(["user_id", "user_data", "valid_search_data", *names, "none_search_type"])
    for user_id, user_data in reader:
        valid = [search for search in searches_of(user_data) if search["enabled"] and search["clicks"] >= 3]
        if not valid or (user_id, user_data) in seen:
            continue
        seen.add((user_id, user_data))
        users.add(user_id)
        of_type = [sum(search["type"] == kind for search in valid) for kind in ("Rental", "Sales", None)]
        totals = [total + more for total, more in zip(totals, of_type)]
        average = math.ceil(sum(search["listings"] for search in valid) / len(valid))
        text = json.dumps(valid, separators=(",", ":"), ensure_ascii=False)
        writer.writerow([user_id, user_data, text, len(valid), average, *of_type])
        for search in valid:
            group = groups.setdefault(search["search_id"], [search["type"] or "", 0, set()])
            group[1] += search["clicks"]
            group[2].add(user_id)
with open(unique, "w", encoding="utf-8", newline="") as output:
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(["search_id", "type", "clicks", "users"])
    for search_id, (kind, clicks, of_users) in sorted(groups.items()):
        writer.writerow([search_id, kind, clicks, len(of_users)])
figures = dict(zip(("rental", "sale", "none"), totals))
print(json.dumps({"users": len(users), "searches": sum(totals)} | figures))
