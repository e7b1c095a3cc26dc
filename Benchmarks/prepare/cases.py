#!/usr/bin/env python3
"""Writes a scenario of ten thousand cases, of which every other one is not as expected.

    cases.py > cases.yaml
"""

HEAD = """scenario: Ten thousand cases
call:
  caller: arn:aws:iam::111111111111:user/ci
  AssumeRole: {RoleArn: "arn:aws:iam::222222222222:role/Deploy", RoleSessionName: run1}
policies:
  identity:
    - Version: "2012-10-17"
      Statement:
        - Sid: AssumeAndTag
          Effect: Allow
          Action: ["sts:AssumeRole", "sts:TagSession"]
          Resource: "*"
          Condition: {StringNotEquals: {"aws:RequestTag/t2": v2-5}}
  trust:
    Version: "2012-10-17"
    Statement:
      - Sid: Ci
        Effect: Allow
        Principal: {AWS: "arn:aws:iam::111111111111:user/ci"}
        Action: ["sts:AssumeRole", "sts:TagSession"]
        Condition: {StringLike: {"aws:RequestTag/t0": "v0*", "sts:ExternalId": "x*"}}
      - Sid: NotTagged
        Effect: Deny
        Principal: "*"
        Action: "sts:TagSession"
        Condition: {StringEquals: {"aws:RequestTag/t1": v1-3}}
vary:
"""


def main():
    print(HEAD, end="")
    for axis in range(3):
        print(f"  tag {axis}:")
        for value in range(10):
            print(f"    value {value}: {{call: {{AssumeRole: {{Tags: {{t{axis}: v{axis}-{value}}}}}}}}}")
    print("  external id:")
    for value in range(10):
        print(f"    id {value}: {{call: {{AssumeRole: {{ExternalId: {'xy'[value % 2]}{value}}}}}}}")
    print("expect: {outcome: denied}")


main()
