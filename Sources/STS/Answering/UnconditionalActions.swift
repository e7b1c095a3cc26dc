import IAM
import SourceText

/// Actions of the Security Token Service that AWS grants, or refuses, without asking any policy.
enum UnconditionalActions {
    /// The answer to such an action; `nil` where policies decide.
    /// - Parameter resource: what an `sts:AssumeRole` would assume.
    static func answer(_ action: Action, on resource: RequestResource, in setting: Setting) -> AnswerDraft? {
        let caller = setting.principal
        if let error = temporaryCredentialsError(action, resource.text, caller) { return draft(error) }
        guard action.isOf(service: "sts") else { return nil }
        if caller.kind == .anonymous { return draft(.missingToken) }
        switch action {
        case getCallerIdentity: return draft(nil)
        case getSessionToken: return draft(LongTermCredentials.error(for: caller, operation: .getSessionToken))
        case getFederationToken:
            return LongTermCredentials.error(for: caller, operation: .getFederationToken).map(draft)
        case assumeRole: return RoleAssumption.error(for: caller, role: resource.text).map(draft)
        case assumeRoot:
            guard let target = resource.arn else { return nil }
            return RootAssumption.error(for: caller, target: target, in: setting.world).map(draft)
        default: return nil
        }
    }

    private static let passRole = Action(Text("iam:PassRole"))
    private static let getCallerIdentity = Action.sts("GetCallerIdentity")
    private static let getSessionToken = Action.sts("GetSessionToken")
    private static let assumeRole = Action.sts("AssumeRole")
    private static let assumeRoot = Action.sts("AssumeRoot")

    /// What temporary credentials cannot do whatever the policies say (STS-60, STS-61, STS-63).
    private static func temporaryCredentialsError(
        _ action: Action, _ resource: Text, _ caller: Principal
    ) -> AWSError? {
        guard let session = caller.session else { return nil }
        if action == getFederationToken {
            return LongTermCredentials.error(for: caller, operation: .getFederationToken)
        }
        guard !caller.isRoleSession, !session.isAssumedRoot else { return nil }
        // `iam:PassRole` is a permission, and no call of IAM (SV-6).
        if action.isOf(service: "iam"), action != passRole, !session.hasMFA {
            return AWSError(
                code: "InvalidClientTokenId", status: 403,
                message: "The security token included in the request is invalid"
            ).because(
                "STS-61", "the caller is a session made without multi-factor authentication, which cannot call IAM",
                advice: "make the session with SerialNumber and TokenCode, or call with long-term credentials or a role"
            )
        }
        guard action.isOf(service: "sts"), action != getCallerIdentity, action != getSessionToken,
            !isUserOrRoot(caller) || !partsOfAssumeRole.contains(action)
        else { return nil }
        return AWSError.accessDenied(
            "User: \(caller.name) is not authorized to perform: \(action) on resource: \(resource)"
        ).because(
            "STS-60",
            "the caller is a session of GetFederationToken or GetSessionToken, which cannot do this in the "
                + "Security Token Service", advice: "call with long-term credentials or as a role")
    }

    private static func isUserOrRoot(_ caller: Principal) -> Bool { caller.kind == .user || caller.kind == .root }

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
        code: "MissingAuthenticationToken", status: 403, message: "Request is missing Authentication Token"
    ).because("ERR-7", "the call is not signed", advice: "sign it with credentials")
}
