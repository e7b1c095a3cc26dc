#!/usr/bin/env python3
"""Runs the GitHub action of this repository as GitHub's runner would, and checks what it does.

    run_action.py IAMSIM

Reads action.yml: no command may hold an expression, each input must reach the script by `env` and be documented in
Documentation/ci.md. Then runs the action's steps in small repositories: as they should be, with broken policies, with inputs
that would like to be commands, with values that no input has, and with a build in place of a binary, for which a program
stands in that copies IAMSIM. Steps that use other actions are not run. Ends with status 1 where anything is not as it
should be.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
COMPARISON = re.compile(r"([\w.-]+) (==|!=) '([^']*)'")
PINNED = re.compile(r"[\w.-]+(/[\w.-]+)+@[0-9a-f]{40}")

POLICY = """{
  "Version": "2012-10-17",
  "Statement": [{
    "Sid": "Deploy",
    "Effect": "Allow",
    "Action": "sts:AssumeRole",
    "Resource": "arn:aws:iam::111111111111:role/Deploy"
  }]
}
"""
SCENARIO = """scenario: May CI assume the role?
policies:
  identity: [../policies/ci.json]
  trust:
    Version: "2012-10-17"
    Statement:
      - Effect: Allow
        Principal: {AWS: "arn:aws:iam::111111111111:root"}
        Action: "sts:AssumeRole"
call:
  caller: arn:aws:iam::111111111111:user/ci
  AssumeRole:
    RoleArn: arn:aws:iam::111111111111:role/Deploy
    RoleSessionName: ci
expect:
  - outcome: allowed
"""
WORKFLOW = """on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - run: aws sts get-caller-identity
"""
SWIFT = """#!/bin/sh
case "$*" in
    --version) echo "Swift version 0" ;;
    *--show-bin-path) echo "$STAND_IN" ;;
    *) mkdir -p "$STAND_IN" && cp "$STANDS_FOR" "$STAND_IN/iamsim" ;;
