"""Checks the JSON Schemas of questions, scenarios, answers and reports against what iamsim reads and writes.

    validate_schemas.py IAMSIM [--folder FOLDER]

The schemas are those that `IAMSIM schema NAME` prints; with --folder they are read from files, and that of scenarios
gets the definitions of questions merged in. Each must be a valid schema of draft 2020-12. Then schemas and program must
agree on:

- files: the scenarios, the questions, accounts, policies and values among the fixtures, and the documentation's YAML;
- cases: the question that a case of a scenario comes to, with its base and its overlays merged;
- faults: the fixtures of bad input, but those that are bad for a reason that no schema can see;
- answers: what `simulate` prints for the cases, with and without --lines and --explain; and the report of a run;
- changes: questions of which one member is left out, has another value, or is one too many. What the program reads the
  schema must accept, and what the program refuses for its structure the schema must refuse.

Prints each disagreement with the file and the place within it, and at the end what was compared. Ends with status 1
when there is any disagreement. Needs jsonschema and PyYAML.
"""

import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAMES = ("question", "scenario", "answer", "report")

# Bad input that does not get as far as a value: its text is refused.
UNREADABLE = {
    "alias-bomb.yaml": "aliases that grow beyond all bounds",
    "flow-hint.yaml": "an alias that refers to nothing",
    "invalid-utf8.yaml": "not UTF-8",
    "tab.yaml": "indented with a tab",
}
# Bad input that is well-formed by itself.
UNSEEN = {
    "axes-same-place.yaml": "compares two axes",
    "bad-escape.yaml": "the fault is in the file that it names",
    "case-without-row.yaml": "compares rows with axes",
    "comment.yaml": "the fault is in the file that it names",
    "deep.yaml": "the fault is in the file that it names",
    "directory-as-file.yaml": "names a directory",
    "duplicate-member.yaml": "the fault is in the file that it names",
    "empty-json.yaml": "the file that it names is empty",
    "json-not-an-object.yaml": "the fault is in the file that it names",
    "leaves-the-root.yaml": "names a file outside the root",
    "lone-surrogate.yaml": "the fault is in the file that it names",
    "missing-file.yaml": "names a file that is not there",
    "row-decides-nothing.yaml": "compares rows with each other",
    "same-overlay-twice.yaml": "compares the values of an axis",
    "trailing-comma.yaml": "the fault is in the file that it names",
    "unknown-document.yaml": "names a document that is not there",
    "unknown-role.yaml": "names a role that is not there",
    "unknown-user.yaml": "names a user that is not there",
    "unknown-when.yaml": "names a value that the axis does not have",
}


# Values for the expressions of workflows.
VALUES = ("fixtures/values/roles.yaml",)


# What there must be among the answers.
KINDS = (
    "allowed", "explicitDeny", "implicitDeny", "failed", "invalid", "chain", "explained chain", "token", "change",
)
# Cases that are asked by their files.
ASKED = (
    ("scenarios/basics/bucket-policy.yaml", "identity policy=says nothing, bucket policy=says nothing"),
    ("scenarios/basics/bucket-policy.yaml", "identity policy=says nothing, bucket policy=names the account"),
    ("fixtures/sts/calls.yaml", "assume-role"),
)


# MARK: Reading


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Reads scalars as iamsim does: true, false, null and JSON's numbers; everything else is text."""


Loader.yaml_implicit_resolvers = {}
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
WORDS = {"true": True, "false": False, "": None, "~": None, "null": None, "Null": None, "NULL": None}


def scalar(loader, node):
    """The value of a scalar by its spelling."""
    text = node.value
    if node.style:  # quoted, or a block
        return text
    if text in WORDS:
        return WORDS[text]
    if NUMBER.fullmatch(text):
        return json.loads(text)
    return text


def mapping(loader, node):
    """A mapping, whose keys are always text."""
    return {key.value: loader.construct_object(value, deep=True) for key, value in node.value}


Loader.add_constructor("tag:yaml.org,2002:str", scalar)
Loader.add_constructor("tag:yaml.org,2002:map", mapping)


def load(path):
    """The value of a YAML or JSON file."""
    return yaml.load(path.read_text(encoding="utf-8-sig"), Loader)


def overlaid(base, top):
    """One value laid over another: mappings merge, everything else replaces, null removes."""
    if not isinstance(top, dict):
        return top
    result = dict(base) if isinstance(base, dict) else {}
    for key, value in top.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = overlaid(result.get(key), value)
    return result


