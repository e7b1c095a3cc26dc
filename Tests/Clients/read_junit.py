"""Reads a JUnit report with junitparser, as the tools that show test results do.

    read_junit.py FILE [--suites N] [--tests N] [--failures N] [--errors N] [--skipped N]

Prints what the report holds. Ends with status 1 when the report cannot be read, holds no test, declares other numbers
than it holds, or holds another number than an option asks for.
"""

import argparse
import sys

import junitparser

NAMES = ("suites", "tests", "failures", "errors", "skipped")
RESULTS = {junitparser.Failure: "failures", junitparser.Error: "errors", junitparser.Skipped: "skipped"}


def suites_within(suite):
    """The number of suites: this one, and those inside it."""
    return 1 + sum(suites_within(inner) for inner in suite.testsuites())


def counts(suite):
    """What the suite holds; junitparser walks through the suites inside it by itself."""
    held = dict.fromkeys(NAMES, 0)
    held["suites"] = suites_within(suite)
    for case in suite:
        held["tests"] += 1
        for kind in {type(result) for result in case.result}:
            held[RESULTS[kind]] += 1
    return held


def faults(path, wanted):
    """Prints what the report holds, and yields what is wrong with it."""
    report = junitparser.JUnitXml.fromfile(path)
    is_suite = isinstance(report, junitparser.TestSuite)
    total = dict.fromkeys(NAMES, 0)
    for suite in [report] if is_suite else report:
        held = counts(suite)
        yield from declared_otherwise(f"suite `{suite.name}`", suite, held)
        for name in NAMES:
            total[name] += held[name]
    if not is_suite:
        yield from declared_otherwise("the report", report, total)
    print(", ".join(f"{total[name]} {name}" for name in NAMES), flush=True)
    if total["tests"] == 0:
        yield "the report holds no test"
    for name, count in wanted.items():
        if count is not None and total[name] != count:
            yield f"the report holds {total[name]} {name}, not {count}"


def declared_otherwise(place, element, held):
    """Yields each number that the element declares but does not hold."""
    for name in NAMES[1:]:
        declared = getattr(element, name)
        if declared is not None and declared != held[name]:
            yield f"{place} declares {declared} {name} and holds {held[name]}"


def main():
    parser = argparse.ArgumentParser(description="Reads a JUnit report with junitparser.")
    parser.add_argument("file")
    for name in NAMES:
        parser.add_argument(f"--{name}", type=int)
    arguments = vars(parser.parse_args())
    path = arguments.pop("file")
    try:
        found = list(faults(path, arguments))
    except Exception as error:  # whatever a reader stumbles over makes the report unreadable
        found = [f"the report cannot be read: {error!r}"]
    for fault in found:
        print(f"{path}: {fault}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
