public import IAM
import STS
public import SourceText

/// What an author expects of an answer. Everything that is stated must hold.
public struct Expectation: Sendable {
    /// The outcome as authors write it.
    public enum Outcome: String, Sendable, CaseIterable {
        /// AWS allows it.
        case allowed
        /// Policies refuse it, in either way.
        case denied
        /// A Deny matches.
        case explicitDeny
        /// A needed Allow is missing.
        case implicitDeny
        /// AWS refuses for a reason that no policy decides.
        case failed
        /// It hangs on what nobody knows.
        case unknown

        /// Whether an outcome is what this word says.
        func fits(_ outcome: STS.Outcome) -> Bool {
            switch self {
            case .denied: outcome == .explicitDeny || outcome == .implicitDeny
            case .allowed, .explicitDeny, .implicitDeny, .failed, .unknown: rawValue == outcome.rawValue
            }
        }
    }

    /// The outcome.
    public var outcome: Outcome
    /// The code of AWS's error.
    public var error: String?
    /// The action that is refused.
    public var action: Action?
    /// What stands in the way, exactly.
    public var blockedBy: [String]?
    /// What stands in the way, among other things.
    public var blockedByAtLeast: [String]?
    /// The outcome of single checks.
    public var checks: [(action: Action, outcome: Outcome)] = []
    /// A statement on which the decision rests: its Sid, or `policy#index`.
    public var statement: String?
    /// Words of AWS's message.
    public var message: String?
    /// What the resulting session must be.
    public var session: SessionExpectation?
    /// The rules of the caveats, exactly; empty for none.
    public var caveats: [String]?
    /// The condition keys that the question leaves open and on which the answer hangs, exactly (SRC-23).
    public var dependsOn: [String]?
    /// What is expected of the steps of a chain; `nil` for a step that must not be reached.
    public var steps: [(name: String, expectation: Expectation?)] = []
    /// Why the case is known to fail for now.
    public var todo: String?
    /// Where the expectation stands.
    public let location: SourceLocation
}

/// What is expected of a session.
public struct SessionExpectation: Sendable {
    /// Its ARN.
    public var arn: Text?
    /// All its tags.
    public var tags: [Tag]?
    /// The keys of its transitive tags, in any order.
    public var transitiveTagKeys: [Text]?
    /// Its source identity.
    public var sourceIdentity: Text?
    /// The provider through which it was made, as `aws:FederatedProvider` tells it.
    public var federatedProvider: Text?
    /// Whether it was made with multi-factor authentication.
    public var mfa: Bool?
    /// The names of the policies that were passed for it, in any order.
    public var sessionPolicies: [Text]?
    /// When its credentials end.
    public var expires: Text?
}