def extended(value, path):
    """The value with the files below it that it extends."""
    if not value.get("extends"):
        return value
    base = path.parent / value["extends"]
    own = {key: member for key, member in value.items() if key != "extends"}
    return overlaid(extended(load(base), base), own)


OWN = ("scenario", "about", "source", "warnings", "vary", "expect", "cases")


def cases(scenario, path):
    """The question of each case of a scenario: of the combinations, and of the single variations."""
    base = extended({key: value for key, value in scenario.items() if key not in OWN}, path)
    combinations = [("", base)]
    for axis, values in (scenario.get("vary") or {}).items():
        combinations = [
            (f"{name}{axis}={value}, ", overlaid(question, overlay))
            for name, question in combinations for value, overlay in values.items()]
    if scenario.get("expect"):
        yield from combinations
    for name, case in (scenario.get("cases") or {}).items():
        yield name, overlaid(base, case.get("with") or {})


# MARK: Schemas


class Schemas:
    """The schemas, and what disagrees with them."""

    def __init__(self, program, folder):
        self.disagreements = 0
        self.counts = collections.Counter()
        self.schemas = {}
        for name in NAMES:
            schema = self.read(name, program, folder)
            if schema is not None:
                self.check(name, schema)
                self.schemas[name] = schema
                self.counts["schemas"] += 1
        self.validators = {name: jsonschema.Draft202012Validator(schema) for name, schema in self.schemas.items()}
        definitions = self.schemas["question"]["$defs"]
        for name in ("base", "overlay", "policyDocument", "wholePolicyDocument", "values"):
            self.validators[name] = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": definitions})

    @staticmethod
    def read(name, program, folder):
        if folder is None:
            return json.loads(run(program, "schema", name)[1])
        path = folder / f"{name}.json"
        if not path.exists():
            return None
        schema = json.loads(path.read_text(encoding="utf-8"))
        if name == "scenario":
            more = json.loads((folder / "question.json").read_text(encoding="utf-8"))["$defs"]
            clashes = sorted(schema["$defs"].keys() & more.keys())
            if clashes:
                sys.exit(f"scenario.json: definitions that question.json has too: {', '.join(clashes)}")
            schema["$defs"].update(more)
        return schema

    @staticmethod
    def check(name, schema):
        """A schema must be one itself, and refer to nothing outside."""
        try:
            jsonschema.Draft202012Validator.check_schema(schema)
        except jsonschema.SchemaError as error:
            sys.exit(f"the schema of {name} is none: {error.json_path}: {error.message}")
        for target in re.findall(r'"\$ref": "([^"]*)"', json.dumps(schema)):
            if target.split("/")[:2] != ["#", "$defs"] or target.split("/")[2] not in schema["$defs"]:
                sys.exit(f"the schema of {name} refers to `{target}`, which it does not have")

    def fault(self, name, value):
        """What a schema says against a value, and where; `None` where it accepts it."""
        error = jsonschema.exceptions.best_match(self.validators[name].iter_errors(value))
        return error and f"{error.json_path}: {error.message[:200]} ({'/'.join(map(str, error.schema_path))})"

    def complain(self, place, text):
        print(f"{place}: {text}")
        self.disagreements += 1

    def accept(self, name, value, place, count):
        """The schema must accept a value."""
        self.counts[count] += 1
        fault = self.fault(name, value)
        if fault:
            self.complain(place, f"the schema of {name} refuses what iamsim reads or writes: {fault}")

    def refuse(self, name, value, place, why, count):
        """The schema must refuse a value."""
        self.counts[count] += 1
        if not self.fault(name, value):
            self.complain(place, f"the schema of {name} accepts what iamsim refuses: {why}")


def run(*arguments, text=None):
    """Runs the program in the root folder: its exit status, and what it prints."""
    command = [str(argument) for argument in arguments]
    result = subprocess.run(command, cwd=ROOT, input=text, capture_output=True, encoding="utf-8")
    return result.returncode, result.stdout


# MARK: Files and cases


# Members by which the kinds of files are told apart.
SCENARIO = {"scenario", "vary", "expect", "cases"}
QUESTION = {"request", "call", "steps"}
BASE = {"accounts", "documents", "organization", "policies", "vpcEndpoints", "choices"}
ANYBODY = {"request": {"caller": "anonymous", "action": "s3:GetObject"}}


def kind(value):
    """What a file is, by its members; `None` where it is none of these."""
    if not isinstance(value, dict):
        return None
    if SCENARIO & value.keys():
        return "scenario"
    if QUESTION & value.keys():
        return "question"
    return "base" if BASE & value.keys() else None