esac
"""

faults = []
done = []


def expect(holds, message):
    """Counts one thing that must hold."""
    done.append(message)
    if not holds:
        faults.append(message)
        print(f"not as it should be: {message}", file=sys.stderr)


class Contexts(dict):
    """What expressions read: `inputs.paths`, `github.repository`, `steps.gate.outputs.html`."""

    def value(self, name):
        """The value of a name; an output that no step has written is empty."""
        if name in self or not name.startswith("steps."):
            return self[name]
        return ""

    def text(self, text):
        """A text with its expressions evaluated."""
        return EXPRESSION.sub(lambda found: self.value(found.group(1)), str(text))

    def holds(self, condition):
        """Whether a condition of comparisons holds."""
        for part in condition.split(" && "):
            found = COMPARISON.fullmatch(part.strip())
            if not found:
                sys.exit(f"run_action: the condition `{condition}` is of a kind that this test does not evaluate")
            name, operator, text = found.groups()
            if (self.value(name).lower() == text.lower()) != (operator == "=="):
                return False
        return True


class Run:
    """One run of the action in a repository."""

    def __init__(self, action, repository, scratch, inputs, environment=None):
        self.status = 0
        self.printed = ""
        self.used = []
        self.summary = scratch / "summary.md"
        self.summary.write_text("")
        self.contexts = Contexts({"github.repository": "acme/app"})
        for name, declared in action["inputs"].items():
            # What a workflow gives is text already, whatever it looks like.
            default = self.contexts.text(declared.get("default", ""))
            self.contexts[f"inputs.{name}"] = inputs.get(name, default)
        for step in action["runs"]["steps"]:
            if self.status == 0 and ("if" not in step or self.contexts.holds(step["if"])):
                self._run(step, repository, scratch, environment or {})
        self.outputs = {name: self.contexts.text(output["value"]) for name, output in action["outputs"].items()}

    def _run(self, step, repository, scratch, environment):
        if "uses" in step:
            self.used.append(step["uses"])
            return
        script, outputs = scratch / "step.sh", scratch / "outputs"
        script.write_text(step["run"])
        outputs.write_text("")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT", "INPUT_", "RUNNER_"))}
        told = {
            "GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_WORKSPACE": str(repository),
            "GITHUB_OUTPUT": str(outputs), "GITHUB_STEP_SUMMARY": str(self.summary), "RUNNER_TEMP": str(scratch),
        }
        own = {name: self.contexts.text(value) for name, value in step.get("env", {}).items()}
        ended = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)], cwd=repository, check=False,
            env={**kept, **told, **environment, **own}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=120)
        self.status = ended.returncode
        self.printed += ended.stdout.decode("utf-8", "replace")
        for line in outputs.read_text().splitlines():
            name, _, value = line.partition("=")
            self.contexts[f"steps.{step.get('id')}.outputs.{name}"] = value

    def commands(self):
        """The lines that the runner takes for its commands: none while they are stopped."""
        token, found = None, []
        for line in self.printed.splitlines():
            line = line.strip()
            if token:
                token = None if line == f"::{token}::" else token
            elif line.startswith("::stop-commands::"):
                token = line.removeprefix("::stop-commands::")
            elif line.startswith("::") or "##[" in line:
                found.append(line)
        expect(token is None, "commands that were stopped are taken up again")
        return found


def read_action(action):
    """Checks action.yml, its inputs above all, against itself and against the documentation."""
    page = (ROOT / "Documentation" / "ci.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE)
    declared = list(action["inputs"])
    expect(sorted(documented) == sorted(declared), f"ci.md documents {sorted(documented)}, declared are {sorted(declared)}")
    script = (ROOT / "scripts" / "action").read_text(encoding="utf-8")
    by_env, variables = set(), set()
    for number, step in enumerate(action["runs"]["steps"], 1):
        if "uses" in step:
            expect(PINNED.fullmatch(step["uses"]), f"step {number} uses {step['uses']}, which is no full commit hash")
            expect("inputs." not in str(step.get("with", {})), f"step {number} hands an input to another action")
            continue
        expect("${{" not in step["run"], f"the command of step {number} holds an expression: {step['run']}")
        expect(step.get("shell") == "bash", f"step {number} has the shell {step.get('shell')}")
        for variable, value in step.get("env", {}).items():
            variables.add(variable)
            for name in EXPRESSION.findall(str(value)):
                if name.startswith("inputs."):
                    by_env.add(name.removeprefix("inputs."))
                    wanted = "INPUT_" + name.removeprefix("inputs.").upper().replace("-", "_")
                    expect(variable == wanted, f"{name} comes as {variable}, not as {wanted}")
    expect(by_env == set(declared), f"by env come {sorted(by_env)}, declared are {sorted(declared)}")
    expect("${{" not in script, "scripts/action holds an expression")
    read = set(re.findall(r"\bINPUT_[A-Z_]+", script)) - {"INPUT_"}
    given = {name for name in variables if name.startswith("INPUT_")}
    expect(read == given, f"the script reads {sorted(read)}, given are {sorted(given)}")
    used = set(re.findall(r"inputs\.([\w-]+)", str(action["runs"])))
    expect(used <= set(declared), f"undeclared inputs are used: {sorted(used - set(declared))}")


def make_repository(folder):
    """A repository with one policy, one scenario and one workflow."""
    files = {"policies/ci.json": POLICY, "scenarios/ci.yaml": SCENARIO, ".github/workflows/deploy.yml": WORKFLOW}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    git = ["git", "-C", str(folder), "-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--no-verify", "--message", "begin"]):
        subprocess.run(git + arguments, check=True, stdin=subprocess.DEVNULL)


def files_of(folder):
    """Every file and folder, but git's own."""
    return {path for path in folder.rglob("*") if ".git" not in path.relative_to(folder).parts}


def as_it_should_be(run, repository):
    reports = {"html": "out/a page.html", "sarif": "-out.sarif", "junit": "out/junit.xml"}
    ended = run({**reports, "coverage-min": "50", "workflows": ".github/workflows"})
    expect(ended.status == 0, f"good policies end with {ended.status}:\n{ended.printed}")
    expect("1 case" in ended.summary.read_text(), "the summary tells the cases")
    expect("## Calls of workflows" in ended.summary.read_text(), "the summary tells the workflows")
    expect("workflow: exit status 0" in ended.printed, "the workflows are asked")
    expect("against: not asked for" in ended.printed, "what is not asked for is said")
    expect(not ended.commands(), f"good policies are not annotated: {ended.commands()}")
    for name, path in reports.items():
        expect((repository / path).is_file() and (repository / path).stat().st_size > 0, f"there is the file {path}")
        given = ended.outputs[name]
        expect((repository / given) == (repository / path), f"the output {name} is {given}, not {path}")


def broken(run, repository):
    policy = repository / "policies" / "ci.json"
    policy.write_text(POLICY.replace("sts:AssumeRole", "sts:GetSessionToken"))
    # What is asked for besides is run all the same, and a worse status is the action's.
    ended = run({"html": "failed.html", "workflows": ".github/workflows"})
    expect(ended.status == 1, f"a policy that does not allow ends with {ended.status}:\n{ended.printed}")
    errors = [line for line in ended.commands() if line.startswith("::error file=scenarios/ci.yaml,line=")]
    expect(len(errors) == 1, f"a failure is annotated once: {ended.commands()}")
    expect((repository / "failed.html").is_file(), "a failed run writes its page")
    expect("workflow: exit status 0" in ended.printed, "the workflows are asked behind a failure")
    worse = run({"workflows": "no/such/workflow.yml"})
    expect(worse.status == 65, f"the worst of 1 and 65 is {worse.status}")
    policy.write_text(POLICY.replace('"Sid"', "::error::forged\n    ::add-mask::a\n    \"Sid\""))
    unread = run({})
    expect(unread.status == 65, f"a policy that cannot be read ends with {unread.status}")
    commands = unread.commands()
    expect(bool(commands) and all(line.startswith("::error file=policies/ci.json,line=") for line in commands),
           f"the place in a policy that cannot be read is annotated, and its text is no command: {commands}")
    expect(len(commands) == len(set(commands)), f"each place is annotated once: {commands}")
    policy.write_text(POLICY)


