"""Writes the AWS managed policies that PyPI's moto carries, and requests made of their actions, the same at every run.

    python3 managed_policies.py FOLDER

FOLDER/managed.jsonl: one policy a line, {"name": ..., "document": ...}.
FOLDER/requests.json: {"policies": [20 names], "requests": [[action, resource], ...]}; 1,000 requests.
"""

import json
import pathlib
import random
import sys

from moto.iam.aws_managed_policies import aws_managed_policies_data

# Policies that people attach together, large and small.
ATTACHED = [
    "ReadOnlyAccess", "SecurityAudit", "job-function/ViewOnlyAccess", "PowerUserAccess", "AmazonS3FullAccess",
    "AmazonEC2FullAccess", "AmazonDynamoDBFullAccess", "AWSLambda_FullAccess", "AmazonSQSFullAccess",
    "AmazonSNSFullAccess", "CloudWatchFullAccess", "AWSCloudFormationFullAccess", "IAMReadOnlyAccess",
    "AmazonRDSFullAccess", "AmazonECS_FullAccess", "AmazonVPCFullAccess", "AWSCodeBuildDeveloperAccess",
    "AmazonKinesisFullAccess", "AmazonAthenaFullAccess", "AWSStepFunctionsFullAccess",
]


def strings(value):
    return [value] if isinstance(value, str) else list(value or [])


def statements(document):
    value = document["Statement"]
    return value if isinstance(value, list) else [value]


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    policies = json.loads(aws_managed_policies_data)
    with open(folder / "managed.jsonl", "w") as file:
        for name in sorted(policies):
            file.write(json.dumps({"name": name, "document": policies[name]["Document"]}) + "\n")
    attached = [name for name in (entry.split("/")[-1] for entry in ATTACHED) if name in policies]
    spare = (name for name in sorted(policies) if name not in attached)
    while len(attached) < 20:
        attached.append(next(spare))
    dice = random.Random(20260101)
    actions = sorted(
        {
            action
            for name in sorted(policies)
            for statement in statements(policies[name]["Document"])
            for action in strings(statement.get("Action"))
            if ":" in action and "*" not in action and "?" not in action
        }
    )
    resources = ["*", "arn:aws:s3:::bucket/key", "arn:aws:iam::111111111111:role/Deploy"]
    requests = [[dice.choice(actions), dice.choice(resources)] for _ in range(1000)]
    with open(folder / "requests.json", "w") as file:
        json.dump({"policies": attached[:20], "requests": requests}, file)


if __name__ == "__main__":
    main()
