import IAM
import SourceText
import TestSupport
import Testing

/// Each fault of a policy has an id and a place, and a policy with one is not read (PL-34). `A` stands for a statement's other members.
@Suite struct PolicyFaultTests {
    private func expect(_ ids: [String], in text: String, as type: PolicyType = .identity, path: String = "p.json")
        throws
    {
        let marked = MarkedSource(text, path: path)
        var diagnostics = Diagnostics()
        let node = try #require(SourceParser.parse(marked.file, &diagnostics))
        #expect(PolicyReader.read(node, as: type, &diagnostics) == nil)
        #expect(Complaints(diagnostics) == Complaints(ids, at: marked), "\(diagnostics.all.map(\.rendered))")
    }

    private func expect(_ id: String, inStatement members: String, as type: PolicyType = .identity) throws {
        try expect([id], in: #"{"Version": "2012-10-17", "Statement": [\#(members)]}"#, as: type)
    }

    private static let rest = #""Effect": "Allow", "Action": "s3:*", "Resource": "*""#

    /// PL-11 to PL-13, PL-21, PL-25.
    @Test(arguments: [
        ("wrong-kind", #"↓["Statement"]"#), ("wrong-kind", #"↓"Allow""#),
        ("missing-member", #"↓{"Version": "2012-10-17"}"#),
        ("unknown-member", #"{"Version": "2012-10-17", ↓"statement": {}, "Statement": {A}}"#),
        ("unknown-member", #"{"Version": "2012-10-17", ↓"Comment": "x", "Statement": {A}}"#),
        ("invalid-version", #"{"Version": ↓"2012-10-18", "Statement": {A}}"#),
        ("invalid-version", #"{"Version": ↓2012, "Statement": {A}}"#),
        ("invalid-version", #"{"Version": ↓["2012-10-17"], "Statement": {A}}"#),
        ("wrong-kind", #"{"Version": "2012-10-17", "Id": ↓5, "Statement": {A}}"#),
        ("wrong-kind", #"{"Version": "2012-10-17", "Id": ↓["x"], "Statement": {A}}"#),
        ("wrong-kind", #"{"Version": "2012-10-17", "Id": ↓null, "Statement": {A}}"#),
        ("empty-list", #"{"Version": "2012-10-17", "Statement": ↓[]}"#),
        ("wrong-kind", #"{"Version": "2012-10-17", "Statement": ↓"A"}"#),
        ("wrong-kind", #"{"Version": "2012-10-17", "Statement": ↓5}"#),
        ("wrong-kind", #"{"Version": "2012-10-17", "Statement": [{A}, ↓[{A}]]}"#),
    ])
    func documentsHaveAShape(_ id: String, _ text: String) throws {
        try expect([id], in: text.replacing("{A}", with: "{\(Self.rest)}"))
    }

    /// PL-11, PL-12, PL-14 to PL-18, PL-26, PL-32, PL-41.
    @Test(arguments: [
        ("unknown-member", #"{↓"effect": "Allow", A}"#), ("unknown-member", #"{↓"Resources": "*", A}"#),
        ("missing-member", #"↓{"Action": "s3:*", "Resource": "*"}"#),
        ("unknown-effect", #"{"Effect": ↓"allow", "Action": "s3:*", "Resource": "*"}"#),
        ("unknown-effect", #"{"Effect": ↓true, "Action": "s3:*", "Resource": "*"}"#),
        ("unknown-effect", #"{"Effect": ↓["Allow"], "Action": "s3:*", "Resource": "*"}"#),
        ("missing-member", #"↓{"Effect": "Allow", "Resource": "*"}"#),
        ("missing-member", #"↓{"Effect": "Allow", "Action": "s3:*"}"#),
        ("both-elements", #"{"NotAction": ↓[], A}"#), ("both-elements", #"{"NotResource": ↓"*", A}"#),
        ("empty-list", #"{"Effect": "Allow", "Action": ↓[], "Resource": "*"}"#),
        ("empty-list", #"{"Effect": "Allow", "Action": "s3:*", "NotResource": ↓[]}"#),
        ("wrong-kind", #"{"Effect": "Allow", "Action": ↓5, "Resource": "*"}"#),
        ("wrong-kind", #"{"Effect": "Allow", "Action": ["s3:*", ↓null], "Resource": "*"}"#),
        ("wrong-kind", #"{"Effect": "Allow", "Action": [↓["s3:*"]], "Resource": "*"}"#),
        ("wrong-kind", #"{"Effect": "Allow", "Action": ↓{"AWS": "s3:*"}, "Resource": "*"}"#),
        ("wrong-kind", #"{"Effect": "Allow", "Action": "s3:*", "Resource": ↓true}"#),
        ("invalid-action", #"{"Effect": "Allow", "Action": ↓"", "Resource": "*"}"#),
        ("invalid-action", #"{"Effect": "Allow", "Action": ["s3:*", ↓"GetObject"], "Resource": "*"}"#),
        ("invalid-action", #"{"Effect": "Allow", "NotAction": ↓"a:b:c", "Resource": "*"}"#),
        ("invalid-resource", #"{"Effect": "Allow", "Action": "s3:*", "Resource": ↓""}"#),
        ("invalid-resource", #"{"Effect": "Allow", "Action": "s3:*", "Resource": ["*", ↓"bucket"]}"#),
        ("invalid-resource", #"{"Effect": "Allow", "Action": "s3:*", "NotResource": ↓"**"}"#),
        ("invalid-sid", #"{"Sid": ↓"has space", A}"#), ("invalid-sid", #"{"Sid": ↓"ä", A}"#),
        ("wrong-kind", #"{"Sid": ↓["A"], A}"#), ("wrong-kind", #"{"Sid": ↓null, A}"#),
        ("wrong-kind", #"{"Condition": ↓null, A}"#), ("wrong-kind", #"{"NotAction": ↓null, A}"#),
        ("wrong-kind", #"{"Principal": ↓null, A}"#),
        ("duplicate-sid", #"{"Sid": "A", A}, {"Sid": "B", A}, ↓{"Sid": "A", A}"#),
        ("forbidden-element", #"{"Principal": ↓"*", A}"#), ("forbidden-element", #"{"NotPrincipal": ↓{}, A}"#),
    ])
    func statementsHaveAShape(_ id: String, _ members: String) throws {
        try expect(id, inStatement: members.replacing("A}", with: "\(Self.rest)}"))
    }

    /// PL-19, PL-20, PL-112, PL-171.
    @Test(arguments: [
        ("wrong-kind", #"↓[]"#), ("wrong-kind", #"↓"x""#), ("wrong-kind", #"{"StringEquals": ↓[]}"#),
        ("wrong-kind", #"{"StringEquals": ↓"x"}"#), ("wrong-kind", #"{"StringEquals": ↓null}"#),
        ("wrong-kind", #"{"StringEquals": {"a:b": ↓null}}"#),
        ("wrong-kind", #"{"StringEquals": {"a:b": ["x", ↓null]}}"#),
        ("wrong-kind", #"{"StringEquals": {"a:b": ↓{}}}"#), ("wrong-kind", #"{"StringEquals": {"a:b": [↓["x"]]}}"#),
        ("unknown-operator", #"{↓"StringEqual": {"a:b": "x"}}"#),
        ("unknown-operator", #"{↓"NullIfExists": {"a:b": true}}"#),
        ("unknown-operator", #"{↓"ForEachValue:Bool": {"a:b": true}}"#),
    ])
    func conditionsHaveAShape(_ id: String, _ condition: String) throws {
        try expect(id, inStatement: #"{\#(Self.rest), "Condition": \#(condition)}"#)
    }

    /// PL-43, PL-44.
    @Test(arguments: [
        ("forbidden-element", #"{TRUST, "Resource": ↓"*"}"#), ("forbidden-element", #"{TRUST, "NotResource": ↓"*"}"#),
        ("missing-member", #"↓{"Effect": "Allow", "Action": "sts:AssumeRole"}"#),
        ("forbidden-element", #"{"Effect": "Allow", "NotPrincipal": ↓"*", "Action": "sts:AssumeRole"}"#),
        ("invalid-sid", #"{"Sid": ↓"a-b", TRUST}"#), ("duplicate-sid", #"{"Sid": "A", TRUST}, ↓{"Sid": "A", TRUST}"#),
    ])
    func trustPoliciesAreFormsOfTheirOwn(_ id: String, _ members: String) throws {
        let principal = #""Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole""#
        try expect(id, inStatement: members.replacing("TRUST", with: principal), as: .trust)
    }

    /// PL-48.
    @Test(arguments: [
        ("forbidden-element", #"{"Effect": ↓"Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}"#),
        ("invalid-principal", #"↓{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}"#),
        ("invalid-principal", #"{"Effect": "Deny", "Principal": ↓{"AWS": "*"}, "Action": "s3:*", "Resource": "*"}"#),
        ("invalid-principal", #"{"Effect": "Deny", "NotPrincipal": ↓"*", "Action": "s3:*", "Resource": "*"}"#),
        ("invalid-action", #"{"Effect": "Deny", "Principal": "*", "Action": ↓"*", "Resource": "*"}"#),
        ("forbidden-element", #"{"Effect": "Deny", "Principal": "*", "NotAction": ↓"s3:*", "Resource": "*"}"#),
        ("missing-member", #"↓{"Effect": "Deny", "Principal": "*", "Action": "s3:*"}"#),
    ])
    func resourceControlPoliciesOnlyDeny(_ id: String, _ members: String) throws {
        try expect(id, inStatement: members, as: .resourceControl)
    }

    /// PL-41, PL-42.
    @Test(arguments: [PolicyType.permissionsBoundary, .session, .serviceControl])
    func limitsAreWrittenLikeIdentityPolicies(_ type: PolicyType) throws {
        #expect(try Sample.statement(Self.rest, as: type).principal == nil)
        try expect("forbidden-element", inStatement: #"{"Principal": ↓"*", \#(Self.rest)}"#, as: type)
    }

    @Test func allFaultsAreReportedAtOnceAlsoInYAML() throws {
        let text = """
            Version: ↓"2012-10-16"
            Statement:
              - Sid: ↓"a b"
                Effect: ↓Alow
                Action: [s3:*, ↓ListBucket]
                Resource: ↓bucket
                Condition:
                  ↓StringEqual: {aws:username: a}
                  Bool:
                    aws:SecureTransport: ↓{yes: no}
              - Effect: Deny
                ↓Actions: "*"
                Resource: "*"
            """
        try expect(
            [
                "invalid-version", "invalid-sid", "unknown-effect", "invalid-action", "invalid-resource",
                "unknown-operator", "wrong-kind", "unknown-member",
            ], in: text, path: "p.yaml")
    }

    /// A misspelled element is not complained of a second time as missing; one that looks like nothing is.
    @Test func aMisspelledElementIsNotMissingBesides() throws {
        try expect("unknown-member", inStatement: #"{"Effect": "Deny", "Action": "*", ↓"Resorce": "*"}"#)
        try expect(
            ["missing-member", "unknown-member"],
            in: #"{"Version": "2012-10-17", "Statement": ↓{"Effect": "Deny", "Action": "*", ↓"Where": "*"}}"#)
    }

    @Test func anInlinePolicyComplainsInItsOwnFile() throws {
        let marked = MarkedSource(
            "policies:\n  identity:\n    - Statement: {Effect: ↓Grant, Action: 's3:*', Resource: '*'}")
        var diagnostics = Diagnostics()
        let root = try #require(SourceParser.parse(marked.file, &diagnostics))
        let policy = try #require(root["policies"]?["identity"]?.elements.first)
        #expect(PolicyReader.read(policy, as: .identity, &diagnostics) == nil)
        let error = try #require(diagnostics.all.first { $0.severity == .error })
        #expect(error.location.offset == marked.marks[0])
        #expect(
            error.rendered.hasPrefix(
                "test.yaml:3:27: error: expected `Allow` or `Deny`, found `Grant` [unknown-effect]"))
    }

    @Test(arguments: [("StringEqual", "StringEquals"), ("ForAllValues:StringLikes", "ForAllValues:StringLike")])
    func unknownOperatorsAreAnsweredWithTheNearest(_ name: String, _ near: String) throws {
        var diagnostics = Diagnostics()
        let text = #"{"Version": "2012-10-17", "Statement": {\#(Self.rest), "Condition": {"\#(name)": {"a:b": "x"}}}}"#
        #expect(PolicyReader.read(try Sample.node(text), as: .identity, &diagnostics) == nil)
        #expect(diagnostics.all.first?.message.contains("did you mean `\(near)`?") == true)
    }

    /// A piece with `?` is compared at every place of a text.
    @Test func aPatternWithAVeryLongPieceIsRefused() throws {
        func resource(_ piece: String) -> String {
            #""Effect": "Allow", "Action": "s3:*", "Resource": ↓"arn:aws:s3:::*\#(piece)*""#
        }
        let long = String(repeating: "a?", count: 1_100)
        try expect("too-large", inStatement: "{\(resource(long))}")
    }
}