def hostile(run, repository):
    texts = [
        "$(touch pwned)", "; touch pwned", "`touch pwned`", "scenarios\n::error::x", "--help", "-rf", "a' && touch pwned #",
        '"; touch pwned; "', "../../../../etc/passwd", "*", "${{ github.token }}", "x\r\n##[error]x", "%0A::error::x",
    ]
    before = files_of(repository)
    statuses = {"paths": {65}, "workflows": {65}, "extends": {64}, "values": {64}, "repository": {64}, "strict-caveats": {64},
                "strict-warnings": {64},
                "coverage-min": {64}, "fail-on": {64}, "binary": {64}}
    for name, wanted in statuses.items():
        for text in texts:
            ended = run({name: text})
            expect(ended.status in wanted, f"{name}={text!r} ends with {ended.status}, not {wanted}:\n{ended.printed}")
            forged = [line for line in ended.commands() if not re.match(r"::error (file=|title=iamsim::)", line)]
            expect(not forged, f"{name}={text!r} makes commands: {forged}")
            expect(bool(ended.printed.strip()), f"{name}={text!r} fails with a message")
    for name in ("html", "sarif", "junit", "extends", "values"):
        ended = run({name: "a\nb=c", "workflows": ".github/workflows"})
        expect(ended.status == 64, f"{name} on two lines ends with {ended.status}")
    for text in ("-x", "--output=pwned", "a b", "a\nb"):
        expect(run({"against": text}).status == 64, f"against={text!r} is refused")
    expect(files_of(repository) == before, f"nothing was made: {sorted(map(str, files_of(repository) - before))}")


def refused(run, _):
    values = {"fail-on": "newly-alowed", "strict-caveats": "yes", "strict-warnings": "1", "coverage-min": "101", "repository": "app",
              "extends": "accounts.yaml", "binary": "no-such-program"}
    for name, text in values.items():
        ended = run({name: text})
        expect(ended.status == 64, f"{name}={text} ends with {ended.status}")
        expect(f"::error title=iamsim::input {name}: " in ended.printed, f"{name}={text} is named:\n{ended.printed}")


def linked(run, repository):
    """Links that a pull request brings where a report goes: to the action's own script, to elsewhere, and as a folder."""
    outside = repository.parent / "outside"
    outside.mkdir()
    (outside / "theirs").write_text("theirs")
    script = (ROOT / "scripts" / "action").read_bytes()
    (repository / "out").mkdir()
    targets = {"out/script.sarif": ROOT / "scripts" / "action", "out/there.sarif": outside / "theirs",
               "out/new.sarif": outside / "new", "linked/a.sarif": None, "linked/deep/a.sarif": None}
    (repository / "linked").symlink_to(outside)
    for path, target in targets.items():
        if target:
            (repository / path).symlink_to(target)
        for given in (path, str(repository / path)):
            ended = run({"sarif": given, "against": "HEAD"})
            expect(ended.status == 64, f"the linked report {given} ends with {ended.status}:\n{ended.printed}")
            expect("symbolic link" in ended.printed, f"the link is named:\n{ended.printed}")
    os.mkfifo(repository / "pipe")
    expect(run({"html": "pipe"}).status == 64, "a pipe is no report")
    expect(run({"html": "same", "junit": "same"}).status == 64, "two reports are two files")
    expect((ROOT / "scripts" / "action").read_bytes() == script, "the script is as it was")
    expect(sorted(path.name for path in outside.iterdir()) == ["theirs"], "nothing was made elsewhere")
    expect((outside / "theirs").read_text() == "theirs", "what is elsewhere is as it was")
    for name in ("out/script.sarif", "out/there.sarif", "out/new.sarif", "linked", "pipe"):
        (repository / name).unlink()
    # Where all is in order, a report of before is replaced, and nothing is left beside it.
    (repository / "out" / "a.sarif").write_text("old")
    ended = run({"sarif": "out/a.sarif"})
    expect(ended.status == 0 and ended.outputs["sarif"] == "out/a.sarif", f"a report is written:\n{ended.printed}")
    expect((repository / "out" / "a.sarif").read_text().startswith("{"), "a report of before is replaced")
    expect([path.name for path in (repository / "out").iterdir()] == ["a.sarif"], "nothing is left beside it")
    # A case is called like a command, and is none.
    scenario = repository / "scenarios" / "ci.yaml"
    scenario.write_text(SCENARIO.replace("expect:\n  - outcome: allowed", 'cases:\n  "$(touch pwned) `touch pwned`": '
                                         "{expect: {outcome: denied}}"))
    expect(run({"sarif": "out/a.sarif"}).status == 1, "a case that fails fails the action")
    expect(not (repository / "pwned").exists(), "the name of a case is run by nobody")


