public import IAM
public import SourceText

/// `AssumeRole` with its parameters. <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
public struct AssumeRole: Sendable {
    /// The role to assume.
    public let roleARN: ARN
    /// The name of the new session.
    public internal(set) var roleSessionName: Text
    /// What a third party agreed with the owner of the role.
    public internal(set) var externalID: Text?
    /// The tags that the call passes, as they were sent.
    public internal(set) var tags: [Tag]
    /// The keys of those tags that go along into later sessions.
    public internal(set) var transitiveTagKeys: [Text]
    /// Whether the call passes a list of tags, or of transitive keys, in which there is none.
    public internal(set) var passesNoTags = false
    /// The source identity that the call sets.
    public internal(set) var sourceIdentity: Text?
    /// How long the session is to last, in seconds; AWS takes 3600 where the call does not say.
    public let durationSeconds: Int?
    /// The policies that are passed for the session; `nil` where none are (SES-3).
    public let sessionPolicies: [Policy]?

    /// The checks that AWS makes for a caller, in the order of the API's pages (STS-2, STS-10, STS-20).
    func checks(
        caller: Principal, base: RequestContext, choices: UndocumentedChoices
    ) -> [AuthorizationCheck] {
        var checks = [check("AssumeRole", caller, base, choices)]
        if needsTagSession(caller, choices) { checks.append(check("TagSession", caller, base, choices)) }
        if newSourceIdentity(caller) != nil { checks.append(check("SetSourceIdentity", caller, base, choices)) }
        return checks
    }

    private static let actions: [Text: Action] = Dictionary(
        uniqueKeysWithValues: ["AssumeRole", "TagSession", "SetSourceIdentity"].map { ($0, .sts($0)) })

    /// Tags that are passed, and transitive ones that are inherited, both need `sts:TagSession`; whether an empty list does
    /// is undocumented (STS-10).
    func needsTagSession(_ caller: Principal, _ choices: UndocumentedChoices) -> Bool {
        !tags.isEmpty || !caller.transitiveTags.isEmpty || passesNoTags && choices[.emptyTagsNeedTagSession]
    }

    /// The source identity of the new session: passed, or inherited without choice (STS-20).
    func newSourceIdentity(_ caller: Principal) -> Text? {
        sourceIdentity ?? caller.session?.sourceIdentity
    }

    private func check(
        _ name: Text, _ caller: Principal, _ base: RequestContext, _ choices: UndocumentedChoices
    ) -> AuthorizationCheck {
        var context = base
        if name == "TagSession" { addInheritedTags(caller, choices, &context) }
        addParameters(name, caller, choices, &context)
        let isChain = name == "SetSourceIdentity" && caller.isRoleSession
        let rule: EvaluationLogic.ResourceRule =
            isChain && choices[.sourceIdentityNeedsBothSidesInChain] ? .bothSides : .trustMustSpeak
        return AuthorizationCheck(
            action: Self.actions[name] ?? .sts(name), resource: roleARN, rule: rule, context: context,
            points: isChain
                ? UndocumentedPoints(.sourceIdentityNeedsBothSidesInChain)
                : passesNoTags ? UndocumentedPoints(.emptyTagsNeedTagSession) : [])
    }

    /// The keys of the tags that the call passes, which every check sees (STS-30).
    func addTags(to context: inout RequestContext) {
        addRequestTags(tags, to: &context)
        if !transitiveTagKeys.isEmpty { context.set(.transitiveTagKeys, .list(transitiveTagKeys), .derived) }
    }

    private func addRequestTags(_ tags: [Tag], to context: inout RequestContext) {
        guard !tags.isEmpty else { return }
        for tag in tags { context.set(ConditionKey(prefix: "aws:RequestTag/", tag: tag.key), tag.value) }
        context.set(.tagKeys, .list(tags.map(\.key)), .derived)
    }

    /// Inherited tags are seen as tags of the request only by choice (STS-32).
    private func addInheritedTags(
        _ caller: Principal, _ choices: UndocumentedChoices, _ context: inout RequestContext
    ) {
        let inherited = caller.transitiveTags.all
        guard !inherited.isEmpty else { return }
        if choices[.inheritedTagsVisibleInRequestTag] { addRequestTags(tags + inherited, to: &context) }
        for tag in inherited {
            context.doubt(ConditionKey(prefix: "aws:RequestTag/", tag: tag.key), .inheritedTagsVisibleInRequestTag)
        }
        context.doubt(.tagKeys, .inheritedTagsVisibleInRequestTag)
    }

    /// The parameters that conditions can test. The first check sees them all; whether the others do is undocumented
    /// but for the source identity in its own check (STS-31).
    private func addParameters(
        _ name: Text, _ caller: Principal, _ choices: UndocumentedChoices, _ context: inout RequestContext
    ) {
        let seesAll = name == "AssumeRole" || choices[.parametersVisibleInAllChecks]
        if seesAll {
            context.set(.roleSessionName, roleSessionName)
            if let externalID { context.set(.externalID, externalID) }
        }
        if seesAll || name == "SetSourceIdentity", let sourceIdentity = newSourceIdentity(caller) {
            context.set(.sourceIdentity, sourceIdentity)
        }
        guard name != "AssumeRole" else { return }
        context.doubt(.roleSessionName, .parametersVisibleInAllChecks)
        if externalID != nil { context.doubt(.externalID, .parametersVisibleInAllChecks) }
        if name != "SetSourceIdentity", newSourceIdentity(caller) != nil {
            context.doubt(.sourceIdentity, .parametersVisibleInAllChecks)
        }
    }

