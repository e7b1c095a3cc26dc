import IAM
import SourceText
import TestSupport
import Testing

/// What AWS does not save though its grammar is right, and what makes a statement void.
@Suite struct RefusedPolicyTests {
    /// Reads a policy of one statement, in which `↓` marks the places of complaints.
    private func complaints(_ statement: String, as type: PolicyType) throws -> (Complaints, [String], MarkedSource) {
        let marked = MarkedSource(#"{"Version": "2012-10-17", "Statement": \#(statement)}"#, path: "p.json")
        var diagnostics = Diagnostics()
        let node = try #require(SourceParser.parse(marked.file, &diagnostics))
        let document = PolicyReader.read(node, as: type, &diagnostics)
        #expect((document == nil) == diagnostics.hasErrors)
        return (Complaints(diagnostics), diagnostics.sorted.map(\.message), marked)
    }

    private func expect(_ id: String, _ statement: String, as type: PolicyType) throws {
        let (found, _, marked) = try complaints(statement, as: type)
        #expect(found == Complaints(marked.marks.map { _ in id }, at: marked))
    }

    private static let rest = #""Effect": "Deny", "Action": "s3:*", "Resource": "*""#

    /// PL-103: AWS answers "Invalid Condition type : stringEquals".
    /// <https://github.com/ministryofjustice/modernisation-platform-environments/pull/8893>
    @Test(arguments: [
        ("stringEquals", "StringEquals"), ("STRINGLIKE", "StringLike"), ("bool", "Bool"),
        ("foranyvalue:StringLike", "ForAnyValue:StringLike"), ("StringEqualsIfexists", "StringEqualsIfExists"),
        ("ForAllValues:stringNotLikeIfExists", "ForAllValues:StringNotLikeIfExists"),
    ])
    func operatorsKeepTheirLetterCase(_ name: String, _ meant: String) throws {
        let condition = #""Condition": {↓"\#(name)": {"aws:PrincipalTag/team": "a"}}"#
        try expect("unknown-operator", "{\(Self.rest), \(condition)}", as: .identity)
        let messages = try complaints("{\(Self.rest), \(condition)}", as: .identity).1
        #expect(messages.first?.contains("did you mean `\(meant)`? AWS refuses other letter case") == true)
    }

    /// PL-64: an Allow would speak of everybody.
    @Test(arguments: ["{}", "[]", #"{"AWS": []}"#, #"{"AWS": [], "Service": []}"#])
    func notPrincipalExceptsSomebody(_ list: String) throws {
        let statement = #"{"NotPrincipal": ↓\#(list), \#(Self.rest)}"#
        let id = list == "[]" ? "wrong-kind" : "empty-principal"
        try expect(id, statement, as: .resource)
        try expect(id, statement.replacing("Deny", with: "Allow"), as: .resource)
    }

    /// PL-56: a Deny that names nobody is void, which somebody should know.
    @Test(arguments: ["{}", #"{"Service": []}"#])
    func aPrincipalThatNamesNobodyIsTold(_ list: String) throws {
        try expect("empty-principal", #"{"Principal": ↓\#(list), \#(Self.rest)}"#, as: .resource)
    }

    /// EV-24, EV-28, PL-49. <https://github.com/aws-samples/data-perimeter-policy-examples/issues/57>
    @Test(arguments: ["cognito-sync:*", "ec2:*", "iam:GetUser", "kinesis:*", "lambda:*", "s3express:*", "sns:Publish"])
    func resourceControlPoliciesNameServicesThatTheyCover(_ action: String) throws {
        let statement = #"{"Effect": "Deny", "Principal": "*", "Action": ["s3:*", ↓"\#(action)"], "Resource": "*"}"#
        try expect("invalid-action", statement, as: .resourceControl)
    }

    @Test(arguments: ["S3:Get*", "cognito-idp:*", "dynamodb:*", "sts:*", "kms:Decrypt"])
    func servicesThatTheyCoverAreTaken(_ action: String) throws {
        let statement = #"{"Effect": "Deny", "Principal": "*", "Action": "\#(action)", "Resource": "*"}"#
        try expect("", statement, as: .resourceControl)
    }

    /// EV-25: the text of AWS's own policy is the one that allows.
    @Test func resourceControlFullAccessIsTaken() throws {
        for all in [#""*""#, #"["*"]"#] {
            let text = #"{"Effect": "Allow", "Principal": "*", "Action": \#(all), "Resource": \#(all)}"#
            try expect("", text, as: .resourceControl)
            try expect("", "[\(text)]", as: .resourceControl)
        }
        let narrower = #"{"Effect": ↓"Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}"#
        try expect("forbidden-element", narrower, as: .resourceControl)
    }

    /// PL-251: S3 answers "Action does not apply to any resource(s) in statement".
    /// <https://github.com/ministryofjustice/modernisation-platform/issues/10762>
    @Test(arguments: [
        (#"[↓"s3:GetBucketAcl", "s3:PutObject"]"#, #""arn:aws:s3:::trail/*""#),
        (#"[↓"s3:ListBucket"]"#, #"["arn:aws:s3:::a/*", "arn:aws:s3:::b/x"]"#),
        (#"[↓"s3:GetObject", "s3:ListBucket"]"#, #""arn:aws:s3:::b""#),
        (#"[↓"S3:getbucket*"]"#, #""arn:aws:s3:::b/*""#), (#"[↓"s3:PutObjectTagging"]"#, #"["arn:aws:s3:::b"]"#),
    ])
    func actionsOfABucketPolicyApplyToItsResources(_ actions: String, _ resources: String) throws {
        let statement = #"{"Effect": "Allow", "Principal": "*", "Action": \#(actions), "Resource": \#(resources)}"#
        try expect("misplaced-action", statement, as: .resource)
        try expect("", statement.replacing("↓", with: "").replacing(#""Principal": "*", "#, with: ""), as: .identity)
    }

    @Test(arguments: [
        (#""s3:GetBucketAcl""#, #"["arn:aws:s3:::b", "arn:aws:s3:::b/*"]"#), (#""s3:*""#, #""arn:aws:s3:::b/*""#),
        (#""s3:GetObject""#, #""arn:aws:s3:::b*""#), (#""s3:ListBucket""#, #""*""#),
        (#""s3:SomethingNew""#, #""arn:aws:s3:::b""#), (#""s3:Get*""#, #""arn:aws:s3:::b""#),
        (#""s3:GetObject""#, #""arn:aws:s3:eu-west-1:111122223333:accesspoint/a""#),
    ])
    func actionsThatApplyToOneOfTheResourcesAreTaken(_ action: String, _ resources: String) throws {
        let statement = #"{"Effect": "Allow", "Principal": "*", "Action": \#(action), "Resource": \#(resources)}"#
        try expect("", statement, as: .resource)
    }

    /// PL-196: what a template's tool should have filled in would make the statement void, a Deny too.
    @Test(arguments: [
        #""Action": "s3:*", "Resource": ↓"arn:aws:s3:::${bucket}/*""#,
        #""Action": "s3:*", "Resource": ["*", ↓"arn:aws:s3:::${var.bucket}/*"]"#,
        #""Action": "s3:*", "NotResource": ↓"arn:aws:s3:::${AWS::AccountId}-logs/*""#,
        #""Action": ↓"${service}:*", "Resource": "*""#,
        #""Action": "s3:*", "Resource": ↓"arn:aws:s3:::${self:custom.bucket}""#,
        #""Action": "s3:*", "Resource": ↓"arn:aws:s3:::a-${aws:username}-${env}""#,
        #""Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": ↓"${org_id}"}}"#,
        #""Action": "*", "Resource": "*", "Condition": {"Null": {↓"aws:RequestTag/${TagKey}": "true"}}"#,
    ])
    func whatATemplateLeftInIsTold(_ members: String) throws {
        try expect("template-left", #"{"Effect": "Deny", \#(members)}"#, as: .identity)
    }

    @Test(arguments: [
        "${aws:username}", "${aws:PrincipalTag/team, 'none'}", "${*}", "${$}", "${", "$", "a$b{c}",
        "${token.actions.githubusercontent.com:sub}", "${ec2:ResourceTag/x}", "${saml:sub}",
    ])
    func policyVariablesAreNoTemplates(_ text: String) throws {
        let statement = #"{"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b/\#(text)"}"#
        try expect("", statement, as: .identity)
    }

    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html>
    @Test func anOriginAccessIdentityIsAPrincipal() throws {
        let name = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity EH1HDMB1FH2TC"
        try expect("", #"{"Principal": {"AWS": "\#(name)"}, \#(Self.rest)}"#, as: .resource)
        try expect(
            "invalid-principal", #"{"Principal": {"AWS": ↓"arn:aws:iam::cloudfront:user/x"}, \#(Self.rest)}"#,
            as: .resource)
    }

    /// A service under `AWS` is taken as one where AWS took it, with a word; nowhere else.
    @Test func aServiceUnderAWSIsToldWhereItIsTaken() throws {
        let principal = #""Principal": {"AWS": ↓"logs.eu-west-1.amazonaws.com"}"#
        try expect("service-under-aws", "{\(principal), \(Self.rest)}", as: .resource)
        let trust = #"{\#(principal), "Effect": "Allow", "Action": "sts:AssumeRole"}"#
        try expect("invalid-principal", trust, as: .trust)
    }
}