def replaced(action, repository, scratch, iamsim):
    """A command that writes over itself while it runs is not run again."""
    program = scratch / "program"
    program.write_text(f'#!/bin/sh\nprintf "# more\\n" >>"$0"\nexec {iamsim} "$@"\n')
    program.chmod(0o755)
    ended = Run(action, repository, scratch, {"binary": str(program), "against": "HEAD"})
    expect(ended.status == 70, f"a program that changes ends with {ended.status}:\n{ended.printed}")
    expect("have changed while it ran" in ended.printed, f"that is said:\n{ended.printed}")


def compared(run, repository):
    same = run({"against": "HEAD", "fail-on": "any"})
    expect(same.status == 0, f"compared with itself it ends with {same.status}:\n{same.printed}")
    policy = repository / "policies" / "ci.json"
    policy.write_text(POLICY.replace("sts:AssumeRole", "sts:GetSessionToken"))
    # Failing scenarios end with 1 by themselves, so the comparison is looked at.
    ended = run({"against": "HEAD", "fail-on": "newly-denied"})
    expect("against: exit status 1" in ended.printed, f"a newly denied case fails:\n{ended.printed}")
    expect("## Changed answers" in ended.summary.read_text(), "the summary tells the changed answers")
    ended = run({"against": "HEAD", "fail-on": "newly-allowed"})
    expect("against: exit status 1" in ended.printed, f"that the statement allows something else fails:\n{ended.printed}")
    policy.write_text(POLICY.replace('"Allow"', '"Deny"'))
    ended = run({"against": "HEAD", "fail-on": "newly-allowed"})
    expect("against: exit status 0" in ended.printed, f"a newly denied case is not newly allowed:\n{ended.printed}")
    ended = run({"against": "no-such-ref"})
    expect(ended.status == 65, f"an unknown ref ends with {ended.status}:\n{ended.printed}")
    policy.write_text(POLICY)


def built(action, repository, scratch, iamsim):
    programs = scratch / "programs"
    programs.mkdir()
    (programs / "swift").write_text(SWIFT)
    (programs / "swift").chmod(0o755)
    # A build finds libxml2, or the prerequisites would be installed here.
    (programs / "pkg-config").write_text("#!/bin/sh\n")
    (programs / "pkg-config").chmod(0o755)
    environment = {"PATH": f"{programs}:{os.environ['PATH']}", "STAND_IN": str(scratch / "build"), "STANDS_FOR": iamsim}
    for attempt in ("built", "built before"):
        ended = Run(action, repository, scratch, {}, environment)
        expect(ended.status == 0, f"{attempt}, it ends with {ended.status}:\n{ended.printed}")
        expect(len(ended.used) == 2, f"the cache is read and written: {ended.used}")
        expect(ended.outputs["iamsim"] == str(scratch / "iamsim-action" / "iamsim"), "the output tells where the command is")
        key = ended.contexts.value("steps.prepare.outputs.key")
        expect(re.fullmatch(r"iamsim-[0-9a-f]{64}", key), f"the key of the cache is {key!r}")
    expect("was built before" in ended.printed, "a build of before is taken")


def main():
    iamsim = str(pathlib.Path(sys.argv[1]).resolve())
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    read_action(action)
    told = subprocess.run([iamsim, "test", "--help"], check=True, capture_output=True, text=True).stdout
    parts = [as_it_should_be, broken, hostile, refused, linked]
    if "--against" in told:
        parts.append(compared)
    else:
        print("not run: `against`, as this iamsim has no --against")
    print("not run: the steps that use actions/cache")
    with tempfile.TemporaryDirectory() as folder:
        for part in parts + [built, replaced]:
            base = pathlib.Path(folder).resolve() / part.__name__
            repository, scratch = base / "repository", base / "scratch"
            repository.mkdir(parents=True)
            scratch.mkdir()
            make_repository(repository)
            if part in (built, replaced):
                part(action, repository, scratch, iamsim)
            else:
                part(lambda inputs: Run(action, repository, scratch, {"binary": iamsim, **inputs}), repository)
    print(f"the action: {len(done)} things looked at, {len(faults)} not as they should be")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