    /// The undocumented points that can bear on this call.
    func undocumentedPoints(caller: Principal) -> UndocumentedPoints {
        var points: UndocumentedPoints = []
        let hasSourceIdentity = newSourceIdentity(caller) != nil
        if !tags.isEmpty || !caller.transitiveTags.isEmpty || hasSourceIdentity {
            points.insert(UndocumentedPoints(.parametersVisibleInAllChecks))
        }
        if hasSourceIdentity, caller.isRoleSession {
            points.insert(UndocumentedPoints(.sourceIdentityNeedsBothSidesInChain))
        }
        if !caller.transitiveTags.isEmpty { points.insert(UndocumentedPoints(.inheritedTagsVisibleInRequestTag)) }
        return points
    }
}

// MARK: What no policy decides

extension AssumeRole {
    /// What AWS refuses whoever asks: root users, unsigned calls, and sessions of federated users (EV-33, STS-63).
    func callerError(_ caller: Principal) -> AWSError? {
        Self.error(for: caller, role: roleARN.text)
    }

    /// The same of a role by its ARN.
    static func error(for caller: Principal, role: Text) -> AWSError? {
        switch caller.kind {
        case .user, .roleSession, .service:
            return nil
        case .root:
            return AWSError(
                code: "AccessDenied", status: 403, message: "Roles may not be assumed by root accounts.")
        case .anonymous:
            return .missingToken
        case .federatedUser:
            let message = "User: \(caller.name) is not authorized to perform: sts:AssumeRole on resource: \(role)"
            return AWSError(code: "AccessDenied", status: 403, message: Text(message))
        }
    }

    /// What AWS refuses before it asks any policy: tags and source identities that contradict each other or the calling
    /// session (STS-22, STS-93).
    func parameterError(caller: Principal) -> AWSError? {
        let keys = tags.map(\.key.asciiLowercased)
        if Set(keys).count < keys.count {
            return Self.invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
        }
        if !transitiveTagKeys.allSatisfy({ keys.contains($0.asciiLowercased) }) {
            return Self.invalid("The specified transitive tag key must be included in the requested tags.")
        }
        if keys.contains(where: { caller.transitiveTags.tag($0) != nil }) {
            return Self.invalid(
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key "
                    + "from the calling session.")
        }
        if let old = caller.session?.sourceIdentity, let new = sourceIdentity, old != new {
            return AWSError(
                code: "ValidationError", status: 400,
                message: "A source identity is already set for this assume role session and cannot be changed.")
        }
        return nil
    }

    private static func invalid(_ message: String) -> AWSError {
        AWSError(code: "InvalidParameterValue", status: 400, message: Text(message))
    }

    /// What AWS refuses after the policies allowed: sessions that are to last too long (STS-1, STS-95).
    /// - Parameter maximum: the role's maximum in seconds; `nil` where the role is not known.
    func durationError(caller: Principal, maximum: Int?, _ choices: UndocumentedChoices) -> AWSError? {
        guard let durationSeconds else { return nil }
        let isUserSession = caller.kind == .user && caller.session != nil
        let isChain = caller.isRoleSession || isUserSession && choices[.sessionTokensStartARoleChain]
        if isChain, durationSeconds > 3_600 {
            return Self.tooLong("the 1 hour session limit for roles assumed by role chaining.")
        }
        if let maximum, durationSeconds > maximum {
            return Self.tooLong("the MaxSessionDuration set for this role.")
        }
        return nil
    }

    private static func tooLong(_ limit: String) -> AWSError {
        AWSError(
            code: "ValidationError", status: 400, message: Text("The requested DurationSeconds exceeds \(limit)"))
    }

    /// The caller of what follows with the session's credentials (SES-2, SES-8).
    func nextCaller(_ session: Session, caller: Principal, account: AccountID, role: Role?) -> Caller {
        var state = Principal.SessionState()
        let tags = session.tags.map(\.tag)
        let transitive = Set(session.transitiveTagKeys.map(\.asciiLowercased))
        state.transitiveTags = Tags(tags.filter { transitive.contains($0.key.asciiLowercased) })
        state.sourceIdentity = session.sourceIdentity
        state.hasMFA = caller.session?.hasMFA ?? false
        let principal = Principal(
            role: roleARN, pathIsKnown: true, account: account, sessionName: roleSessionName,
            uniqueID: role?.uniqueID, tags: Tags(tags), session: state)
        return Caller(principal, sessionPolicies: sessionPolicies)
    }

    /// The session that the call yields for a caller (SES-1, SES-4, SES-5, SES-7).
    func session(caller: Principal, account: AccountID, roleTags: Tags, time: Timestamp) -> Session {
        let inherited = caller.transitiveTags
        var tags = roleTags.all.map { Session.SessionTag(tag: $0, origin: .role) }
        tags += self.tags.map { Session.SessionTag(tag: $0, origin: .request) }
        tags += inherited.all.map { Session.SessionTag(tag: $0, origin: .inherited) }
        let strongest = tags.enumerated().filter { index, tag in
            !tags[(index + 1)...].contains { $0.tag.key.asciiLowercased == tag.tag.key.asciiLowercased }
        }
        let arn = ARN(
            partition: roleARN.partition, service: "sts", account: account,
            resource: Text(joining: "assumed-role/", roleARN.name, "/", roleSessionName))
        return Session(
            arn: arn, tags: strongest.map(\.element), transitiveTagKeys: inherited.all.map(\.key) + transitiveTagKeys,
            sourceIdentity: newSourceIdentity(caller), expires: time.adding(seconds: durationSeconds ?? 3_600))
    }
}

extension Principal {
    /// The session tags that go along into the next session.
    var transitiveTags: Tags { session?.transitiveTags ?? Tags() }
}
