"""Makes a user of a moto server with one policy, and lets the server check every request from then on.

Arguments: the server's address and the policy. Prints the user's access key as JSON.
"""

import json
import sys
from urllib.request import Request, urlopen

import boto3

endpoint, policy = sys.argv[1:3]


def check_requests(after: str) -> None:
    url = f"{endpoint}/moto-api/reset-auth"
    plain = {"content-type": "text/plain"}
    urlopen(Request(url, data=after.encode(), headers=plain, method="POST")).close()


check_requests(after="inf")
iam = boto3.client(
    "iam",
    endpoint_url=endpoint,
    region_name="us-east-1",
    aws_access_key_id="anybody",
    aws_secret_access_key="anybody",
)
name = f"user-{len(iam.list_users()['Users'])}"
iam.create_user(UserName=name)
iam.put_user_policy(UserName=name, PolicyName="pipeline", PolicyDocument=policy)
key = iam.create_access_key(UserName=name)["AccessKey"]
check_requests(after="0")
print(json.dumps({"login": key["AccessKeyId"], "password": key["SecretAccessKey"]}))
