#!/usr/bin/env python3
"""Watches a run of some seconds: on a terminal it tells how far it is, elsewhere it tells nothing.

    watch_progress.py IAMSIM
"""
import os
import pathlib
import pty
import re
import subprocess
import sys
import tempfile

SCENARIO = """
scenario: Many cases
call:
  caller: arn:aws:iam::111111111111:user/ci
  AssumeRole: {RoleArn: "arn:aws:iam::222222222222:role/Deploy", RoleSessionName: run1}
policies:
  identity: [{Version: "2012-10-17", Statement: [{Effect: Allow, Action: "sts:*", Resource: "*"}]}]
  trust: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: "*", Action: "sts:AssumeRole"}]}
vary:
"""


def scenario(count: int) -> str:
    """A scenario of which each case is denied, so that many are explained, and the run takes long."""
    text = SCENARIO
    for axis in "ab":
        text += f"  tag {axis}:\n"
        for value in range(count):
            text += f"    value {value}: {{call: {{AssumeRole: {{Tags: {{{axis}: v{value}}}}}}}}}\n"
    return text + "expect: {outcome: allowed}\n"


def told_on_terminal(command: list) -> str:
    """What a run writes to its standard error, where that is a terminal."""
    leader, follower = pty.openpty()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=follower) as process:
        os.close(follower)
        chunks = []
        while True:
            try:
                chunk = os.read(leader, 65536)
            except OSError:
                break
            if not chunk:
                break
            chunks.append(chunk)
        process.wait()
    os.close(leader)
    return b"".join(chunks).decode("utf-8")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        count = 8
        while True:
            path = pathlib.Path(folder, "many.yaml")
            path.write_text(scenario(count), encoding="utf-8")
            command = [sys.argv[1], "test", str(path), "--max-cases", "100000"]
            command += ["--format", f"csv={folder}/out.csv", "--format", "json"]
            told = told_on_terminal(command)
            if told or count > 200:
                break
            # This machine is fast: more cases take longer.
            count *= 2
        elsewhere = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    lines = re.findall(r"(\d+) of (\d+) cases, \d+ a second, \d+ s left", told)
    faults = []
    if not lines:
        faults.append(f"a terminal is told nothing: {told[:200]!r}")
    if any(int(total) != count * count or int(done) > int(total) for done, total in lines):
        faults.append(f"the counts are wrong: {lines[:5]}")
    if [int(done) for done, _ in lines] != sorted(int(done) for done, _ in lines):
        faults.append("the counts go back")
    if told and not told.endswith("\r\x1b[K"):
        faults.append(f"the line stays on the terminal: {told[-80:]!r}")
    if elsewhere:
        faults.append(f"what is no terminal is told something: {elsewhere[:200]!r}")
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{count * count} cases, told {len(lines)} times: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
