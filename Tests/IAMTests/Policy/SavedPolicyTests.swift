import IAM
import SourceText
import TestSupport
import Testing

/// What IAM refuses to save beside its grammar, and what it saves though nothing can fit it, each on a Deny.
@Suite struct SavedPolicyTests {
    /// Reads a statement in which `↓` marks the complaint.
    private func expect(
        _ id: String, _ members: String, as type: PolicyType = .identity, isRefused: Bool? = nil,
        path: String = "p.json"
    ) throws {
        let marked = MarkedSource(
            #"{"Version": "2012-10-17", "Statement": {"Effect": "Deny", \#(members)}}"#, path: path)
        var diagnostics = Diagnostics()
        let node = try #require(SourceParser.parse(marked.file, &diagnostics))
        let document = PolicyReader.read(node, as: type, &diagnostics)
        #expect(Complaints(diagnostics) == Complaints(marked.marks.map { _ in id }, at: marked), "\(diagnostics.all)")
        if let isRefused { #expect((document == nil) == isRefused) }
    }

    private func action(_ text: String) -> String { #""Action": ["s3:*", \#(text)], "Resource": "*""# }
    private func resource(_ text: String) -> String { #""Action": "*", "Resource": ["*", \#(text)]"# }
    private func condition(_ text: String) -> String { #""Action": "*", "Resource": "*", "Condition": {\#(text)}"# }

    // MARK: Actions

    /// PL-74, PL-250: "Vendor X is not valid". Elsewhere than in IAM it is told, as the Deny is lost.
    @Test(arguments: ["s!3:*", "s3_x:Get*", "\u{212A}ms:*", "\u{17F}3:PutObject", "s\\u00003:*", "s3/:GetObject"])
    func prefixesOfServicesAreMadeOfLettersAndDigits(_ text: String) throws {
        let isWide = text.unicodeScalars.contains { $0.value > 0xFF }
        let isHidden = text.contains("\\u0000")
        let statement = action("↓\"\(text)\"")
        if !isWide && !isHidden { try expect("invalid-action", statement, isRefused: true) }
        let marked = MarkedSource(
            #"{"Statement": {"Effect": "Deny", "Principal": "*", \#(statement)}}"#, path: "p.json")
        var diagnostics = Diagnostics()
        let node = try #require(SourceParser.parse(marked.file, &diagnostics))
        #expect(PolicyReader.read(node, as: .resource, &diagnostics) != nil)
        #expect(diagnostics.all.contains { $0.id == "invalid-action" && $0.severity == .warning })
    }

    /// PL-75, PL-79: saved, and never fitting.
    @Test(arguments: ["s3:", " s3:*", "s3:GetObject ", "s3:Get-Object", "ec2:${name}x"])
    func namesOfActionsAreMadeOfLettersAndDigits(_ text: String) throws {
        try expect(text.contains("$") ? "template-left" : "void-action", action("↓\"\(text)\""), isRefused: false)
    }

    /// PL-72 to PL-74.
    @Test(arguments: ["*", "*:*", "s*:Get*", "execute-api:Invoke", "apigateway:GET", "iot1click-devices.x:?et*"])
    func actionsThatMayBeAreTaken(_ text: String) throws {
        try expect("", action("\"\(text)\""), isRefused: false)
    }

    /// PL-45: a trust policy speaks of the assuming of its role; a misspelled action is refused, and so is another service's.
    @Test(arguments: ["sts:AssumeRoles", "sts:TagSessions", "iam:AssumeRole", "s3:GetObject", "s3:*", "sts:assumerol"])
    func actionsOfATrustPolicyAreThoseThatAssume(_ text: String) throws {
        try expect(
            "invalid-action", #""Principal": "*", "Action": ["sts:AssumeRole", ↓"\#(text)"]"#, as: .trust,
            isRefused: true)
    }

    /// PL-45: whether AWS takes other actions of its own in a trust policy, sources differ on.
    @Test(arguments: ["sts:GetCallerIdentity", "sts:Decode*", "sts:Assumed*"])
    func otherActionsOfSTSInATrustPolicyAreTold(_ text: String) throws {
        try expect("void-action", #""Principal": "*", "Action": ↓"\#(text)""#, as: .trust, isRefused: false)
    }

    @Test(arguments: ["sts:*", "*", "STS:assumerole", "sts:Assume*", "sts:TagSession", "sts:SetContext", "*:*"])
    func actionsThatAssumeAreTaken(_ text: String) throws {
        try expect("", #""Principal": "*", "Action": "\#(text)""#, as: .trust, isRefused: false)
    }

    // MARK: Resources

    /// PL-86, PL-92, PL-93, PL-250.
    @Test(arguments: [
        "arn:foo:s3:::b/*", "arn:AWS:s3:::b", "arn:aws-us:s3:::b", "arn:aws::::b/*", "arn:aws:s3::b/*", "arn:aws::x",
        "arn:aws:iam:us-east-1:111111111111:role/x", "arn:aws:s3:us-east-1::b/*", "arn:aws:s3:b",
    ])
    func resourcesThatIAMRefuses(_ text: String) throws {
        try expect("invalid-resource", resource("↓\"\(text)\""), isRefused: true)
        try expect("invalid-resource", resource("↓\"\(text)\""), as: .session, isRefused: true)
        try expect("invalid-resource", resource("↓\"\(text)\""), as: .serviceControl, isRefused: false)
        try expect(
            "invalid-resource", #""Principal": "*", "# + resource("↓\"\(text)\""), as: .resource, isRefused: false)
    }

    /// PL-84, PL-92, PL-192: saved, and no resource has such an ARN.
    @Test(arguments: [
        "arn:aws:S3:::b/*", "arn:aws:s3::111111111111:b/*", "arn:aws:sqs:us-east-1:11111111111:q", "arn:aws:sqs:q",
        "arn:aws:${aws:PrincipalTag/service}:::x", "arn:aws:iam::111111111111:roles/x", "arn:aws:iam::*:Role/x",
        "arn:aws:iam::111111111111:admin",
    ])
    func resourcesThatNothingIs(_ text: String) throws {
        try expect("void-resource", resource("↓\"\(text)\""), isRefused: false)
    }

    /// PL-82, PL-87, PL-89, and what AWS's managed policies name.
    @Test(arguments: [
        "arn:aws:s3:::b/*", "arn:*:s3:::b", "arn:aws*:s3:::b", "arn:aws-cn:s3:::b", "arn:aws:*:*:*:x", "arn:aws:sqs",
        "arn:aws:s3:*:*:accesspoint/a", "arn:aws:s3:eu-west-1:111111111111:access-grants/default",
        "arn:aws:iam::*:root",
        "arn:aws:s3::*:stack*", "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::*:*", "arn:aws:iam::*:u*/x",
        "arn:aws:s3:::${aws:username}", "arn:aws:sqs:us-east-1", "arn:aws:iam::aws:role-template/a/b:1",
        "arn:aws:iam::111111111111:user/${aws:username}", "arn:aws:iam::111111111111:u2f/user/ann/key",
        "arn:*:kms:*:${aws:PrincipalAccount}:key/*", "arn:aws:sqs:${aws:RequestedRegion}:111111111111:*",
        "arn:*",
    ])
    func resourcesThatMayBeAreTaken(_ text: String) throws {
        try expect("", resource("\"\(text)\""), isRefused: false)
    }

    /// Every policy of AWS Organizations has to be of the current version.
    /// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html>
    @Test(arguments: [PolicyType.serviceControl, .resourceControl, .identity])
    func policiesOfOrganizationsAreOfTheCurrentVersion(_ type: PolicyType) throws {
        let principal = type == .resourceControl ? #""Principal": "*", "# : ""
        let text =
            #"{"Version": "2008-10-17", "Statement": {"Effect": "Deny", \#(principal)"Action": "s3:*", "Resource": "*"}}"#
        var diagnostics = Diagnostics()
        let file = SourceFile(path: "p.json", text: text)
        let node = try #require(SourceParser.parse(file, &diagnostics))
        #expect(PolicyReader.read(node, as: type, &diagnostics) != nil)
        #expect(diagnostics.all.map(\.id) == (type == .identity ? [] : ["old-version"]))
    }

    // MARK: Conditions

    /// PL-140, PL-250: "The policy failed legacy parsing". It is read, as PL-140 says how it decides, and told.
    @Test(arguments: ["tomorrow", "2025-13-01", "2025-01-01 10:00", "", "2025-01-01T25:00:00Z", "${aws:CurrentTime}"])
    func datesThatIAMRefusesAreTold(_ text: String) throws {
        let dates = condition(#""DateGreaterThan": {"aws:CurrentTime": ["2025-01-01T00:00:00Z", ↓"\#(text)"]}"#)
        try expect("void-value", dates, isRefused: false)
        try expect("void-value", dates, as: .serviceControl, isRefused: false)
        try expect("void-value", dates.replacing("DateGreaterThan", with: "DateNotEqualsIfExists"), isRefused: false)
    }

    /// PL-141: saved, though no moment is known for it here.
    @Test(arguments: [
        "-2025-01-01", "2025-01-01T01", "2025-02-31", "2025-01-01T10:00:00+23:59:1".replacing(":1", with: ""),
    ])
    func datesThatIAMSavesAreToldAtMost(_ text: String) throws {
        let marked = MarkedSource(
            #"{"Version": "2012-10-17", "Statement": {"Effect": "Deny", \#(condition(#""DateLessThan": {"aws:CurrentTime": "\#(text)"}"#))}}"#,
            path: "p.json")
        var diagnostics = Diagnostics()
        let node = try #require(SourceParser.parse(marked.file, &diagnostics))
        #expect(PolicyReader.read(node, as: .identity, &diagnostics) != nil)
        #expect(diagnostics.all.allSatisfy { $0.id == "void-value" })
    }

    /// PL-133, PL-143, PL-146, PL-151, PL-156, PL-184.
    @Test(arguments: [
        #""IpAddress": {"aws:SourceIp": ["10.0.0.0/8", ↓"203.0.113.0/33"]}"#,
        #""IpAddress": {"aws:SourceIp": ↓"300.1.1.1"}"#,
        #""NotIpAddress": {"aws:SourceIp": ↓"2001:db8::/129"}"#, #""Bool": {"aws:SecureTransport": ↓"no"}"#,
        #""NumericLessThan": {"s3:max-keys": ↓"ten"}"#, #""Null": {"aws:TokenIssueTime": ↓"yes"}"#,
        #""ArnLike": {"aws:PrincipalArn": ↓"role/x"}"#, #""BinaryEquals": {"k:v": ↓"not base64!"}"#,
        #""NumericEquals": {"s3:max-keys": ↓"${aws:MultiFactorAuthAge}"}"#,
    ])
    func valuesThatTheirOperatorCannotReadAreTold(_ text: String) throws {
        try expect("void-value", condition(text), isRefused: false)
    }

    @Test(arguments: [
        #""IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "::/0"]}"#, #""Bool": {"aws:SecureTransport": [true, "False"]}"#,
        #""NumericLessThan": {"s3:TlsVersion": 1.2}"#, #""ArnLike": {"aws:PrincipalArn": ["*", "arn:aws:iam::*"]}"#,
        #""DateLessThan": {"aws:CurrentTime": ["2025-01-01", 1700000000]}"#, #""Bool": {"k:v": "${k:w}"}"#,
    ])
    func valuesOfTheirKindAreTaken(_ text: String) throws {
        try expect("", condition(text), isRefused: false)
    }

    @Test(arguments: ["aws:username ", " aws:username", "username", ":x"])
    func keysHaveAServiceAndNoBlanksAround(_ key: String) throws {
        try expect("void-key", condition("\"StringEquals\": {↓\"\(key)\": \"a\"}"), isRefused: false)
    }

    // MARK: Characters

    /// PL-29: IAM takes what is beyond U+00FF only as an escape of JSON.
    @Test func charactersBeyondLatin1AreRefused() throws {
        try expect("invalid-character", resource("↓\"arn:aws:s3:::b/\u{4E2D}*\""), isRefused: true)
        try expect("invalid-character", resource("↓\"arn:aws:s3:::b/\u{4E2D}*\""), isRefused: false, path: "p.yaml")
        for escaped in [#""arn:aws:s3:::b/\u4e2d*""#, "\"arn:aws:s3:::b/\u{E9}\""] {
            let isEscaped = escaped.contains("\\u")
            try expect(
                isEscaped ? "invalid-character" : "", resource((isEscaped ? "↓" : "") + escaped), isRefused: false)
        }
        try expect("", #""Principal": "*", "# + resource("\"arn:aws:s3:::b/\u{4E2D}*\""), as: .resource)
    }

    /// A zero width space, a byte order mark, a soft hyphen.
    @Test(arguments: [#"\u200b"#, #"\ufeff"#, "\u{AD}", "\u{7F}"])
    func charactersThatAreNotSeenAreTold(_ hidden: String) throws {
        try expect(
            "hidden-character", condition("\"StringEquals\": {↓\"aws:user\(hidden)name\": \"a\"}"), isRefused: false)
        try expect(
            "hidden-character", condition("\"StringEquals\": {\"aws:username\": ↓\"a\(hidden)\"}"), isRefused: false)
        try expect(
            "hidden-character", #""Principal": {"Service": ↓"a.amazonaws.com\#(hidden)"}, "Action": "*""#, as: .resource
        )
    }

    /// A block scalar of YAML keeps its last line end (PL-30).
    @Test(arguments: [">", "|"])
    func lineEndsOfBlockScalarsAreTold(_ style: String) throws {
        let text = """
            Version: "2012-10-17"
            Statement:
              Effect: Deny
              Action: "*"
              Resource: STYLE
                arn:aws:s3:::b/k

            """
        for (written, ids) in [(style, ["line-end"]), (style + "-", [])] {
            var diagnostics = Diagnostics()
            let file = SourceFile(path: "p.yaml", text: text.replacing("STYLE", with: written))
            let node = try #require(SourceParser.parse(file, &diagnostics))
            #expect(PolicyReader.read(node, as: .identity, &diagnostics) != nil)
            #expect(diagnostics.all.map(\.id) == ids)
        }
    }

    // MARK: Principals

    /// PL-55, PL-61, PL-62.
    @Test(arguments: [
        #"{"Service": ↓"*"}"#, #"{"Federated": ↓"*"}"#, #"{"Service": ["ec2.amazonaws.com", ↓"*.amazonaws.com"]}"#,
        #"{"Federated": ↓"arn:aws:iam::*:saml-provider/x"}"#,
    ])
    func servicesAndProvidersAreWholeNames(_ principal: String) throws {
        let statement = #""Principal": \#(principal), "Action": "sts:AssumeRole""#
        try expect("void-principal", statement, as: .trust, isRefused: true)
        try expect("void-principal", statement, as: .resource, isRefused: false)
    }

    @Test(arguments: [#"{"Service": ↓"lambda"}"#, #"{"Federated": ↓"okta"}"#, #"{"CanonicalUser": ↓"79a59df900b9"}"#])
    func principalsThatNameNobodyAreTold(_ principal: String) throws {
        try expect("void-principal", #""Principal": \#(principal), "Action": "*""#, as: .resource, isRefused: false)
    }

    // MARK: Keys, variables and principals

    /// A misspelled key of AWS has no value; keys of services and of tokens are anybody's.
    @Test(arguments: [
        "↓aws:PrincipalArns", "↓aws:PrincipleArn", "↓aws:PrincipalTags/team", "↓sts:ExternalID2", "aws:principalarn",
        "↓aws:Region", "↓aws:SourceVpce/x", "↓aws:RequestTag", "sts:RoleAuthorizedByIdp",
        "aws:PrincipalTag/team", "app:PrincipleArn", "aws:SourceVpcArn", "↓aws:SourceOwner",
    ])
    func keysOfAWSAreSpelledAsItKnowsThem(_ key: String) throws {
        let isMarked = key.hasPrefix("↓")
        let name = key.replacing("↓", with: "")
        try expect(
            isMarked ? "unknown-key" : "", condition(#""StringEquals": {\#(isMarked ? "↓" : "")"\#(name)": "x"}"#),
            isRefused: false)
    }

    /// The default policy of an SNS topic asks for a key that no other kind of policy has.
    @Test func topicsKnowTheOwnerOfASource() throws {
        let members =
            #""Principal": {"AWS": "*"}, "Action": "sns:*", "Resource": "*", "#
            + #""Condition": {"StringEquals": {"aws:SourceOwner": "111111111111"}}"#
        try expect("", members, as: .resource, isRefused: false)
    }

    /// PL-196: a variable of a misspelled key has no value.
    @Test(arguments: [
        ("${aws:usernam}", true), ("${aws:PrincipalTag}", true), ("${aws:username}", false),
        ("${aws:PrincipalTag/team, 'x'}", false), ("${app:user}", false),
    ])
    func variablesAreKeysThatAWSKnows(variable: String, isTold: Bool) throws {
        try expect(
            isTold ? "unknown-key" : "",
            condition("\"StringEquals\": {\"app:k\": \(isTold ? "↓" : "")\"\(variable)\"}"),
            isRefused: false)
    }

    /// PL-22, PL-191: before 2012-10-17 nothing is a variable.
    @Test(arguments: ["2008-10-17", "2012-10-17"]) func variablesNeedTheirVersion(version: String) throws {
        let text =
            #"{"Version": "\#(version)", "Statement": {"Effect": "Deny", "Action": "*", "#
            + #""Resource": "arn:aws:s3:::b/${aws:username}/*"}}"#
        var diagnostics = Diagnostics()
        let file = SourceFile(path: "p.json", text: text)
        _ = PolicyReader.read(try #require(SourceParser.parse(file, &diagnostics)), as: .identity, &diagnostics)
        #expect(diagnostics.all.map(\.id) == (version == "2008-10-17" ? ["variable-without-version"] : []))
    }

    /// PL-58 to PL-60: names of users, roles and sessions are made of `[\w+=,.@-]`, paths of printable ASCII.
    @Test(arguments: [
        "iam::111111111111:user/a b", "iam::111111111111:user/", "iam::111111111111:role/R/",
        "iam::111111111111:user/a:b",
        "iam::111111111111:user/${aws:username}", "sts::111111111111:assumed-role/R/a b", "iam::111111111111:role/R ",
    ])
    func whomIAMCannotNameIsTold(_ name: String) throws {
        try expect(
            "void-principal", #""Principal": {"AWS": ↓"arn:aws:\#(name)"}, "Action": "s3:*", "Resource": "*""#,
            as: .resource, isRefused: false)
    }

    /// PL-61, PL-62.
    @Test(arguments: [
        #""Service": ↓"arn:aws:iam::111111111111:user/a""#, #""Service": ↓"s3.amazonaws.com ""#,
        #""Federated": ↓"arn:aws:iam::111111111111:user/a""#, #""Federated": "accounts.google.com""#,
        #""Federated": "arn:aws:iam::111111111111:saml-provider/p""#, #""Service": "s3.amazonaws.com""#,
    ])
    func servicesAndProvidersAreNames(_ principal: String) throws {
        let isVoid = principal.contains("↓")
        try expect(
            isVoid ? "void-principal" : "", #""Principal": {\#(principal)}, "Action": "s3:*", "Resource": "*""#,
            as: .resource)
    }
}
