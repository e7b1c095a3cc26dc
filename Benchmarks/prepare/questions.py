"""Writes JSON Lines with questions of about 1 KB, each with its policies, the same at every run.

    python3 questions.py COUNT [SETS] > questions.jsonl

Each question has policies of its own; with SETS, only so many sets of policies take turns.
"""

import json
import random
import sys


def policy(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def assume_role(dice, number):
    """An AssumeRole call with tags and an external id, within one account or across two."""
    accounts = [str(dice.randrange(10**11, 10**12)) for _ in range(2)]
    target = accounts[1] if dice.random() < 0.7 else accounts[0]
    team, role, user = (f"{word}-{dice.randrange(1000)}" for word in ("team", "Deploy", "ci"))
    caller = f"arn:aws:iam::{accounts[0]}:user/{user}"
    arn = f"arn:aws:iam::{target}:role/{role}"
    actions = ["sts:AssumeRole", "sts:TagSession"] if dice.random() < 0.6 else "sts:AssumeRole"
    external = f"external-{dice.randrange(10**6)}"
    condition = {"StringEquals": {"sts:ExternalId": external if dice.random() < 0.8 else "another"}}
    principal = {"AWS": dice.choice([caller, f"arn:aws:iam::{accounts[0]}:root", accounts[0]])}
    parameters = {"RoleArn": arn, "RoleSessionName": f"run-{number}", "ExternalId": external}
    if dice.random() < 0.7:
        parameters["Tags"] = {"GitHub": "Actions", "Repository": f"acme/{team}", "Actor": user}
    identity = policy(
        {"Sid": "Assume", "Effect": "Allow", "Action": actions, "Resource": arn},
        {"Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": f"arn:aws:s3:::{team}-*/*"},
        {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
    )
    trust = policy(
        {"Sid": "Trust", "Effect": "Allow", "Principal": principal, "Action": actions, "Condition": condition}
    )
    return {
        "id": f"q{number}",
        "policies": {"identity": [identity], "trust": trust},
        "call": {"caller": caller, "region": "eu-west-1", "AssumeRole": parameters},
    }


def plain_request(dice, number):
    """A request to S3 with a bucket policy and a boundary."""
    account = str(dice.randrange(10**11, 10**12))
    bucket, user = f"bucket-{dice.randrange(10**6)}", f"user-{dice.randrange(1000)}"
    caller = f"arn:aws:iam::{account}:user/{user}"
    identity = policy(
        {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": f"arn:aws:s3:::{bucket}/${{aws:username}}/*"},
        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": f"arn:aws:s3:::{bucket}",
         "Condition": {"StringLike": {"s3:prefix": ["", f"{user}/*"]}}},
    )
    resource = policy(
        {"Sid": "Team", "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
         "Action": "s3:*", "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]},
        {"Sid": "Plain", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": f"arn:aws:s3:::{bucket}/*",
         "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
    )
    boundary = policy({"Effect": "Allow", "Action": dice.choice(["s3:*", "s3:Get*", "ec2:*"]), "Resource": "*"})
    action = dice.choice(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"])
    owner = dice.choice([user, "somebody"])
    return {
        "id": f"q{number}",
        "policies": {"identity": [identity], "resource": resource, "permissionsBoundary": boundary},
        "request": {"caller": caller, "action": action, "resource": f"arn:aws:s3:::{bucket}/{owner}/file-{number}",
                    "resourceAccount": account},
    }


def main():
    count = int(sys.argv[1])
    sets = int(sys.argv[2]) if len(sys.argv) > 2 else count
    dice = random.Random(20260101)
    for number in range(count):
        if sets < count:
            dice = random.Random(number % sets)
        make = assume_role if number % 2 == 0 else plain_request
        sys.stdout.write(json.dumps(make(dice, number)) + "\n")


if __name__ == "__main__":
    main()
