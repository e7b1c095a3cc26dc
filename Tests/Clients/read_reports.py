#!/usr/bin/env python3
"""Reads the reports of one run with readers that others wrote.

    read_reports.py JSON SARIF CSV

SARIF is read by sarif-tools, CSV by Python's own reader; both must tell the counts that the JSON report tells.
"""
import csv
import json
import re
import sys

from sarif import loader


def main() -> int:
    with open(sys.argv[1], encoding="utf-8") as file:
        report = json.load(file)
    cases = [case for scenario in report["scenarios"] for case in scenario["cases"]]
    summary = report["summary"]
    faults = []

    def expect(what, found, wanted):
        if found != wanted:
            faults.append(f"{what}: expected {wanted}, found {found}")

    expect("cases in the JSON report", len(cases), summary["cases"])
    sarif = loader.load_sarif_file(sys.argv[2])
    severities = sarif.get_report().get_issue_count_for_severity
    expect("errors in the SARIF log", severities("error"), summary["failed"])
    expect("notes in the SARIF log", severities("note"), summary["todo"])
    told = sarif.get_results()
    # What files are warned of is no case.
    warnings = [result for result in told if result["level"] == "warning"]
    expect("different warnings", len({result["partialFingerprints"]["warning/v1"] for result in warnings}), len(warnings))
    results = [result for result in told if result["level"] != "warning"]
    prints = {result["partialFingerprints"]["case/v1"] for result in results}
    expect("different fingerprints", len(prints), len(results))
    for result in results:
        place = result["locations"][0]["physicalLocation"]
        if not place["artifactLocation"]["uri"] or place["region"]["startLine"] < 1:
            faults.append(f"a result without a place: {result['message']['text'][:80]}")

    with open(sys.argv[3], encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    expect("rows in the CSV file", len(rows), summary["cases"])
    for row, case in zip(rows, cases):
        # A cell tells in writing what would steer a log or a terminal.
        name = re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found.group(1), 16)), row["case"])
        if name.lstrip("'") != case["case"] or row["status"] != case["status"] or None in row:
            faults.append(f"a row that is not that of its case: {row}")

    for fault in faults[:20]:
        print(fault, file=sys.stderr)
    print(f"{len(cases)} cases, {len(results)} results, {len(rows)} rows: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
