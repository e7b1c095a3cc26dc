import IAM
import SourceText

/// The operations of the Security Token Service that are modelled, by the API's own names.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html>
public enum OperationName: String, Sendable, CaseIterable {
    case assumeRole = "AssumeRole"
    case assumeRoleWithSAML = "AssumeRoleWithSAML"
    case assumeRoleWithWebIdentity = "AssumeRoleWithWebIdentity"
    case assumeRoot = "AssumeRoot"
    case getCallerIdentity = "GetCallerIdentity"
    case getFederationToken = "GetFederationToken"
    case getSessionToken = "GetSessionToken"

    /// Whether calls of the operation are not signed, so that a token says who asks.
    public var isUnsigned: Bool { self == .assumeRoleWithSAML || self == .assumeRoleWithWebIdentity }

    /// The action that a policy must allow for it.
    var action: Action { Self.actions[self] ?? .sts(Text(rawValue)) }

    private static let actions = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0, Action.sts(Text($0.rawValue))) })
}
