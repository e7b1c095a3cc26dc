public import IAM
public import SourceText

/// The assuming of a role, by whichever of the three operations: `AssumeRole`, `AssumeRoleWithSAML` and
/// `AssumeRoleWithWebIdentity` differ in who asks and where tags and source identity come from, but not in what is checked.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
public struct RoleAssumption: Sendable {
    /// The operation, which is also the first action that is checked.
    let operation: OperationName
    /// The role to assume.
    public let roleARN: ARN
    /// The name of the new session.
    public internal(set) var roleSessionName: Text
    /// What a third party agreed with the owner of the role.
    public internal(set) var externalID: Text?
    /// The tags that the call or its token passes, as they were sent.
    public internal(set) var tags: [Tag]
    /// The keys of those tags that go along into later sessions.
    public internal(set) var transitiveTagKeys: [Text]
    /// Whether the call passes a list of tags, or of transitive keys, in which there is none.
    public internal(set) var passesNoTags = false
    /// The source identity that the call or its token sets.
    public internal(set) var sourceIdentity: Text?
    /// How long the session is to last, in seconds; AWS takes 3600 where the call does not say.
    public internal(set) var durationSeconds: Int?
    /// The policies that are passed for the session; `nil` where none are (SES-3).
    public let sessionPolicies: [Policy]?
    /// The code of multi-factor authentication, where the call passes one.
    var multiFactor: MultiFactorCode?
    /// The ARNs of the providers of the contexts that the call passes; `nil` where it passes none (STS-23).
    var contextProviders: [Text]?
    /// What vouches for the caller of an operation that is not signed.
    var federation: Federation?
    /// A `MaxSessionDuration` that the role is to have in place of its own, in seconds, where that change is tried.
    var raisedMaximum: Int?

    /// What assuming a role needs to be allowed to do.
    private enum Need {
        case assuming, tagSession, setContext, setSourceIdentity
    }

    private static let tagSession = Action.sts("TagSession")
    private static let setContext = Action.sts("SetContext")
    private static let setSourceIdentity = Action.sts("SetSourceIdentity")

    private func action(for need: Need) -> Action {
        switch need {
        case .assuming: operation.action
        case .tagSession: Self.tagSession
        case .setContext: Self.setContext
        case .setSourceIdentity: Self.setSourceIdentity
        }
    }

    /// Tags that are passed, and transitive ones that are inherited, both need `sts:TagSession`; whether an empty list does
    /// is undocumented (STS-10).
    private func needsTagSession(_ caller: Principal, _ choices: UndocumentedChoices) -> Bool {
        !tags.isEmpty || !caller.transitiveTags.isEmpty || passesNoTags && choices[.emptyTagsNeedTagSession]
    }

    /// The source identity of the new session: passed, or inherited without choice (STS-20).
    func newSourceIdentity(_ caller: Principal) -> Text? {
        sourceIdentity ?? caller.session?.sourceIdentity
    }
}

// MARK: - What is checked

extension RoleAssumption: CallOperation {
    var unsignedCaller: Principal? { federation.map { Principal(vouchedForBy: $0.provider) } }
    var hints: [FederationHint] { federation?.hints ?? [] }
    var providerAudiences: [Text]? { federation?.audiences }

    /// A provider that no account lists, and a `MaxSessionDuration` beyond AWS's default of a role that none lists (STS-90).
    func assumptions(_ call: CallSetting) -> [Text] {
        let provider = federation.map { $0.isAssumed ? [$0.provider] : [] } ?? []
        return provider + (maximumIsAssumed(call) ? [Self.maximumName] : [])
    }

    /// The name under which answers say that a role's longest session is assumed.
    public static let maximumName: Text = "MaxSessionDuration"

    /// The checks (STS-2, STS-10, STS-20, STS-23).
    func checks(_ call: CallSetting, _ choices: UndocumentedChoices) -> [AuthorizationCheck] {
        let role = role(call)
        let base = base(call, role, choices)
        var needs = [Need.assuming]
        if needsTagSession(call.caller, choices) { needs.append(.tagSession) }
        if contextProviders != nil { needs.append(.setContext) }
        if newSourceIdentity(call.caller) != nil { needs.append(.setSourceIdentity) }
        let policy = isAbout(nothingIn: call) ? nil : call.setting.stated.trust ?? role?.trust
        return needs.map { check($0, call, base, policy, choices) }
    }

    /// What is known of the role.
    func role(_ call: CallSetting) -> Role? { call.world.role(roleARN) }

    func issuer(in call: CallSetting) -> AccountID? { roleARN.accountID }

    func isAbout(nothingIn call: CallSetting) -> Bool { call.setting.isAbsent(role: roleARN) }

