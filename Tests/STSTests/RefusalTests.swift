import STS
import SourceText
import Testing

/// What AWS refuses for reasons that no policy decides, each with AWS's own code and message (STS-71).
@Suite struct RefusalTests {
    private static let role = "arn:aws:iam::222222222222:role/Deploy"
    private static let open = Policies.naming("*", "sts:*")
    private static let everything = Policies.identity("*")
    private static let accounts = """
        {one: {id: '111111111111', users: {ann: {policies: [\(everything)], mfaDevices: \
        {'arn:aws:iam::111111111111:mfa/ann': {code: '123456'}}}}, disabledRegions: [eu-west-3]}, \
        two: {id: '222222222222', roles: {Deploy: {trust: \(open)}}, disabledRegions: [eu-west-3]}}
        """
    private static let user = "'arn:aws:iam::111111111111:user/ann'"

    private func error(_ question: String, accounts: String = accounts) throws -> String? {
        let answer = try Asking.answer("\(question)\naccounts: \(accounts)")
        #expect(answer.action == nil || answer.decision != .failed)
        return answer.error.map { "\($0.code) \($0.status): \($0.message)" }
    }

    private func call(_ caller: String, _ operation: String, region: String = "") throws -> String? {
        let region = region.isEmpty ? "" : "region: \(region), "
        return try error("call: {caller: \(caller), \(region)\(operation)}")
    }

    private static let assume = "AssumeRole: {RoleArn: '\(role)', RoleSessionName: deploy}"

    // MARK: The caller

    @Test func rootAssumesNoRole() throws {
        let root = "'arn:aws:iam::111111111111:root'"
        #expect(try call(root, Self.assume) == "AccessDenied 403: Roles may not be assumed by root accounts.")
    }

    @Test(arguments: ["GetFederationToken: {Name: ann}", "GetSessionToken: {}"])
    func sessionsGetNoFurtherTokens(_ operation: String) throws {
        let name = operation.prefix { $0 != ":" }
        let expected = "AccessDenied 403: Cannot call \(name) with session credentials"
        for caller in [
            "'arn:aws:sts::222222222222:assumed-role/Deploy/s1'", "{user: \(Self.user), temporary: true}",
            "'arn:aws:sts::111111111111:federated-user/F'",
        ] {
            #expect(try call(caller, operation) == expected)
        }
        #expect(try call(Self.user, operation) == nil)
        #expect(try call("'arn:aws:iam::111111111111:root'", operation) == nil)
    }

    /// ERR-7.
    @Test(arguments: [
        assume, "GetFederationToken: {Name: ann}", "GetSessionToken: {}", "GetCallerIdentity: {}",
        "AssumeRoot: {TargetPrincipal: '222222222222', TaskPolicyArn: "
            + "'arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy'}",
    ])
    func signedOperationsWantASignature(_ operation: String) throws {
        let expected = "MissingAuthenticationToken 403: Request is missing Authentication Token"
        #expect(try call("anonymous", operation) == expected)
        #expect(try call("anonymous", operation, region: "eu-west-1") == expected)
    }

    /// STS-63.
    @Test func temporaryCredentialsOfAUserDoNotReachIAM() throws {
        let expected = "InvalidClientTokenId 403: The security token included in the request is invalid"
        func ask(_ caller: String, _ action: String) throws -> String? {
            try error("request: {caller: \(caller), action: '\(action)'}")
        }
        #expect(try ask("{user: \(Self.user), temporary: true}", "iam:ListUsers") == expected)
        #expect(try ask("{user: \(Self.user), temporary: true, mfa: true}", "iam:ListUsers") == nil)
        #expect(try ask("'arn:aws:sts::111111111111:federated-user/F'", "iam:ListUsers") == expected)
    }

    // MARK: Multi-factor authentication

    @Test(arguments: [
        (
            "SerialNumber: 'arn:aws:iam::111111111111:mfa/ann'",
            ", must provide both MFA serial number and one time pass code."
        ),
        ("TokenCode: '123456'", ", must provide both MFA serial number and one time pass code."),
        (
            "SerialNumber: 'arn:aws:iam::111111111111:mfa/bob', TokenCode: '123456'",
            ", unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user."
        ),
        (
            "SerialNumber: 'arn:aws:iam::111111111111:mfa/ann', TokenCode: '654321'",
            " with invalid MFA one time pass code."
        ),
    ])
    func codesMustBeRight(_ parameters: String, _ rest: String) throws {
        let expected = "AccessDenied 403: MultiFactorAuthentication failed\(rest)"
        let assume = "AssumeRole: {RoleArn: '\(Self.role)', RoleSessionName: deploy, \(parameters)}"
        #expect(try call(Self.user, assume) == expected)
        #expect(try call(Self.user, "GetSessionToken: {\(parameters)}") == expected)
    }

