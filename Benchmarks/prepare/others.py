"""Times other programs on the same questions, for orientation: moto's iam.access_control and cedarpy.

    python3 others.py FOLDER > others.json

FOLDER is what managed_policies.py wrote. moto evaluates identity policies alone and knows few conditions; for cedarpy the
seed's question is translated by hand. Medians of five rounds.
"""

import json
import pathlib
import statistics
import sys
import time


def median_rate(count, run, rounds=5):
    """The median number of decisions a second."""
    rates = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        rates.append(count / (time.perf_counter() - start))
    return round(statistics.median(rates))


SEED = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Resource": "arn:aws:iam::210987654321:role/GitHubActionsDeploymentRole",
        }
    ],
}
ROLE = "arn:aws:iam::210987654321:role/GitHubActionsDeploymentRole"


def moto_rates(folder):
    from moto.iam.access_control import IAMPolicy

    seed = IAMPolicy(json.dumps(SEED))
    seed_rate = median_rate(20_000, lambda: [seed.is_action_permitted("sts:TagSession", ROLE) for _ in range(20_000)])
    plan = json.loads((folder / "requests.json").read_text())
    documents = {}
    for line in (folder / "managed.jsonl").read_text().splitlines():
        entry = json.loads(line)
        documents[entry["name"]] = entry["document"]
    policies = [IAMPolicy(json.dumps(documents[name])) for name in plan["policies"]]
    requests = plan["requests"][:20]

    def all_requests():
        for action, resource in requests:
            for policy in policies:
                policy.is_action_permitted(action, resource)

    return {"a": seed_rate, "b": median_rate(len(requests), all_requests, rounds=3)}


def cedar_rate():
    import cedarpy

    policies = """
    permit(principal == User::"deployer", action in [Action::"AssumeRole", Action::"TagSession"], resource == Role::"Deploy")
    when { context has externalId && context.externalId == "avesa-github-actions-2024" };
    """
    request = {
        "principal": 'User::"deployer"', "action": 'Action::"TagSession"', "resource": 'Role::"Deploy"',
        "context": {"externalId": "avesa-github-actions-2024"},
    }
    one = median_rate(2_000, lambda: [cedarpy.is_authorized(request, policies, []) for _ in range(2_000)])
    batch = [request] * 2_000
    many = median_rate(2_000, lambda: cedarpy.is_authorized_batch(batch, policies, []))
    return {"a": max(one, many)}


def main():
    folder = pathlib.Path(sys.argv[1])
    results = {"moto": moto_rates(folder)}
    try:
        results["cedarpy"] = cedar_rate()
    except ImportError:
        print("cedarpy is not installed", file=sys.stderr)
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
