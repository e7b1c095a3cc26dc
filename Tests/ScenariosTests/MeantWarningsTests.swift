import Scenarios
import SourceText
import Testing

/// What is told of a question that nobody can have meant so, and what a scenario says it means.
@Suite struct MeantWarningsTests {
    private func told(_ text: String) throws -> [String] {
        let (_, diagnostics) = try Written.attempt(SourceFile(path: "s.yaml", text: text), [:])
        return diagnostics.all.map { "\($0.severity.rawValue): \($0.message) [\($0.id)]" }
    }

    private static func asking(_ action: String, _ more: String = "") -> String {
        """
        scenario: May nobody delete?
        policies: {identity: []}
        request: {caller: "arn:aws:iam::111122223333:user/ann", action: \(action)}
        expect: {outcome: denied}
        \(more)
        """
    }

    @Test(arguments: [
        ("s3.amazonaws.com:DeleteObject", "no service has the prefix `s3.amazonaws.com`"),
        ("arn/s3:DeleteObject", "no service has the prefix `arn/s3`"),
        ("s3:Delete-Object", "no action has the name `Delete-Object`"),
        ("sqs:Sendé", "no action has the name `Sendé`"),
    ])
    func anActionThatNoServiceCanHaveIsWarnedOf(_ action: String, _ words: String) throws {
        let warnings = try told(Self.asking(action))
        #expect(warnings.count == 1)
        #expect(warnings[0].hasPrefix("warning: \(words): it is made of "), "\(warnings)")
        #expect(warnings[0].hasSuffix("[unlikely-action]"))
    }

    @Test(arguments: ["s3:DeleteObject", "execute-api:Invoke", "a4b:GetRoom", "S3:deleteobject", "iam:GetRole"])
    func anActionThatMayBeIsNot(_ action: String) throws {
        #expect(try told(Self.asking(action)).isEmpty)
    }

    @Test func severalActionsAreValuesOfAnAxis() throws {
        #expect(
            try told(Self.asking("[s3:GetObject, s3:PutObject]")) == [
                "error: expected one action such as `s3:GetObject`, found a list; a scenario asks each by `vary` "
                    + "[invalid-action]"
            ])
        #expect(
            try told(Self.asking("s3:GetObject").replacing("{outcome: denied}", with: "{outcome: denied, action: {}}"))
                == ["error: expected one action such as `sts:AssumeRole`, found a mapping [invalid-action]"])
    }

    @Test func whatAScenarioMeansIsNotTold() throws {
        let action = "s3.amazonaws.com:DeleteObject"
        #expect(try told(Self.asking(action, "warnings: [unlikely-action]")).isEmpty)
        #expect(try told(Self.asking(action, "warnings: unlikely-action")).isEmpty)
        #expect(
            try told(Self.asking(action, "warnings: [other, unlikely-action]")) == [
                "warning: this file has no warning `other` [idle-warning]"
            ])
        #expect(try told(Self.asking("s3", "warnings: [unlikely-action]")).map { $0.hasPrefix("error: ") } == [true])
    }

    @Test func whatAnotherFileIsWarnedOfIsToldAllTheSame() throws {
        let scenario = Self.asking("s3:GetObject", "warnings: [missing-version]")
            .replacing("identity: []", with: "identity: [p.json]")
        let policy = #"{"Statement": [{"Sid": "A", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}"#
        let (_, diagnostics) = try Written.attempt(SourceFile(path: "s.yaml", text: scenario), ["p.json": policy])
        #expect(diagnostics.all.map(\.id).sorted() == ["idle-warning", "missing-version"])
    }
}
