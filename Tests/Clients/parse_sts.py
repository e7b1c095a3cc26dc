"""Reads the responses that iamsim writes with botocore's own parser, as the AWS CLI and boto3 do.

    parse_sts.py IAMSIM FILE...

Each case of the scenarios is asked twice, as JSON and as XML. botocore must read the XML by its model of the operation, and
find the values of the JSON answer in it. Ends with status 1 when a response cannot be read, holds other values, or when no
operation of those that are modelled is among the cases.
"""

import argparse
import json
import subprocess
import sys
import xml.etree.ElementTree

import botocore.loaders
import botocore.model
import botocore.parsers

OPERATIONS = {
    "AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "AssumeRoot", "GetCallerIdentity",
    "GetFederationToken", "GetSessionToken",
}
SERVICE = botocore.model.ServiceModel(botocore.loaders.Loader().load_service_model("sts", "service-2"))
PARSER = botocore.parsers.QueryParser(timestamp_parser=lambda text: text)


def run(*arguments):
    """What the command prints."""
    return subprocess.run(arguments, check=False, capture_output=True).stdout


def operation_of(body):
    """The operation whose response it is; for an error any will do, as errors have one shape."""
    name = body.split(b"<", 2)[2].split(b" ", 1)[0].decode()
    return "GetCallerIdentity" if name == "ErrorResponse" else name.removesuffix("Response")


def parse(body, status):
    """The response as botocore hands it to its callers."""
    shape = SERVICE.operation_model(operation_of(body)).output_shape
    return PARSER.parse({"status_code": status, "headers": {}, "body": body}, shape)


def faults(answer, body):
    """What botocore reads otherwise than the JSON answer says."""
    error = answer["aws"]
    status = error["status"] if error else 200
    parsed = parse(body, status)
    if parsed["ResponseMetadata"]["HTTPStatusCode"] != status or not parsed["ResponseMetadata"].get("RequestId"):
        yield f"response metadata {parsed['ResponseMetadata']}"
    if error:
        found = parsed.get("Error", {})
        if (found.get("Code"), found.get("Message")) != (error["code"], error["message"]):
            yield f"error {found}, expected {error}"
        return
    session = answer["session"]
    if session is None:
        if set(parsed) != {"Arn", "UserId", "Account", "ResponseMetadata"}:
            yield f"expected who asks, found {sorted(parsed)}"
        return
    user = parsed.get("AssumedRoleUser") or parsed.get("FederatedUser")
    wanted = {
        "Arn": (user["Arn"] if user else session["arn"], session["arn"]),
        "Expiration": (parsed["Credentials"]["Expiration"], session["expires"]),
        "SourceIdentity": (parsed.get("SourceIdentity"), session["sourceIdentity"]),
    }
    for name, (found, expected) in wanted.items():
        if found != expected:
            yield f"{name} {found!r}, expected {expected!r}"
    for name in ("AccessKeyId", "SecretAccessKey", "SessionToken"):
        if not parsed["Credentials"].get(name):
            yield f"no {name}"


def unread(body):
    """Members of the result that botocore's model does not know: its parser would pass them by."""
    root = xml.etree.ElementTree.fromstring(body)
    result = root[0]
    if not result.tag.endswith("Result"):
        return set()
    stack = [SERVICE.operation_model(operation_of(body)).output_shape]
    known = set()
    while stack:
        members = stack.pop().members
        known |= set(members)
        stack += [member for member in members.values() if member.type_name == "structure"]
    return {element.tag.split("}")[1] for element in result.iter() if element is not result} - known


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("iamsim")
    options.add_argument("files", nargs="+")
    given = options.parse_args()
    operations, count, bad = set(), 0, 0
    for path in given.files:
        for line in run(given.iamsim, "test", "--list", path).decode().splitlines():
            name = line.removeprefix(f"{path}: ")
            answer = json.loads(run(given.iamsim, "simulate", path, "--case", name))
            body = run(given.iamsim, "simulate", path, "--case", name, "--format", "xml")
            found = list(faults(answer, body)) + [f"botocore does not know {member}" for member in unread(body)]
            for fault in found:
                print(f"{line}: {fault}")
            count, bad = count + 1, bad + bool(found)
            if not answer["aws"]:
                operations.add(operation_of(body))
    print(f"botocore read {count} responses, {bad} of them wrongly; successes of {len(operations)} operations")
    missing = OPERATIONS - operations
    if missing:
        print(f"no success of {', '.join(sorted(missing))}")
    return 1 if bad or missing else 0


sys.exit(main())
