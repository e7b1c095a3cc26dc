import STS
import SourceText
import Testing

/// Parameters that AWS's model of the API forbids, each with AWS's own message (STS-90, STS-91).
@Suite struct ParameterTests {
    private static let user = "'arn:aws:iam::111111111111:user/ann'"
    private static let role = "arn:aws:iam::222222222222:role/Deploy"

    private func message(_ call: String, accounts: String = "{}") throws -> String? {
        let answer = try Asking.answer("call: \(call)\naccounts: \(accounts)")
        #expect(answer.checks.isEmpty == (answer.decision == .failed))
        return answer.error.map { "\($0.code) \($0.status): \($0.message)" }
    }

    private func assumeRole(_ parameters: String) throws -> String? {
        try message("{caller: \(Self.user), AssumeRole: {\(parameters)}}")
    }

    private static func one(_ value: String?, _ field: String, _ constraint: String) -> String {
        let shown = value.map { " '\($0)'" } ?? ""
        return "ValidationError 400: 1 validation error detected: Value\(shown) at '\(field)' failed to satisfy "
            + "constraint: \(constraint)"
    }

    private static func pattern(_ pattern: String) -> String {
        "Member must satisfy regular expression pattern: \(pattern)"
    }

    private static let shortest = "Member must have length greater than or equal to"
    private static let longest = "Member must have length less than or equal to"

    private static func many(_ count: Int) -> String { String(repeating: "x", count: count) }

