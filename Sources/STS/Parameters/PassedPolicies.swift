public import IAM
public import SourceText

/// The policies that a call passes for the session: `Policy` and `PolicyArns` (SES-3).
public struct PassedPolicies: Sendable {
    /// `Policy`; `nil` where the parameter is not sent.
    public var inline: Inline?
    /// `PolicyArns`: the ARNs of managed policies; `nil` where the parameter is not sent.
    public var managedARNs: [Text]?
    /// The managed policies of those ARNs, each named by its own.
    public var managed: [Policy] = []

    /// A policy that a call passes as it is.
    public enum Inline: Sendable {
        /// A policy; of what it says, AWS counts no blanks.
        case policy(Policy)
        /// The JSON text that is sent, with the policy that it holds.
        case text(Text, Policy)
        /// A text that AWS refuses, and why.
        case malformed(Text, MalformedPolicy)
    }

    /// Why AWS refuses the text of a policy.
    public struct MalformedPolicy: Sendable {
        /// Whether the text is JSON, but no policy.
        public let isJSON: Bool
        /// What is wrong with it; empty where nothing is known but that.
        public let reason: String
    }

    /// Passes none.
    public init() {}

    /// All of them, which together are one set of policies; `nil` where none is passed. An empty list passes none.
    public var all: [Policy]? {
        guard inline != nil || managedARNs?.isEmpty == false else { return nil }
        return [inline?.policy].compactMap(\.self) + managed
    }
}

extension PassedPolicies.Inline {
    /// The policy, where the text holds one.
    public var policy: Policy? {
        switch self {
        case .policy(let policy), .text(_, let policy): policy
        case .malformed: nil
        }
    }
}

extension PassedPolicies.Inline {
    /// Reads the JSON text that a call sends; what is wrong with it AWS tells, and not the reader.
    /// - Parameters:
    ///   - name: how answers name the policy.
    ///   - diagnostics: gets what the text's policy is warned of.
    public init(text: Text, name: String, _ diagnostics: inout Diagnostics) {
        var own = Diagnostics()
        let parsed = JSONParser.parse(SourceFile(path: SourceFile.passedPolicy, text: text.string), &own)
        let document = parsed.flatMap { PolicyReader.read($0, as: .session, &own) }
        for warning in own.warnings { diagnostics.warning(warning.id, warning.message, at: warning.location) }
        if let document, !own.hasErrors {
            self = .text(text, Policy(name: name, document: document))
        } else {
            let reason = own.all.first { $0.severity == .error }?.message ?? ""
            self = .malformed(text, PassedPolicies.MalformedPolicy(isJSON: parsed != nil, reason: reason))
        }
    }
}
