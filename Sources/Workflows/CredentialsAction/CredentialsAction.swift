/// What one step with `aws-actions/configure-aws-credentials` does: which calls of STS it makes, with which parameters
/// (CAC-1 to CAC-23).
public struct CredentialsAction: Sendable {
    /// The version.
    public let version: ActionVersion
    /// The inputs by their names, evaluated; those that are empty count as missing.
    private let inputs: ExpressionValue.Members

    /// Makes the action of a step.
    public init(version: ActionVersion, inputs: ExpressionValue.Members) {
        self.version = version
        self.inputs = inputs
    }

    /// How the action comes by its credentials (CAC-1).
    public enum Path: Sendable, Hashable {
        /// No role is assumed: keys, or the credentials that are there.
        case existing
        /// A token of the job, for `AssumeRoleWithWebIdentity`.
        case token
        /// A token of a file, for `AssumeRoleWithWebIdentity`.
        case tokenFile
        /// Keys that the step is given, for `AssumeRole`.
        case keys
        /// The credentials of a step before, for `AssumeRole`.
        case chaining
        /// Whatever credentials the runner has, for `AssumeRole`.
        case ambient
        /// The action ends with an error before it calls STS.
        case fails(String)
    }

    /// An input: `nil` where it is missing or empty.
    public func input(_ name: String) -> ExpressionValue? {
        let value = inputs[name]
        return value == .null || value == .string("") ? nil : value
    }

    /// Whether an input says `true`; unknown values count as false.
    public func flag(_ name: String) -> Bool {
        input(name)?.text?.lowercased() == "true"
    }

    /// Which way the action goes.
    /// - Parameter mayRequestToken: whether the job may ask for an OpenID Connect token.
    public func path(mayRequestToken: Bool) -> Path {
        let hasKeys = input("aws-access-key-id") != nil
        guard let role = input("role-to-assume") else { return .existing }
        let hasFile = input("web-identity-token-file") != nil
        let skipsToken = version.major >= 5 && flag("force-skip-oidc")
        if skipsToken, !hasKeys, !hasFile {
            return .fails("If you set force-skip-oidc, you must provide aws-access-key-id or web-identity-token-file")
        }
        let chains = version >= ActionVersion(2, 1) && flag("role-chaining")
        let knowsTokens = version >= ActionVersion(1, 6)
        let path: Path =
            if mayRequestToken, knowsTokens, !hasKeys, !hasFile, !chains, !skipsToken {
                .token
            } else if hasFile {
                .tokenFile
            } else if hasKeys {
                .keys
            } else {
                chains ? .chaining : .ambient
            }
        if path == .token || path == .tokenFile, let text = role.text, !text.hasPrefix("arn:aws") {
            return .fails("Source Account ID is needed if the Role Name is provided and not the Role Arn.")
        }
        return path
    }

    /// Whether the action tags the session; with tokens it cannot (CAC-2, CAC-13).
    public func isTagging(_ path: Path) -> Bool {
        switch path {
        case .keys, .chaining, .ambient: !flag("role-skip-session-tagging")
        case .existing, .token, .tokenFile, .fails: false
        }
    }

    /// How long the session is to last, in seconds; `nil` where that is unknown (CAC-20).
    public func duration(_ path: Path) -> Int? {
        if let given = input("role-duration-seconds") { return given.text.flatMap { Int($0) } }
        let isSession = input("aws-session-token") != nil || path == .chaining
        switch version.major {
        case 1 where path != .token && path != .tokenFile: return 21_600
        case 2 where path == .keys && !isSession: return 21_600
        default: return 3_600
        }
    }

    /// The name of the session.
    public var sessionName: ExpressionValue { input("role-session-name") ?? .string("GitHubActions") }

    /// For whom the token is made.
    public var audience: ExpressionValue {
        version >= ActionVersion(1, 7)
            ? input("audience") ?? .string("sts.amazonaws.com") : .string("sts.amazonaws.com")
    }

    /// Whether the credentials that are there are cleared first (CAC-23).
    public var unsetsCredentials: Bool { version.major >= 3 && flag("unset-current-credentials") }

    /// Whether working credentials are kept, so that nothing else is done (CAC-23).
    public var keepsWorkingCredentials: Bool { version >= ActionVersion(4, 1) && flag("use-existing-credentials") }

    /// Whether the steps behind find the new credentials in the environment (CAC-23).
    public var exportsCredentials: Bool {
        version < ActionVersion(4, 3) || input("output-env-credentials")?.text?.lowercased() != "false"
    }

    /// Whether inline and managed session policies are passed.
    public var takesSessionPolicies: Bool { version >= ActionVersion(2, 2) }

    /// The keys of the tags that are to be transitive, of those that are sent (CAC-14).
    public func transitiveKeys(among sent: [String]) -> [String]? {
        guard version.major >= 6, let text = input("transitive-tag-keys")?.text else { return nil }
        let wanted = text.split { $0 == "\n" || $0 == "," }.map { $0.trimmingBlanks }.filter { !$0.isEmpty }
        return wanted.filter(sent.contains)
    }
}

extension Substring {
    /// The text without blanks at both ends.
    fileprivate var trimmingBlanks: String {
        let start = drop { $0.isWhitespace }
        let end = start.lastIndex { !$0.isWhitespace }
        return end.map { String(start[...$0]) } ?? ""
    }
}
