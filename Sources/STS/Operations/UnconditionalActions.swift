import IAM
import SourceText

/// Actions of the Security Token Service that AWS grants, or refuses, without asking any policy.
enum UnconditionalActions {
    /// The answer to such an action; `nil` where policies decide.
    /// - Parameter resource: what an `sts:AssumeRole` would assume.
    static func answer(_ action: Action, on resource: Text, by caller: Principal) -> AnswerDraft? {
        if let error = temporaryCredentialsError(action, resource, caller) { return draft(error) }
        guard action.isOf(service: "sts") else { return nil }
        if action == getCallerIdentity { return callerIdentity(of: caller) }
        if action == getSessionToken { return draft(sessionTokenError(caller)) }
        guard action == .sts("AssumeRole") else { return nil }
        return AssumeRole.error(for: caller, role: resource).map(draft)
    }

    /// `sts:GetCallerIdentity` needs no permission, and a Deny does not stop it (SV-20).
    static func callerIdentity(of caller: Principal) -> AnswerDraft {
        draft(caller.kind == .anonymous ? .missingToken : nil)
    }

    private static let getCallerIdentity = Action.sts("GetCallerIdentity")
    private static let getSessionToken = Action.sts("GetSessionToken")

    /// `sts:GetSessionToken` needs long-term credentials, and no permission (SV-21, STS-61).
    private static func sessionTokenError(_ caller: Principal) -> AWSError? {
        switch caller.kind {
        case .anonymous: return .missingToken
        case .user where caller.session == nil: return nil
        case .root: return nil
        case .user, .roleSession, .federatedUser, .service:
            return AWSError(
                code: "AccessDenied", status: 403, message: "Cannot call GetSessionToken with session credentials")
        }
    }

    /// What temporary credentials cannot do whatever the policies say (STS-60, STS-61, STS-63).
    private static func temporaryCredentialsError(
        _ action: Action, _ resource: Text, _ caller: Principal
    ) -> AWSError? {
        guard let session = caller.session else { return nil }
        if action == getFederationToken {
            return AWSError(
                code: "AccessDenied", status: 403, message: "Cannot call GetFederationToken with session credentials")
        }
        guard !caller.isRoleSession else { return nil }
        if action.isOf(service: "iam"), caller.kind != .user || !session.hasMFA {
            return AWSError(
                code: "InvalidClientTokenId", status: 403,
                message: "The security token included in the request is invalid")
        }
        guard action.isOf(service: "sts"), action != getCallerIdentity, action != getSessionToken,
            caller.kind != .user || !partsOfAssumeRole.contains(action)
        else { return nil }
        let message = "User: \(caller.name) is not authorized to perform: \(action) on resource: \(resource)"
        return AWSError(code: "AccessDenied", status: 403, message: Text(message))
    }

    private static let getFederationToken = Action.sts("GetFederationToken")
    private static let partsOfAssumeRole: Set<Action> = [
        .sts("AssumeRole"), .sts("TagSession"), .sts("SetSourceIdentity"), .sts("SetContext"),
    ]

    private static func draft(_ error: AWSError?) -> AnswerDraft {
        var draft = AnswerDraft(decision: error == nil ? .allowed : .failed)
        draft.error = error
        return draft
    }
}

extension AWSError {
    /// The call is not signed (ERR-7).
    static let missingToken = AWSError(
        code: "MissingAuthenticationToken", status: 403, message: "Request is missing Authentication Token")
}