    @Test func aRightCodeIsTaken() throws {
        let code = "SerialNumber: 'arn:aws:iam::111111111111:mfa/ann', TokenCode: '123456'"
        let answer = try Asking.answer(
            "call: {caller: \(Self.user), GetSessionToken: {\(code)}}\naccounts: \(Self.accounts)")
        #expect(answer.session?.hasMFA == true)
        #expect(try call("'arn:aws:iam::111111111111:root'", "GetSessionToken: {\(code)}") == nil)
        // The device's ARN names the account of its user.
        let foreign = try call("'arn:aws:iam::999999999999:root'", "GetSessionToken: {\(code)}")
        #expect(foreign?.contains("unable to validate MFA code") == true)
        let role = "'arn:aws:sts::222222222222:assumed-role/Deploy/s1'"
        let assume = "AssumeRole: {RoleArn: '\(Self.role)', RoleSessionName: deploy, \(code)}"
        #expect(try call(role, assume)?.contains("unable to validate MFA code") == true)
    }

    // MARK: Places

    /// STS-37.
    @Test func aRegionCanBeOffForAnAccount() throws {
        func expected(_ account: String) -> String {
            "RegionDisabledException 403: STS is not activated in this region for account:\(account). Your account "
                + "administrator can activate STS in this region using the IAM Console."
        }
        #expect(try call(Self.user, Self.assume, region: "eu-west-3") == expected("222222222222"))
        #expect(try call(Self.user, "GetSessionToken: {}", region: "eu-west-3") == expected("111111111111"))
        #expect(try call(Self.user, "GetFederationToken: {Name: ann}", region: "eu-west-3") == expected("111111111111"))
        #expect(try call(Self.user, "GetCallerIdentity: {}", region: "eu-west-3") == nil)
        #expect(try call(Self.user, Self.assume, region: "eu-west-1") == nil)
        #expect(try call(Self.user, Self.assume) == nil)
    }

    /// STS-62.
    @Test func rootSessionsAreMadeByRegionalEndpointsAlone() throws {
        let operation =
            "AssumeRoot: {TargetPrincipal: '222222222222', TaskPolicyArn: "
            + "'arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy'}"
        #expect(try call(Self.user, operation) == "InvalidAction 400: Unknown Operation")
        #expect(try call(Self.user, operation, region: "eu-west-1") == nil)
        let root = "'arn:aws:iam::111111111111:root'"
        let expected =
            "AccessDenied 403: User: arn:aws:iam::111111111111:root is not authorized to perform: sts:AssumeRoot on "
            + "resource: arn:aws:iam::222222222222:root"
        #expect(try call(root, operation, region: "eu-west-1") == expected)
    }

    // MARK: Size

    /// STS-94: the estimate warns, and decides only where a question asks for that.
    @Test func aLargeSessionIsWarnedOf() throws {
        let tags = (1...50).map { "slot-\($0): '\(String(repeating: "x", count: 40))'" }.joined(separator: ", ")
        let assume = "AssumeRole: {RoleArn: '\(Self.role)', RoleSessionName: deploy, Tags: {\(tags)}}"
        let question = "call: {caller: \(Self.user), \(assume)}\naccounts: \(Self.accounts)"
        let answer = try Asking.answer(question)
        #expect(answer.decision == .allowed)
        #expect(answer.caveats.map(\.rule) == ["STS-94"])
        #expect(answer.caveats.map(\.otherwise) == [.failed])
        #expect(answer.session?.packedPolicySize == 104)
        let decided = try Asking.answer("\(question)\nchoices: {packedSizeIsWithinLimit: false}")
        #expect(decided.decision == .failed)
        #expect(decided.error?.code == "PackedPolicyTooLarge")
        #expect(decided.error?.status == 400)
        #expect(decided.error?.message == "Packed size of session tags consumes 115% of allotted space.")
        #expect(decided.caveats.map(\.otherwise) == [.allowed])
    }
}