    private func check(
        _ need: Need, _ call: CallSetting, _ base: RequestContext, _ policy: Policy?, _ choices: UndocumentedChoices
    ) -> AuthorizationCheck {
        var context = base
        if need == .tagSession { addInheritedTags(call.caller, choices, &context) }
        addParameters(need, call.caller, choices, &context)
        let isChain = need == .setSourceIdentity && call.caller.isRoleSession
        let rule: EvaluationLogic.ResourceRule =
            isChain && choices[.sourceIdentityNeedsBothSidesInChain] ? .bothSides : .trustMustSpeak
        return AuthorizationCheck(
            action: action(for: need), resource: roleARN, policy: policy, rule: rule, context: context,
            points: isChain
                ? UndocumentedPoints(.sourceIdentityNeedsBothSidesInChain)
                : passesNoTags ? UndocumentedPoints(.emptyTagsNeedTagSession) : [])
    }

    /// The keys that all checks see: of the caller, of the role with inherited tags over its own (STS-4), of the endpoint,
    /// of the tags that are passed (STS-30), and of the token (STS-31).
    private func base(_ call: CallSetting, _ role: Role?, _ choices: UndocumentedChoices) -> RequestContext {
        let own = role?.tags ?? Tags()
        let inherited = own.isEmpty ? [] : call.caller.transitiveTags.all.filter { own.tag($0.key) != nil }
        let roleTags = own.overlaid(with: Tags(inherited))
        var context = call.baseContext(owner: roleARN.accountID, tags: roleTags, choices)
        for tag in roleTags.all { context.set(ConditionKey(prefix: "iam:ResourceTag/", tag: tag.key), tag.value) }
        let asked = RequestResource(roleARN)
        KeysSentTogether.add(
            KeysSentTogether.companions(ofTags: call.call.context, for: action(for: .assuming), on: asked),
            to: &context)
        addRequestTags(tags, to: &context)
        if !transitiveTagKeys.isEmpty { context.set(.transitiveTagKeys, .list(transitiveTagKeys), .derived) }
        if let contextProviders { context.set(.requestContextProviders, .list(contextProviders), .derived) }
        if multiFactor?.isComplete == true {
            context.set(.multiFactorAuthPresent, "true")
            context.set(.multiFactorAuthAge, "0")
        }
        for entry in federation?.keys ?? [] { context.set(entry.key, entry.value, .derived) }
        return context.sealed
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
        _ need: Need, _ caller: Principal, _ choices: UndocumentedChoices, _ context: inout RequestContext
    ) {
        let isFirst = need == .assuming
        let seesAll = isFirst || choices[.parametersVisibleInAllChecks]
        if seesAll {
            context.set(.roleSessionName, roleSessionName)
            if let externalID { context.set(.externalID, externalID) }
        }
        if seesAll || need == .setSourceIdentity, let sourceIdentity = newSourceIdentity(caller) {
            context.set(.sourceIdentity, sourceIdentity)
        }
        guard !isFirst else { return }
        context.doubt(.roleSessionName, .parametersVisibleInAllChecks)
        if externalID != nil { context.doubt(.externalID, .parametersVisibleInAllChecks) }
        if need != .setSourceIdentity, newSourceIdentity(caller) != nil {
            context.doubt(.sourceIdentity, .parametersVisibleInAllChecks)
        }
    }
}

// MARK: - What no policy decides

extension RoleAssumption {
    /// What AWS refuses before it asks any policy: whoever cannot assume roles at all, codes of multi-factor authentication,
    /// and tags and source identities that contradict each other or the calling session (STS-22, STS-71, STS-93).
    func refusal(of call: CallSetting) -> AWSError? {
        if federation == nil, let error = Self.error(for: call.caller, role: roleARN.text) { return error }
        // Roles of IAM Identity Center take no assertions (STS-43); how AWS words that is undocumented.
        if operation == .assumeRoleWithSAML, roleARN.name.hasPrefix("AWSReservedSSO_") {
            return AWSError.accessDenied("Not authorized to perform sts:AssumeRoleWithSAML").because(
                "STS-43", "the role belongs to IAM Identity Center, whose roles take no assertions",
                advice: "log in through IAM Identity Center, or name another role")
        }
        return tagError(call.caller) ?? sourceIdentityError(call.caller) ?? multiFactor?.refusal(of: call)
    }

    /// Callers that AWS lets assume no role whatever the policies say: root users, unsigned calls, and sessions of
    /// federated users (EV-33, STS-63).
    static func error(for caller: Principal, role: Text) -> AWSError? {
        switch caller.kind {
        case .user, .roleSession, .service, .federated: nil
        case .root:
            AWSError.accessDenied("Roles may not be assumed by root accounts.").because(
                "STS-63", "root users can assume no role, whatever policies say",
                advice: "call as a user or a role of the account")
        case .anonymous: .missingToken
        case .federatedUser:
            AWSError.accessDenied(
                "User: \(caller.name) is not authorized to perform: sts:AssumeRole on resource: \(role)"
            ).because(
                "STS-60", "sessions of GetFederationToken can assume no role, whatever policies say",
                advice: "call as the user who made the session, or as a role")
        }
    }

