import IAM
import SourceText

/// What an identity provider says of whoever calls `AssumeRoleWithWebIdentity` or `AssumeRoleWithSAML`, as far as it bears
/// on the call: decoded, and never verified. Whether a signature is genuine, nobody can tell offline.
struct Federation: Sendable {
    /// The provider, as a trust policy names it: an ARN, or the name of one that is built in (PR-20).
    let provider: Text
    /// Whether the provider is taken to exist, as the question does not say which there are.
    var isAssumed = false
    /// The condition keys that all checks of the call see (STS-41, STS-51).
    var keys: [Principal.FederationKey] = []
    /// Those of them that later requests of the session see (PR-34).
    var sessionKeys: [Principal.FederationKey] = []
    /// What the response says of the token (STS-82).
    var details: [CallResult.Member] = []
    /// What may be the matter with the token all the same.
    var hints: [FederationHint] = []
    /// The audiences that the provider takes; `nil` where the question does not list the provider, or it has none (STS-50).
    var audiences: [Text]?
    /// When the session must end, whatever the call asks for (STS-43).
    var latestExpiry: Timestamp?

    /// The provider as `aws:FederatedProvider` names it (PR-4).
    var name: Text { provider }
}
