import IAM
import SourceText

// The session that assuming a role yields (SES-1 to SES-9).
extension RoleAssumption {
    func result(of call: CallSetting) -> CallResult? {
        guard let account = roleARN.accountID else { return nil }
        let role = role(call)
        let session = session(call, account: account, role: role)
        return CallResult(
            operation: operation, session: session,
            nextCaller: nextCaller(session, call.caller, account: account, role: role),
            details: federation?.details ?? [])
    }

    /// The session for a caller (SES-1, SES-4, SES-5, SES-7).
    private func session(_ call: CallSetting, account: AccountID, role: Role?) -> Session {
        let inherited = call.caller.transitiveTags
        var tags = (role?.tags ?? Tags()).all.map { Session.SessionTag(tag: $0, origin: .role) }
        tags += self.tags.map { Session.SessionTag(tag: $0, origin: .request) }
        tags += inherited.all.map { Session.SessionTag(tag: $0, origin: .inherited) }
        let arn = ARN(
            partition: roleARN.partition, service: "sts", account: account,
            resource: Text(joining: "assumed-role/", roleARN.name, "/", roleSessionName))
        var expires = call.circumstances.time.adding(seconds: durationSeconds ?? 3_600)
        // An assertion is not too old where the question states no time.
        if let latest = federation?.latestExpiry, latest > call.circumstances.time { expires = min(expires, latest) }
        var session = Session(arn: arn, tags: Session.strongest(tags), expires: expires)
        session.transitiveTagKeys = inherited.all.map(\.key)
        for key in transitiveTagKeys
        where !session.transitiveTagKeys.contains(where: { Tag.fold($0) == Tag.fold(key) }) {
            session.transitiveTagKeys.append(key)
        }
        session.sourceIdentity = newSourceIdentity(call.caller)
        session.hasMFA = call.caller.session?.hasMFA ?? false
        session.federatedProvider = federation?.name
        session.sessionPolicies = sessionPolicies?.map(\.name) ?? []
        session.packedPolicySize = PackedSize(self, call.caller).percent
        return session
    }

    /// The caller of what follows with the session's credentials (SES-2, SES-8, PR-34).
    private func nextCaller(_ session: Session, _ caller: Principal, account: AccountID, role: Role?) -> Caller {
        var state = Principal.SessionState()
        let tags = session.tags.map(\.tag)
        let transitive = Set(session.transitiveTagKeys.map { Tag.fold($0) })
        state.transitiveTags = Tags(tags.filter { transitive.contains($0.foldedKey) })
        state.sourceIdentity = session.sourceIdentity
        state.hasMFA = session.hasMFA
        state.federatedProvider = session.federatedProvider
        state.federationKeys = federation?.sessionKeys ?? []
        let principal = Principal(
            role: roleARN, pathIsKnown: true, account: account, sessionName: roleSessionName,
            uniqueID: role?.uniqueID, tags: Tags(tags), session: state)
        return Caller(principal, sessionPolicies: sessionPolicies)
    }
}