    private func tagError(_ caller: Principal) -> AWSError? {
        let keys = tags.map(\.foldedKey)
        if Set(keys).count < keys.count {
            return .duplicateTags
        }
        if !transitiveTagKeys.allSatisfy({ keys.contains(Tag.fold($0)) }) {
            return AWSError.invalidParameter("The specified transitive tag key must be included in the requested tags.")
                .because(
                    "STS-93",
                    "TransitiveTagKeys names a tag that the call does not pass: those that are inherited are "
                        + "transitive anyway", advice: "pass the tag, or leave its key out of TransitiveTagKeys")
        }
        if let key = tags.first(where: { caller.transitiveTags.tag($0.key) != nil })?.key {
            return AWSError.invalidParameter(
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key "
                    + "from the calling session."
            ).because(
                "STS-93", "the calling session has the transitive tag `\(key)`, which no later session can set anew",
                advice: "leave the tag `\(key)` out of the call")
        }
        return nil
    }

    private func sourceIdentityError(_ caller: Principal) -> AWSError? {
        guard let old = caller.session?.sourceIdentity, let new = sourceIdentity, old != new else { return nil }
        return AWSError.validation("The source identity is already set for this assume role session").because(
            "STS-22", "SourceIdentity is `\(new)`, and the calling session's is `\(old)`, which stays for good",
            advice: "leave SourceIdentity out, or pass `\(old)`")
    }

    /// Sessions that are to last too long, and perhaps policies and tags that are too large (STS-1, STS-94, STS-95).
    func lateRefusal(of call: CallSetting, _ choices: UndocumentedChoices) -> AWSError? {
        durationError(call, choices) ?? PackedSize(self, call.caller).error(choices) ?? tags.refusal(choices)
    }

    private func isChain(_ caller: Principal, _ choices: UndocumentedChoices) -> Bool {
        caller.isRoleSession || caller.kind == .user && caller.session != nil && choices[.sessionTokensStartARoleChain]
    }

    /// How long sessions of the role may last at most, in seconds; `nil` where nothing is known of the role.
    private func maximum(_ call: CallSetting) -> Int? {
        raisedMaximum ?? role(call)?.maxSessionDuration
    }

    /// Whether the call asks for a session longer than AWS's default, of a role of which nothing is known.
    private func maximumIsAssumed(_ call: CallSetting) -> Bool {
        guard let durationSeconds, durationSeconds > Self.defaultMaximum, maximum(call) == nil else { return false }
        return !isAbout(nothingIn: call) && !isChain(call.caller, call.circumstances.choices)
    }

    /// The `MaxSessionDuration` of a role for which none was set, in seconds (STS-90).
    private static let defaultMaximum = 3_600

    /// The longest session that the call can ask for, in seconds, and whether that is so by role chaining; `nil` where
    /// nothing limits it.
    func longestDuration(_ call: CallSetting, _ choices: UndocumentedChoices) -> (seconds: Int, isOfChain: Bool)? {
        let maximum = maximum(call)
        if isChain(call.caller, choices), maximum.map({ $0 >= Self.longestInChain }) ?? true {
            return (Self.longestInChain, true)
        }
        return maximum.map { ($0, false) }
    }

    /// How long a session that is asked for in a role chain may last at most, in seconds.
    private static let longestInChain = 3_600

    private func durationError(_ call: CallSetting, _ choices: UndocumentedChoices) -> AWSError? {
        guard let durationSeconds else { return nil }
        let limit = Self.longestInChain
        if isChain(call.caller, choices), durationSeconds > limit {
            let whose =
                call.caller.isRoleSession ? "is itself the session of a role" : "uses GetSessionToken credentials"
            return Self.tooLong("the 1 hour session limit for roles assumed by role chaining.").because(
                call.caller.isRoleSession ? "STS-95" : "STS-96",
                "DurationSeconds is \(durationSeconds), and the caller \(whose): role chaining, in which a session lasts "
                    + "\(limit) seconds at most, whatever the role allows",
                advice:
                    "ask for DurationSeconds \(limit) at most, or assume the role with long-term credentials or a token"
            )
        }
        // What is not known of the role is not held against the call.
        guard let maximum = maximum(call), durationSeconds > maximum else { return nil }
        return Self.tooLong("the MaxSessionDuration set for this role.").because(
            "STS-95", "DurationSeconds is \(durationSeconds), and the role's MaxSessionDuration is \(maximum)",
            advice: "ask for DurationSeconds \(maximum) at most, or raise the role's MaxSessionDuration to "
                + "\(durationSeconds)")
    }

    private static func tooLong(_ limit: String) -> AWSError {
        .validation("The requested DurationSeconds exceeds \(limit)")
    }
}

extension Principal {
    /// The session tags that go along into the next session.
    var transitiveTags: Tags { session?.transitiveTags ?? Tags() }
}
