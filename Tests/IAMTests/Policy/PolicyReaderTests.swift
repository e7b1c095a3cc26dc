import IAM
import SourceText
import TestSupport
import Testing

@Suite struct PolicyReaderTests {
    private let allow = #""Effect": "Allow", "Action": "s3:*", "Resource": "*""#

    @Test func aStatementMayStandAloneOrInAList() throws {
        let one = try Sample.document(#"{"Version": "2012-10-17", "Statement": {\#(allow)}}"#)
        let many = try Sample.document(#"{"Version": "2012-10-17", "Statement": [{\#(allow)}, {\#(allow)}]}"#)
        #expect(one.statements.map(\.index) == [0])
        #expect(many.statements.map(\.index) == [0, 1])
        #expect(one.version == .v2012)
    }

    /// PL-22, PL-24.
    @Test func withoutVersionADocumentIsOf2008AndAnIdentityPolicySaysSo() throws {
        let marked = MarkedSource(#"↓{"Statement": {\#(allow)}}"#)
        var diagnostics = Diagnostics()
        let node = try #require(SourceParser.parse(marked.file, &diagnostics))
        #expect(PolicyReader.read(node, as: .identity, &diagnostics)?.version == .v2008)
        #expect(diagnostics.all.map(\.severity) == [.warning])
        #expect(Complaints(diagnostics) == Complaints(["missing-version"], at: marked))
        let old = try Sample.document(#"{"Version": "2008-10-17", "Statement": {\#(allow)}}"#)
        #expect(old.version == .v2008)
    }

    /// PL-7, PL-19, PL-25, PL-26, PL-101.
    @Test(arguments: [
        #"{"Statement": {"Resource": "*", "Action": "s3:*", "Effect": "Deny"}, "Version": "2012-10-17"}"#,
        #"{"Version": "2012-10-17", "Id": "any text: ü", "Statement": {"Sid": "", ALLOW}}"#,
        #"{"Version": "2012-10-17", "Statement": [{"Sid": "", ALLOW}, {"Sid": "", ALLOW}, {"Sid": "A1", ALLOW}]}"#,
        #"{"Version": "2012-10-17", "Statement": {ALLOW, "Condition": {}}}"#,
        #"{"Version": "2012-10-17", "Statement": {ALLOW, "Condition": {"StringEquals": {}, "Nonsense": {}}}}"#,
        #"{"Version": "2012-10-17", "Statement": {ALLOW, "Condition": {"Bool": {"a:b": true, "A:B": [1, "x"]}}}}"#,
        #"{"Version": "2012-10-17", "Statement": {ALLOW, "Condition": {"StringEquals": {"a:b": [], "A:B": "", "nocolon": "x"}}}}"#,
        #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "NotAction": ["iam:*"], "NotResource": ["arn:aws:s3:::b"]}}"#,
    ])
    func legalShapesAreRead(_ text: String) throws {
        let document = try Sample.document(text.replacing("ALLOW", with: allow))
        #expect(!document.statements.isEmpty)
    }

    /// PL-16, PL-40, PL-54: what is legal depends on the kind of policy.
    @Test func trustPoliciesHaveNoResourceAndResourcePoliciesMayLeaveItOut() throws {
        let principal = #""Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole""#
        #expect(try Sample.statement(principal, as: .trust).resource == nil)
        #expect(try Sample.statement(principal, as: .resource).resource == nil)
        #expect(try Sample.statement(principal + #", "Resource": "*""#, as: .resource).resource != nil)
        let not = #""Effect": "Deny", "NotPrincipal": {"AWS": "111122223333"}, "Action": "s3:*""#
        #expect(try Sample.statement(not, as: .resource).principal != nil)
        let sid = #""Sid": "may have spaces", "#
        #expect(try Sample.statement(sid + principal, as: .resource).sid == "may have spaces")
        let twice = #"{"Statement": [{\#(sid + principal)}, {\#(sid + principal)}]}"#
        #expect(try Sample.document(twice, as: .resource).statements.count == 2)
    }

    @Test func statementsAndConditionsKnowTheirPlace() throws {
        let marked = MarkedSource(
            """
            Version: "2012-10-17"
            Statement:
              - ↓Sid: One
                Effect: Allow
                Action: "s3:*"
                Resource: "*"
                Condition:
                  StringLike:
                    ↓aws:username: [a, "b*"]
            """, path: "policy.yaml")
        var diagnostics = Diagnostics()
        let node = try #require(SourceParser.parse(marked.file, &diagnostics))
        let document = try #require(PolicyReader.read(node, as: .identity, &diagnostics))
        #expect(diagnostics.all.isEmpty)
        let statement = try #require(document.statements.first)
        let condition = try #require(statement.conditions.first)
        #expect([statement.location.offset, condition.location.offset] == marked.marks)
        #expect(statement.location.description == "policy.yaml:3:5")
        #expect(condition.spellings == ["a", "b*"])
        #expect(condition.key == "AWS:UserName")
        #expect(condition.comparison.spelling == "StringLike")
    }

    /// PL-5, PL-125: numbers and booleans are their spelling.
    @Test func valuesKeepTheirSpelling() throws {
        let condition = #""Condition": {"StringEquals": {"a:b": [10.0, true, "x", -1e3]}}"#
        let statement = try Sample.statement("\(allow), \(condition)")
        #expect(statement.conditions.first?.spellings == ["10.0", "true", "x", "-1e3"])
    }

    /// A star in a quoted text is no alias of YAML.
    @Test(arguments: [
        "arn:aws:ec2:*:*:instance/*", "arn:aws:iam::*:role/x", "arn:*:*:*:*:*", "arn:aws:sqs:*ab:1:q",
        "arn:aws:logs:*:*:log-group:${aws:username}:*", "arn:aws:s3:::${aws:username}:*x",
    ])
    func quotedStarsAreReadInYAML(_ resource: String) throws {
        let text = """
            Version: "2012-10-17"
            Statement: {Effect: Allow, Action: "s3:*Object", Resource: "\(resource)"}
            """
        #expect(try Sample.document(text).statements.count == 1)
    }

    @Test func plainYAMLVersionsAreText() throws {
        let text = "Version: 2012-10-17\nStatement: {Effect: Allow, Action: 's3:*', Resource: '*'}"
        #expect(try Sample.document(text).version == .v2012)
    }
}
