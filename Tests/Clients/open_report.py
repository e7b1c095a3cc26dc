#!/usr/bin/env python3
"""Opens an HTML report in a browser without a screen, and checks that filtering and folding work there.

    open_report.py REPORT JSON CHROMIUM

JSON is the report of the same run as data, which says how many rows there must be.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

PROBE = """
<script>
addEventListener("load", () => {
  const told = {};
  const shown = (selector) => Array.from(document.querySelectorAll(selector))
    .filter((row) => row.getClientRects().length > 0).length;
  const set = (id, value) => {
    const field = document.getElementById(id);
    field.value = value;
    field.dispatchEvent(new Event("input"));
  };
  told.rows = shown("tr.case");
  const ids = Array.from(document.querySelectorAll("[id]")).map((element) => element.id);
  told.doubled = ids.length - new Set(ids).size;
  told.others = shown("details.coverage") + shown("details.sources");
  told.own = Array.from(document.querySelectorAll("tr.case")).every((row) =>
    document.getElementById(row.dataset.more) === row.nextElementSibling);
  told.foldedOut = shown("tr.more");
  set("verdict", "allowed"); told.allowed = shown("tr.case");
  set("verdict", "denied"); told.denied = shown("tr.case");
  set("verdict", "caveat"); told.caveat = shown("tr.case");
  set("verdict", ""); set("status", "failed"); told.failed = shown("tr.case");
  set("status", ""); set("words", "no such words anywhere"); told.none = shown("tr.case");
  told.groups = shown("details.scenario:has(tr.case)");
  told.stay = shown("details.coverage") + shown("details.sources");
  set("words", ""); told.again = shown("tr.case");
  const buttons = Array.from(document.querySelectorAll("td.fold button"));
  const withSource = buttons.find((button) =>
    document.getElementById(button.closest("tr").dataset.more).querySelector("li[data-source]"));
  withSource.click();
  told.opened = shown("tr.more");
  told.expanded = withSource.getAttribute("aria-expanded");
  const row = document.getElementById(withSource.closest("tr").dataset.more);
  told.deciding = row.querySelectorAll("pre span.deciding").length;
  withSource.click();
  told.closed = shown("tr.more");
  told.wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  const pre = document.createElement("pre");
  pre.id = "probe";
  pre.textContent = JSON.stringify(told);
  document.body.append(pre);
});
</script>
"""


def told_by(page: str, browser: str, size: str) -> dict:
    """What the probe in the page tells, opened at a size."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "report.html")
        path.write_text(page.replace("</body>", PROBE + "</body>"), encoding="utf-8")
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile",
            f"--window-size={size}", "--virtual-time-budget=10000", "--dump-dom", path.as_uri(),
        ]
        dom = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    found = re.search(r'<pre id="probe">(.*?)</pre>', dom, re.DOTALL)
    if not found:
        sys.exit("the page did not run the probe")
    return json.loads(found.group(1))


def main() -> int:
    page = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    report = json.loads(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
    cases = [case for scenario in report["scenarios"] for case in scenario["cases"]]
    decisions = [case["answer"]["decision"] for case in cases]
    faults = []
    if re.search(r"(?:src|href)=\"(?!#)", page):
        faults.append("the page refers to something outside of it")
    for size in ["1280,900", "390,844"]:
        told = told_by(page, sys.argv[3], size)
        wanted = {
            "rows": len(cases), "doubled": 0, "others": 2, "stay": 2, "own": True, "foldedOut": 0, "allowed": decisions.count("allowed"),
            "denied": decisions.count("implicitDeny") + decisions.count("explicitDeny"),
            "caveat": sum(1 for case in cases if case["answer"]["caveats"]), "failed": report["summary"]["failed"],
            "none": 0, "groups": 0, "again": len(cases), "opened": 1, "expanded": "true", "closed": 0, "wide": False,
        }
        for name, value in wanted.items():
            if told[name] != value:
                faults.append(f"at {size}, {name}: expected {value}, found {told[name]}")
        if told["deciding"] < 1:
            faults.append(f"at {size}: no line of a policy is marked")
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(cases)} rows at two sizes: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
