import TestSupport
import Testing

/// The diffs of `iamsim explain`, applied by `git apply` to files as people have them.
@Suite struct DiffTests {
    private static let caller = "arn:aws:iam::111111111111:user/ci"
    private static let role = "arn:aws:iam::222222222222:role/Deploy"

    /// An identity and a trust policy that know nothing of sts:TagSession, with a line break and an indentation.
    private static func identity(_ ending: String, _ step: String) -> String {
        [
            "{", step + #""Version": "2012-10-17","#, step + #""Statement": ["#, step + step + "{",
            step + step + step + #""Sid": "Assume","#, step + step + step + #""Effect": "Allow","#,
            step + step + step + #""Action": "sts:AssumeRole","#,
            step + step + step + #""Resource": "\#(role)""#, step + step + "}", step + "]", "}",
        ].joined(separator: ending)
    }

    private static let trust =
        #"{"Version": "2012-10-17", "Statement": {"Sid": "AllowTagSession", "Effect": "Allow", "#
        + #""Principal": {"AWS": "\#(caller)"}, "#
        + #""Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "x1"}}}}"#

    /// Line breaks, indentations, and whether the file ends with a line break.
    @Test(arguments: [
        ("\n", "    ", true), ("\n", "\t", true), ("\n", "  ", false), ("\r\n", "  ", true), ("\r\n", "\t", false),
        ("\r\n", "\t", true),
        ("", "", false), ("", "", true),
    ])
    func aDiffIsAppliedAndTheCallIsThenAllowed(ending: String, step: String, isEnded: Bool) throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.identity(ending, step) + (isEnded ? "\n" : ""), to: "identity.json")
        try folder.write(Self.trust, to: "trust.json")
        let ask =
            "iamsim explain --caller \(Self.caller) --assume-role \(Self.role) --external-id x1 --tag a=b"
            + " --identity identity.json --trust trust.json"
        let apply = try Command.shell("\(ask) --diff | git apply -p1 && \(ask) 2>&-", in: folder.path)
        #expect(apply.status == 0, "\(apply.output)")
        #expect(apply.output.contains("\nallowed\n") || apply.output.hasPrefix("allowed\n"))
        // The statement ids that stand there already are not taken a second time.
        #expect(folder.text(at: "trust.json")?.contains("\"AllowTagSession2\"") == true)
    }

    /// Two documents that a scenario takes from another file, one of which it lays statements of its own over.
    private static let base = """
        documents:
          assume:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]
          trust:
            Version: "2012-10-17"
            Statement:
              - {Sid: Trust, Effect: Allow, Principal: {AWS: "\(caller)"}, Action: sts:AssumeRole}
        """
    private static let extending = """
        extends: base.yaml
        scenario: May CI tag its session?
        documents:
          assume:
            Statement:
              - {Sid: Assume, Effect: Allow, Action: sts:AssumeRole, Resource: "*"}
        policies: {identity: [assume], trust: trust}
        call:
          caller: \(caller)
          AssumeRole: {RoleArn: "\(role)", RoleSessionName: run1, Tags: {a: b}}
        cases: {tagged: {expect: {outcome: allowed}}}

        """

    /// A name with line ends would begin the diff of another file.
    @Test func aNameIsNoPartOfAnotherFilesDiff() throws {
        let folder = try TemporaryFolder()
        let name = "p\n--- a/deploy.sh\n+++ b/deploy.sh\n@@ -1 +1 @@\n-echo a\n+echo pwned \"x\".json"
        _ = try Command.shell("mkdir -p \"$(dirname '\(name)')\"", in: folder.path)
        try folder.write("echo a\n", to: "deploy.sh")
        let policy =
            #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}}"#
        try folder.write(policy + "\n", to: name)
        let ask = "iamsim explain --caller \(Self.caller) --action s3:GetObject --resource arn:aws:s3:::b/k --diff"
        let applied = try Command.shell(
            "\(ask) --identity './\(name)' 2>&- | git apply -p1 && cat deploy.sh", in: folder.path)
        #expect(applied.output.hasSuffix("echo a\n"), "\(applied.output)")
        #expect(folder.text(at: name) != policy + "\n")
    }

    /// `git apply` takes the paths of a diff from where it is called, as people call `iamsim` there.
    @Test(arguments: [
        (".", "infra/scenario.yaml"), ("infra", "scenario.yaml"), ("infra/", "../infra/scenario.yaml"),
        (".", "infra/scenario.yaml --root infra"), ("infra", "scenario.yaml --root ."),
        ("infra", "scenario.yaml --root .."),
    ])
    func aDiffIsAppliedWhereItWasAskedFor(place: String, asked: String) throws {
        let folder = try repository()
        let ask = "cd \(place) && iamsim explain \(asked)"
        let apply = try Command.shell("\(ask) --diff | git apply && iamsim explain \(asked)", in: folder.path)
        #expect(apply.status == 0, "\(apply.output)")
        #expect(folder.text(at: "infra/base.yaml")?.contains("\"sts:TagSession\"") == true)
    }

    @Test func aDiffOfFilesThatLieElsewhereSaysSo() throws {
        let folder = try repository()
        try folder.makeFolder("docs")
        let told = try Command.shell("cd docs && iamsim explain ../infra/scenario.yaml --diff", in: folder.path)
        #expect(told.output.contains("--- a/infra/base.yaml\n"), "\(told.output)")
        #expect(told.output.contains("(the paths are those from the root: apply it there)"), "\(told.output)")
        let apply = try Command.shell(
            "(cd docs && iamsim explain ../infra/scenario.yaml --diff) | git apply; iamsim explain infra/scenario.yaml",
            in: folder.path)
        #expect(apply.status == 0, "\(apply.output)")
    }

    private func repository() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.makeFolder("infra")
        try folder.write(Self.base + "\n", to: "infra/base.yaml")
        try folder.write(Self.extending, to: "infra/scenario.yaml")
        _ = try Command.shell("git init -q -b main .", in: folder.path)
        return folder
    }

    /// Statements of which one is an alias stand in a single file, and still in no place of their own.
    @Test func whyAChangeIsNotInTheDiffIsTrue() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            scenario: May CI write?
            documents: {a: {Version: "2012-10-17", Statement: &s [{Effect: Allow, Action: "s3:Get*", Resource: "*"}]},
              b: {Version: "2012-10-17", Statement: *s}}
            policies: {identity: [b]}
            request: {caller: "\(Self.caller)", action: "s3:PutObject", resource: "arn:aws:s3:::b/k"}
            expect: [{outcome: allowed}]

            """, to: "s.yaml")
        let told = try Command.iamsim(["explain", "s.yaml", "--diff"], in: folder.path).output
        #expect(!told.contains("no single file"), "\(told)")
    }

    /// An edit goes to the file in which the statements stand, also where `extends` puts a document together.
    @Test func anEditGoesToTheFileThatHoldsTheStatements() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.base + "\n", to: "base.yaml")
        try folder.write(Self.extending, to: "scenario.yaml")
        let told = try Command.iamsim(["explain", "scenario.yaml", "--diff"], in: folder.path)
        #expect(told.output.contains("add this statement to `assume` (scenario.yaml)"), "\(told.output)")
        #expect(!told.output.contains("not in the diff"))
        let apply = try Command.shell(
            "iamsim explain scenario.yaml --diff | git apply -p1 && iamsim explain scenario.yaml", in: folder.path)
        #expect(apply.status == 0, "\(apply.output)")
        #expect(folder.text(at: "base.yaml")?.contains("\"sts:TagSession\"") == true)
        #expect(folder.text(at: "scenario.yaml")?.contains("\"sts:TagSession\"") == true)
    }

    /// A misspelled key, and a Deny that leaves actions out, are edited in place.
    @Test(arguments: ["a misspelled key", "a service control policy that leaves actions out"])
    func anEditInPlaceIsApplied(testCase: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(try #require(Repository.text(at: "fixtures/explain/remedies.yaml")), to: "remedies.yaml")
        // The file has warnings, which are told of each question.
        let ask = "iamsim explain remedies.yaml --case '\(testCase)' 2>/dev/null"
        let apply = try Command.shell(
            "\(ask) --format json | python3 -c 'import json,sys; print(json.load(sys.stdin)[\"diff\"], end=\"\")' "
                + "| git apply -p1 && \(ask)", in: folder.path)
        #expect(apply.status == 0, "\(apply.output)")
        #expect(apply.output.hasPrefix("allowed\n"))
    }

    @Test func aFileOutsideTheRootIsNamedWithoutItsSlash() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.trust, to: "trust.json")
        let result = try Command.iamsim([
            "explain", "--caller", Self.caller, "--assume-role", Self.role, "--external-id", "x1", "--tag", "a=b",
            "--trust", folder.path("trust.json"), "--diff",
        ])
        #expect(result.output.contains("--- a\(folder.path("trust.json"))\n"))
        #expect(result.errors.contains("no --identity: the caller is taken to have no identity policies"))
    }
}

/// Advice that would open too much, or that would not do.
@Suite struct AdviceTests {
    private static let caller = "arn:aws:iam::111111111111:user/ci"

    private func explain(_ files: [String: String], _ arguments: [String]) throws -> Command.Result {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(text, to: name) }
        return try Command.iamsim(["explain", "--caller", Self.caller] + arguments, in: folder.path)
    }

    private static func policy(_ statement: String) -> String {
        #"{"Version": "2012-10-17", "Statement": {"Sid": "S", "Effect": "Allow", \#(statement)}}"#
    }

    /// Of several conditions only the one that fails is let go, and the answer says which.
    @Test func conditionsThatHoldAreKept() throws {
        let conditions = #"{"StringEquals": {"sts:ExternalId": "x1"}, "Bool": {"aws:ViaAWSService": "true"}}"#
        let trust = Self.policy(
            #""Principal": {"AWS": "\#(Self.caller)"}, "Action": "sts:AssumeRole", "Condition": \#(conditions)"#)
        let result = try explain(
            ["trust.json": trust],
            [
                "--assume-role", "arn:aws:iam::111111111111:role/R", "--external-id", "x1", "--trust", "trust.json",
            ])
        #expect(result.output.contains(#""sts:ExternalId": "x1""#))
        #expect(result.output.contains("careful: this lets the caller in past Bool on aws:ViaAWSService"))
    }

    /// Conditions of a statement on another service have nothing to do with what is asked.
    @Test func conditionsOfUnrelatedStatementsAreNotCopied() throws {
        let identity =
            #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "#
            + #""Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}}]}"#
        let other = try explain(
            ["id.json": identity],
            ["--action", "sqs:ListQueues", "--region", "eu-west-1", "--identity", "id.json"])
        let change = try #require(other.output.firstRange(of: "what to change")).lowerBound
        #expect(other.output[change...].contains(#""Sid": "AllowListQueues""#))
        #expect(!other.output[change...].contains("aws:RequestedRegion"))
    }

    /// A Deny shows what the request's keys are, and the way past it is called what it is.
    @Test func aDenyShowsTheValueOfTheRequest() throws {
        let deny =
            #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}, "#
            + #"{"Effect": "Deny", "Action": "*", "Resource": "*", "#
            + #""Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}}]}"#
        let result = try explain(
            ["id.json": deny], ["--action", "ec2:RunInstances", "--region", "us-east-1", "--identity", "id.json"])
        #expect(result.output.contains("as aws:RequestedRegion is us-east-1 (StringNotEquals: eu-west-1)"))
        #expect(result.output.contains("careful: the statement then denies the caller nothing at all"))
    }

    /// The owner of a bucket may also be told by its condition key.
    @Test(arguments: [["--resource-account", "222222222222"], ["--context", "aws:ResourceAccount=222222222222"]])
    func theOwnerOfAResourceIsBelieved(owner: [String]) throws {
        let identity = Self.policy(#""Action": "s3:*", "Resource": "*""#)
        let result = try explain(
            ["id.json": identity],
            ["--action", "s3:GetObject", "--resource", "arn:aws:s3:::data/k", "--identity", "id.json"] + owner)
        #expect(result.status == 2)
        #expect(result.output.hasPrefix("denied: s3:GetObject, blocked by the resource's policy\n"))
        #expect(!result.output.contains("assumed"))
    }

    /// AWS names one check of a call; the others that are denied are told beside it.
    @Test func everyCheckThatIsDeniedIsTold() throws {
        let trust = Self.policy(
            #""Principal": {"AWS": "111111111111"}, "Action": "sts:AssumeRole""#)
        let result = try explain(
            ["trust.json": trust],
            ["--assume-role", "arn:aws:iam::111111111111:role/R", "--tag", "a=b", "--trust", "trust.json"])
        let words = result.output.split(separator: "\n\n")[0].replacing("\n", with: " ")
        #expect(
            words == "denied: sts:TagSession, blocked by the role's trust policy; sts:AssumeRole is denied as well, by "
                + "the identity policies")
    }

    @Test func optionsOfAQuestionDoNotStandBesideAFile() throws {
        let result = try Command.iamsim([
            "explain", "fixtures/explain/chain.yaml", "--external-id", "x", "--trust", "fixtures/explain/chain.yaml",
        ])
        #expect(result.status == 64)
    }
}

/// What the command says to slips on its command line.
@Suite struct SlipTests {
    private static let tagSession = "scenarios/github-actions/tag-session.yaml"

    @Test(arguments: [
        (["explain", "--caler", "x", "--assume-role", "y"], "Unknown option '--caler'. Did you mean '--caller'?"),
        (
            ["explain", tagSession, "--case", "workflow=action with taging"],
            "the axis “workflow” has no value “action with taging”; did you mean “action with tagging”?"
        ),
        (
            ["explain", tagSession, "--case", "identity polcy=original"],
            "there is no axis “identity polcy”; did you mean “identity policy”?"
        ),
        (["explain", tagSession, "--case", "identity policy=original"], "name “trust policy” and “workflow” too"),
        (["simulate", "x.json", "--lines"], "iamsim simulate --lines < FILE"),
        (["simulate", "x.json", "--jobs", "2"], "--jobs is for --lines."),
    ])
    func aSlipIsNamedWithWhatWasMeant(arguments: [String], message: String) throws {
        let result = try Command.iamsim(arguments)
        #expect(result.status == 64)
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(result.errors.contains("Usage: iamsim \(arguments[0])"))
    }

    @Test func aMissingFileIsNamedByItsOption() throws {
        let result = try Command.iamsim([
            "explain", "--caller", "arn:aws:iam::111111111111:user/a", "--action", "s3:GetObject", "--identity",
            "no.json",
        ])
        #expect(result.status == 65)
        #expect(result.errors == "iamsim: --identity: there is no file `no.json`\n")
    }

    @Test func aPolicyIsNoQuestion() throws {
        let result = try Command.iamsim(["explain", "fixtures/avesa/policies/deployment-permissions.json"])
        #expect(result.status == 65)
        #expect(result.errors.contains("this is a policy, not a question"))
    }

    @Test func withoutScenariosTheCommandSaysSo() throws {
        let folder = try TemporaryFolder()
        let result = try Command.iamsim(["test"], in: folder.path)
        #expect(result.status == 65)
        #expect(result.errors == "iamsim: there is no folder `scenarios` here: name a file or a folder\n")
    }

    /// A role's own ARN stands for one of its sessions.
    @Test func aRoleMayBeNamedAsCaller() throws {
        let result = try Command.iamsim([
            "explain", "--caller", "arn:aws:iam::111111111111:role/CI", "--action", "s3:GetObject",
        ])
        #expect(result.status == 2)
        #expect(result.output.contains("User: arn:aws:sts::111111111111:assumed-role/CI/session is"))
    }
}