def is_read(program, path, found):
    """Whether the program reads a file without an error."""
    if found == "scenario":
        return run(program, "test", "--list", path)[0] == 0
    if found == "question":
        return run(program, "simulate", path)[0] in (0, 2, 3)
    return run(program, "simulate", "--lines", "--extends", path, text=json.dumps(ANYBODY))[0] == 0


def spread(values, most):
    """At most so many of some values, evenly spread."""
    return values if len(values) <= most else [values[index * len(values) // most] for index in range(most)]


def check_files(schemas, program):
    """Checks what the program reads without error; returns the questions of some cases, with their names."""
    files = sorted((ROOT / "scenarios").rglob("*.yaml"))
    if run(program, "test", "--list", "scenarios")[0] != 0:
        sys.exit("scenarios: iamsim does not read all of them")
    fixtures = [path for path in sorted((ROOT / "fixtures").rglob("*")) if path.suffix in (".yaml", ".json")]
    questions = []
    for path in files + fixtures:
        place = path.relative_to(ROOT).as_posix()
        if place.startswith("fixtures/errors/"):
            continue
        value = load(path)
        found = kind(value)
        if "policies" in path.parts and path.suffix == ".json":
            schemas.accept("policyDocument", value, place, "files")
            schemas.accept("wholePolicyDocument", value, place, "files")
        elif place in VALUES:
            schemas.accept("values", value, place, "files")
        elif found and (path in files or is_read(program, place, found)):
            schemas.accept(found, value, place, "files")
            if found == "scenario":
                for name, question in spread(list(cases(value, path)), 12):
                    case = f"{place}: {name.rstrip(', ')}"
                    schemas.accept("question", question, case, "cases")
                    questions.append((case, question))
    return questions


def check_documentation(schemas):
    """Checks the YAML in the documentation that holds members of questions and no `…`."""
    known = schemas.schemas["scenario"]["$defs"]["scenario"]["properties"].keys()
    for path in sorted((ROOT / "Documentation").glob("*.md")) + [ROOT / "README.md"]:
        text = path.read_text(encoding="utf-8")
        for block in re.finditer(r"^```ya?ml\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
            value = yaml.load(block[1], Loader)
            if not isinstance(value, dict) or "…" in re.sub("#.*", "", block[1]) or not value.keys() & known:
                continue
            line = text.count("\n", 0, block.start()) + 2
            found = "scenario" if "scenario" in value else "base"
            schemas.accept(found, value, f"{path.relative_to(ROOT).as_posix()}:{line}", "files")


def check_faults(schemas, program):
    """Checks the fixtures of bad input."""
    folder = ROOT / "fixtures" / "errors"
    for name in sorted((UNREADABLE.keys() | UNSEEN.keys()) - {path.name for path in folder.glob("*.yaml")}):
        schemas.complain(f"fixtures/errors/{name}", "there is no such file, though this script lists it")
    for path in sorted(folder.glob("*.yaml")):
        place = path.relative_to(ROOT).as_posix()
        is_good = run(program, "test", "--list", place)[0] == 0
        if path.name in UNREADABLE:
            schemas.counts["faults that no schema can see"] += 1
        elif is_good or path.name in UNSEEN:
            schemas.accept("scenario", load(path), place, "files" if is_good else "faults that no schema can see")
        else:
            schemas.refuse("scenario", load(path), place, "a fixture of bad input", "faults")


# MARK: Changes


# What the program says of a fault in the structure of a question.
STRUCTURE = re.compile(
    "unknown member|expected (a mapping|text|a string|a list|`true`|`Allow`|a whole number|`version|a time|a caller)"
    "|expected (a policy:|exactly one operation)|.* has no `|a statement (needs|has either)|a question needs"
    "|`.*` (may not be null|is an empty list|has no step|needs one of)|a policy needs|an account id has"
    "|.* is not signed|in a chain `policies`")
# Of a document no schema knows what kind of policy it is.
KIND = re.compile("a statement needs `(Resource|Principal)`|.* policy (has no|only denies|has `)")
# Members that hold made-up names.
FREE = {
    "Condition", "Tags", "accessKeys", "accounts", "attributes", "claims", "context", "documents", "groups",
    "managedPolicies", "mfaDevices", "oidc", "resources", "roles", "saml", "steps", "tags", "units", "users",
    "versions", "vpcEndpoints",
}
OTHERS = (None, True, 7, "x", [], {})


def changes(value, path=()):
    """Changes of a value, each with its place: a member more, and each member left out or with another value."""
    if isinstance(value, list):
        for index, element in enumerate(value):
            for place, change in changes(element, (*path, index)):
                yield place, value[:index] + [change] + value[index + 1:]
    if not isinstance(value, dict):
        return
    yield (*path, "one more"), {**value, "unknownMember": "x"}
    for key, member in value.items():
        yield (*path, key, "left out"), {name: other for name, other in value.items() if name != key}
        for other in OTHERS:
            yield (*path, key, json.dumps(other)), {**value, key: other}
        for place, change in changes(member, (*path, key)):
            yield place, {**value, key: change}


def alike(place):
    """A place without made-up names and numbers: places that have it in common are of one kind."""
    before = (None, *place)
    return tuple("*" if isinstance(part, int) or before[index] in FREE else part for index, part in enumerate(place))


def check_changes(schemas, program, questions):
    """Changes questions in each kind of place once, and compares what program and schema say."""
    seen, changed = set(), []
    for name, question in sorted(questions, key=lambda pair: len(json.dumps(pair[1]))):
        for place, change in changes(question):
            if alike(place) not in seen:
                seen.add(alike(place))
                changed.append((f"{name} with {' → '.join(map(str, place))}", place, change))
    found = answers(program, [change for _, _, change in changed])
    for (name, place, change), answer in zip(changed, found):
        message = answer.get("invalid", {}).get("message")
        # What nothing names is not read, and may be anything.
        is_named = place[0] != "documents" and "managedPolicies" not in place
        if message is None and is_named:
            schemas.accept("question", change, name, "changes")
        elif message is not None and STRUCTURE.match(message) and (is_named or not KIND.match(message)):
            schemas.refuse("question", change, name, message, "changes")


# MARK: Answers


def members(pairs):
    """An object; a member that stands twice in it gets another name, which no schema knows."""
    result = {}
    for name, value in pairs:
        result[f"{name} once more" if name in result else name] = value
    return result


def answers(program, questions, *options):
    """The answers to questions, one a line."""
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    _, output = run(program, "simulate", "--lines", *options, text=lines)
    found = [json.loads(line, object_pairs_hook=members) for line in output.splitlines()]
    if len(found) != len(questions):
        sys.exit(f"simulate --lines: {len(found)} answers to {len(questions)} questions")
    return found


def check_answers(schemas, program, questions):
    """Checks the answers to questions, and that every kind of answer is among them; returns what could be read."""
    kinds = collections.Counter()
    for options in ((), ("--explain",)):
        found = answers(program, [question for _, question in questions], *options)
        for (name, _), answer in zip(questions, found):
            schemas.accept("answer", answer, " ".join((f"{name}: answered", *options)), "answers")
            kinds[answer.get("decision", "invalid")] += 1
            kinds["chain"] += "step" in answer
            kinds["explained chain"] += "steps" in answer
            kinds["token"] += "token" in answer
            kinds["change"] += bool(answer.get("changes"))
        for path, case in ASKED:
            _, output = run(program, "simulate", path, "--case", case, *options)
            answer = json.loads(output, object_pairs_hook=members)
            schemas.accept("answer", answer, " ".join(("simulate", path, *options)), "answers")
    for kind in KINDS:
        if not kinds[kind]:
            schemas.complain("answers", f"there is none of the kind `{kind}`")
    return [question for question, answer in zip(questions, found) if "invalid" not in answer]


def check_report(schemas, program, may_be_missing):
    """Checks the report of a run."""
    status, output = run(program, "test", "--format", "json", "scenarios/basics", "fixtures/sts/calls.yaml")
    if may_be_missing and (status == 64 or "report" not in schemas.schemas):
        return
    schemas.accept("report", json.loads(output, object_pairs_hook=members), "test --format json", "reports")


# MARK: All together


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("iamsim", type=pathlib.Path)
    parser.add_argument("--folder", type=pathlib.Path, help="read the schemas from files in this folder")
    options = parser.parse_args()
    program = options.iamsim.resolve()
    schemas = Schemas(program, options.folder)
    questions = check_files(schemas, program)
    check_documentation(schemas)
    check_faults(schemas, program)
    check_changes(schemas, program, check_answers(schemas, program, questions))
    check_report(schemas, program, may_be_missing=options.folder is not None)
    counts = ", ".join(f"{count} {name}" for name, count in schemas.counts.items())
    print(f"{counts}: {schemas.disagreements} disagreements")
    return 1 if schemas.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