    /// A parameter of AssumeRole, a value that is just too short, one that is just too long, and one of a wrong character.
    private static let texts: [(name: String, field: String, bounds: ClosedRange<Int>, pattern: String)] = [
        ("RoleSessionName", "roleSessionName", 2...64, #"[\w+=,.@-]*"#),
        ("SourceIdentity", "sourceIdentity", 2...64, #"[\w+=,.@-]*"#),
        ("ExternalId", "externalId", 2...1224, #"[\w+=,.@:\/-]*"#),
        ("SerialNumber", "serialNumber", 9...256, #"[\w+=/:,.@-]*"#),
    ]

    @Test(arguments: texts.indices)
    func textsHaveALengthAndCharacters(index: Int) throws {
        let (name, field, bounds, pattern) = Self.texts[index]
        func answer(_ value: String) throws -> String? {
            let session = name == "RoleSessionName" ? "" : "RoleSessionName: deploy, "
            return try assumeRole("RoleArn: '\(Self.role)', \(session)\(name): '\(value)'")
        }
        let short = Self.many(bounds.lowerBound - 1)
        #expect(try answer(short) == Self.one(short, field, "\(Self.shortest) \(bounds.lowerBound)"))
        let long = Self.many(bounds.upperBound + 1)
        #expect(try answer(long) == Self.one(long, field, "\(Self.longest) \(bounds.upperBound)"))
        let wrong = "a b" + Self.many(bounds.lowerBound)
        #expect(try answer(wrong) == Self.one(wrong, field, Self.pattern(pattern)))
        #expect(try answer("é\(Self.many(bounds.lowerBound))")?.contains("regular expression") == true)
        for length in [bounds.lowerBound, bounds.upperBound] {
            #expect(try answer(Self.many(length))?.hasPrefix("ValidationError") != true)
        }
    }

    @Test(arguments: [
        ("899", "greater than or equal to 900"), ("-1", "greater than or equal to 900"),
        ("43201", "less than or equal to 43200"),
    ])
    func durationsHaveBounds(_ seconds: String, _ bound: String) throws {
        let found = try assumeRole("RoleArn: '\(Self.role)', RoleSessionName: deploy, DurationSeconds: \(seconds)")
        #expect(found == Self.one(seconds, "durationSeconds", "Member must have value \(bound)"))
    }

    @Test func tagsHaveBounds() throws {
        func answer(_ tags: String) throws -> String? {
            try assumeRole("RoleArn: '\(Self.role)', RoleSessionName: deploy, Tags: \(tags)")
        }
        let long = Self.many(129)
        #expect(try answer("{\(long): a}") == Self.one(long, "tags.1.member.key", "\(Self.longest) 128"))
        let wrong = Self.pattern(#"[\p{L}\p{Z}\p{N}_.:/=+\-@]+"#)
        #expect(try answer("{a: b, 'c#': d}") == Self.one("c#", "tags.2.member.key", wrong))
        let value = Self.many(257)
        #expect(try answer("{a: \(value)}") == Self.one(value, "tags.1.member.value", "\(Self.longest) 256"))
        let stars = Self.pattern(#"[\p{L}\p{Z}\p{N}_.:/=+\-@]*"#)
        #expect(try answer("{a: 'b*'}") == Self.one("b*", "tags.1.member.value", stars))
        #expect(try answer("[{Key: '', Value: a}]")?.contains("'tags.1.member.key'") == true)
        func tags(_ count: Int) -> String { "{\((1...count).map { "k\($0): v" }.joined(separator: ", "))}" }
        #expect(try answer(tags(51)) == Self.one(nil, "tags", "\(Self.longest) 50"))
        #expect(try answer(tags(50))?.hasPrefix("AccessDenied") == true)
        #expect(try answer("{équipe: 'näh 1', 日本: ''}")?.hasPrefix("AccessDenied") == true)
    }

    @Test(arguments: ["aws:team", "AWS:team", "aws:"])
    func keysOfAWSAreReserved(_ key: String) throws {
        let found = try assumeRole("RoleArn: '\(Self.role)', RoleSessionName: deploy, Tags: {'\(key)': a}")
        #expect(found == "InvalidParameterValue 400: Tag keys that begin with aws: are reserved for AWS.")
    }

    @Test func severalFaultsAreToldAtOnce() throws {
        let found = try assumeRole("RoleArn: '\(Self.role)', RoleSessionName: 'a b c/', DurationSeconds: 1")
        let first =
            #"Value 'a b c/' at 'roleSessionName' failed to satisfy constraint: "#
            + #"Member must satisfy regular expression pattern: [\w+=,.@-]*"#
        let second =
            "Value '1' at 'durationSeconds' failed to satisfy constraint: Member must have value greater "
            + "than or equal to 900"
        #expect(found == "ValidationError 400: 2 validation errors detected: \(first); \(second)")
    }

    @Test(arguments: [
        "nothing-valid-in-here", "arn:aws:iam::111111111111:user/ann", "arn:aws:iam:222222222222:role/Deploy",
        "arn:aws:sts::222222222222:assumed-role/Deploy/s", "arn:aws:iam::22222:role/Deploy-the-application",
    ])
    func onlyRolesCanBeAssumed(_ arn: String) throws {
        let found = try assumeRole("RoleArn: '\(arn)', RoleSessionName: deploy")
        #expect(found == "ValidationError 400: \(arn) is invalid")
    }

    @Test func anARNOfARoleHasALength() throws {
        let short = try assumeRole("RoleArn: 'arn:aws:iam::1:r', RoleSessionName: deploy")
        #expect(short == Self.one("arn:aws:iam::1:r", "roleArn", "\(Self.shortest) 20"))
        let long = Self.role + Self.many(2048)
        let found = try assumeRole("RoleArn: '\(long)', RoleSessionName: deploy")
        #expect(found == Self.one(long, "roleArn", "\(Self.longest) 2048"))
    }

    // MARK: Session policies

    @Test(arguments: [
        ("'{'", "MalformedPolicyDocument 400: This policy contains invalid Json"),
        (
            #"'{"Version": "2012-10-17", "Statement": [{"Effect": "Alow", "Action": "*", "Resource": "*"}]}'"#,
            "MalformedPolicyDocument 400: Syntax errors in policy."
        ),
    ])
    func aPolicyMustBeOne(_ policy: String, _ expected: String) throws {
        #expect(try assumeRole("RoleArn: '\(Self.role)', RoleSessionName: deploy, Policy: \(policy)") == expected)
    }

    @Test func aPolicyHasALength() throws {
        func policy(_ length: Int) -> String {
            let text = #"{"Version": "2012-10-17", "Statement": []}"#
            return text + String(repeating: " ", count: length - text.utf8.count)
        }
        func answer(_ policy: String) throws -> String? {
            try assumeRole("RoleArn: '\(Self.role)', RoleSessionName: deploy, Policy: '\(policy)'")
        }
        #expect(try answer(policy(2049)) == Self.one(policy(2049), "policy", "\(Self.longest) 2048"))
        #expect(try answer(policy(2048))?.hasPrefix("ValidationError") != true)
        #expect(
            try answer("")?.contains("Value '' at 'policy' failed to satisfy constraint: \(Self.shortest) 1") == true)
        let inline =
            "{Version: '2012-10-17', Statement: [{Effect: Allow, Action: '*', Resource: '*', Sid: "
            + "\(Self.many(2100))}]}"
        let found = try assumeRole("RoleArn: '\(Self.role)', RoleSessionName: deploy, Policy: \(inline)")
        #expect(found == Self.one(nil, "policy", "\(Self.longest) 2048"))
    }

    /// SES-3.
    @Test func managedPoliciesAreOfTheRolesAccount() throws {
        let all = Policies.identity("*")
        let accounts = """
            {one: {id: '111111111111', users: {ann: {}}, managedPolicies: {P: \(all)}}, \
            two: {id: '222222222222', roles: {Deploy: {}}, managedPolicies: {P: \(all)}}}
            """
        func answer(_ arns: String) throws -> String? {
            let parameters = "RoleArn: '\(Self.role)', RoleSessionName: deploy, PolicyArns: [\(arns)]"
            return try message("{caller: \(Self.user), AssumeRole: {\(parameters)}}", accounts: accounts)
        }
        let foreign = "arn:aws:iam::111111111111:policy/P"
        #expect(try answer("'\(foreign)'") == "ValidationError 400: \(foreign) is invalid")
        let own = "'arn:aws:iam::222222222222:policy/P'"
        #expect(try answer(own)?.hasPrefix("AccessDenied") == true)
        let eleven = Array(repeating: own, count: 11).joined(separator: ", ")
        #expect(try answer(eleven) == Self.one(nil, "policyArns", "\(Self.longest) 10"))
    }

    // MARK: Other operations

    @Test(arguments: [
        ("GetFederationToken", "Name: x", one("x", "name", "\(shortest) 2")),
        ("GetFederationToken", "Name: 'a b'", one("a b", "name", pattern(#"[\w+=,.@-]*"#))),
        (
            "GetFederationToken", "Name: ann, DurationSeconds: 899",
            one("899", "durationSeconds", "Member must have value greater than or equal to 900")
        ),
        (
            "GetFederationToken", "Name: ann, DurationSeconds: 129601",
            one("129601", "durationSeconds", "Member must have value less than or equal to 129600")
        ),
        (
            "GetSessionToken", "DurationSeconds: 129601",
            one("129601", "durationSeconds", "Member must have value less than or equal to 129600")
        ),
        (
            "GetSessionToken", "TokenCode: '12345'",
            one("12345", "tokenCode", "\(shortest) 6")
        ),
        ("GetSessionToken", "TokenCode: '12345x'", one("12345x", "tokenCode", pattern(#"[\d]*"#))),
        (
            "AssumeRoot",
            "TargetPrincipal: '222222222222', TaskPolicyArn: "
                + "'arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy', DurationSeconds: 901",
            one("901", "durationSeconds", "Member must have value less than or equal to 900")
        ),
        (
            "AssumeRoot",
            "TargetPrincipal: '222222222222', TaskPolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess'",
            "ValidationError 400: Request must contain valid AWS managed task policy ARN"
        ),
        (
            "AssumeRoot",
            "TargetPrincipal: 'arn:aws:iam::222222222222:user/ann', TaskPolicyArn: "
                + "{arn: 'arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy'}",
            "ValidationError 400: Request must contain a valid target principal"
        ),
    ])
    func otherOperations(_ operation: String, _ parameters: String, _ expected: String) throws {
        #expect(try message("{caller: \(Self.user), region: eu-west-1, \(operation): {\(parameters)}}") == expected)
    }

    /// Secrets are not shown (STS-90).
    @Test(arguments: [
        ("WebIdentityToken: abc", "AssumeRoleWithWebIdentity", "webIdentityToken", "\(shortest) 4"),
        ("WebIdentityToken: \(many(20_001))", "AssumeRoleWithWebIdentity", "webIdentityToken", "\(longest) 20000"),
        ("SAMLAssertion: abc", "AssumeRoleWithSAML", "sAMLAssertion", "\(shortest) 4"),
        ("SAMLAssertion: \(many(100_001))", "AssumeRoleWithSAML", "sAMLAssertion", "\(longest) 100000"),
    ])
    func tokensHaveALength(_ token: String, _ operation: String, _ field: String, _ bound: String) throws {
        let more =
            operation == "AssumeRoleWithSAML"
            ? "PrincipalArn: 'arn:aws:iam::222222222222:saml-provider/Corp'" : "RoleSessionName: deploy"
        let found = try message("{\(operation): {RoleArn: '\(Self.role)', \(more), \(token)}}")
        #expect(found == Self.one(nil, field, bound))
    }

    @Test func contextsAreFewAndShort() throws {
        func answer(_ contexts: String) throws -> String? {
            try assumeRole("RoleArn: '\(Self.role)', RoleSessionName: deploy, ProvidedContexts: [\(contexts)]")
        }
        let context = "{ProviderArn: 'arn:aws:iam::aws:contextProvider/IdentityCenter', ContextAssertion: abcd}"
        let six = Array(repeating: context, count: 6).joined(separator: ", ")
        #expect(try answer(six) == Self.one(nil, "providedContexts", "\(Self.longest) 5"))
        #expect(
            try answer("{ProviderArn: 'arn:aws:iam::aws:contextProvider/IdentityCenter', ContextAssertion: abc}")
                == Self.one("abc", "providedContexts.1.member.contextAssertion", "\(Self.shortest) 4"))
    }

    /// ERR-7: what is not signed is refused before anything else is looked at.
    @Test func anUnsignedCallIsRefusedForThatFirst() throws {
        let found = try message("{caller: anonymous, AssumeRole: {RoleArn: x, RoleSessionName: x}}")
        #expect(found == "MissingAuthenticationToken 403: Request is missing Authentication Token")
    }

    /// A size of the token changes nothing but the token; more than 4,096 bytes are refused.
    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
    @Test(arguments: [(-1, "greater than or equal to 0"), (4_097, "less than or equal to 4096")])
    func theTokensSizeHasBounds(_ bytes: Int, _ bound: String) throws {
        let parameters = "RoleArn: '\(Self.role)', RoleSessionName: deploy, MinimumSessionTokenSize:"
        let found = try assumeRole("\(parameters) \(bytes)")
        #expect(found == Self.one(String(bytes), "minimumSessionTokenSize", "Member must have value \(bound)"))
        let size = "MinimumSessionTokenSize: \(bytes)"
        for operation in ["GetSessionToken: {\(size)}", "GetFederationToken: {Name: fred, \(size)}"] {
            #expect(try message("{caller: \(Self.user), \(operation)}") == found)
        }
    }

    @Test(arguments: [0, 4_096])
    func aSizeOfTheTokenIsTaken(_ bytes: Int) throws {
        let size = "MinimumSessionTokenSize: \(bytes)"
        let assumed = try assumeRole("RoleArn: '\(Self.role)', RoleSessionName: deploy, \(size)")
        #expect(assumed == (try assumeRole("RoleArn: '\(Self.role)', RoleSessionName: deploy")))
        let token = try Asking.answer("call: {caller: \(Self.user), GetSessionToken: {\(size)}}")
        #expect(token.decision == .allowed)
    }
}
