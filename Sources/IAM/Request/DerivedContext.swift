public import SourceText

/// Fills in the condition keys that follow from the rest of a request (PL §8.2).
public struct DerivedContext: Sendable {
    private let timeText: Text
    private let epochText: Text
    private let timeIsGiven: Bool

    // Texts that nearly every request has, made once.
    private static let (yes, no): (Text, Text) = ("true", "false")
    private static let (user, assumedRole): (Text, Text) = ("User", "AssumedRole")

    /// Makes the derivation for a moment.
    /// - Parameter timeIsGiven: whether the question states the moment; else it counts as assumed.
    public init(time: Timestamp, timeIsGiven: Bool) {
        timeText = time.text
        epochText = Text(String(time.secondsSinceEpoch))
        self.timeIsGiven = timeIsGiven
    }

    /// The keys of the caller, of the moment and of the connection (PL-228, PL-229, PL-232, PL-235 to PL-239).
    public func add(
        principal: Principal, _ choices: UndocumentedChoices = UndocumentedChoices(), to context: inout RequestContext
    ) {
        if let arn = principal.principalARN {
            context.set(.principalArn, arn.text, principal.pathIsKnown ? .derived : .assumed)
        }
        if let account = principal.account { context.set(.principalAccount, account.text) }
        addIdentity(of: principal, choices, to: &context)
        if let session = principal.session {
            addSession(session, isOfRole: principal.isRoleSession, choices, to: &context)
        }
        addTags(principal.tags, "aws:PrincipalTag/", choices, to: &context)
        addCircumstances(to: &context)
    }

    /// Tags under a prefix. Where letters beyond `A`–`Z` might fold too, so that one tag gives way to another, the value of its
    /// key is in doubt (STS-92).
    private func addTags(
        _ tags: Tags, _ prefix: String, _ choices: UndocumentedChoices, to context: inout RequestContext
    ) {
        let others = tags.givingWayBeyondASCII
        for tag in tags.all {
            let key = ConditionKey(prefix: prefix, tag: tag.key)
            let other = others[tag.key]
            if other != nil { context.doubt(key, .tagKeysFoldBeyondASCII) }
            context.set(key, choices[.tagKeysFoldBeyondASCII] ? other ?? tag.value : tag.value)
        }
    }

    private func addIdentity(
        of principal: Principal, _ choices: UndocumentedChoices, to context: inout RequestContext
    ) {
        let origin: ContextOrigin = principal.uniqueID == nil ? .assumed : .derived
        func set(_ type: Text, userid: Text? = nil, _ origin: ContextOrigin = .derived) {
            context.set(.principalType, type)
            if let id = userid ?? principal.userID { context.set(.userid, id, origin) }
        }
        switch principal.kind {
        case .user:
            set(Self.user, origin)
            context.set(.username, principal.arn?.name ?? principal.name)
        case .roleSession:
            set(Self.assumedRole, origin)
        case .federatedUser:
            set("FederatedUser")
        case .root:
            set("Account")
        case .service:
            context.set(.principalServiceName, principal.name)
            context.set(.principalServiceNamesList, .list([principal.name]), .derived)
            if choices[.servicesHaveUseridAndType] { set("AWSService", userid: principal.name) }
            context.doubt(.userid, .servicesHaveUseridAndType)
            context.doubt(.principalType, .servicesHaveUseridAndType)
        case .anonymous:
            set("Anonymous", userid: "anonymous")
            context.set(.principalAccount, "anonymous")
        case .federated(let provider):
            // The call is not signed, and names no principal of IAM (PR-1).
            if choices[.federatedCallersHaveAccountTypeAndUserid], let account = ARN(provider)?.account {
                context.set(.principalAccount, account)
                set("User", userid: provider)
            }
            for key in [.principalAccount, .principalType, .userid] as [ConditionKey] {
                context.doubt(key, .federatedCallersHaveAccountTypeAndUserid)
            }
            return
        }
        if principal.kind != .anonymous {
            context.set(.principalIsAWSService, principal.kind == .service ? Self.yes : Self.no)
        }
    }

    /// The keys of temporary credentials (PR-4); those of long-term keys are absent.
    private func addSession(
        _ session: Principal.SessionState, isOfRole: Bool, _ choices: UndocumentedChoices,
        to context: inout RequestContext
    ) {
        let isInDoubt = isOfRole && !session.hasMFA
        if isInDoubt { context.doubt(.multiFactorAuthPresent, .roleSessionsCarryMFAAsFalse) }
        if !isInDoubt || choices[.roleSessionsCarryMFAAsFalse] {
            context.set(.multiFactorAuthPresent, session.hasMFA ? Self.yes : Self.no)
        }
        if session.hasMFA { context.set(.multiFactorAuthAge, "0", .assumed) }
        context.set(.tokenIssueTime, timeText, .assumed)
        if let sourceIdentity = session.sourceIdentity { context.set(.callerSourceIdentity, sourceIdentity) }
        if let provider = session.federatedProvider { context.set(.federatedProvider, provider) }
        for entry in session.federationKeys { context.set(entry.key, entry.value, .derived) }
        if session.isAssumedRoot { context.set(.assumedRoot, Self.yes) }
    }

    private func addCircumstances(to context: inout RequestContext) {
        addTimes(to: &context)
        context.set(.secureTransport, Self.yes, .assumed)
        context.set(.viaAWSService, Self.no, .assumed)
    }

    /// The moment in both forms; where the question gives one of them the other follows from it (PL-232).
    private func addTimes(to context: inout RequestContext) {
        if let given = context[.currentTime] {
            guard case .single(let text) = given, let time = Timestamp(conditionValue: text) else { return }
            context.set(.epochTime, Text(String(time.secondsSinceEpoch)))
        } else if let given = context[.epochTime] {
            guard case .single(let text) = given, let time = Timestamp(conditionValue: text) else { return }
            context.set(.currentTime, time.text)
        } else {
            let origin: ContextOrigin = timeIsGiven ? .derived : .assumed
            context.set(.currentTime, timeText, origin)
            context.set(.epochTime, epochText, origin)
        }
    }

    /// The keys of the resource: its account and its tags (PL-230, PL-231).
    public func add(resourceAccount: AccountID?, tags: Tags, to context: inout RequestContext) {
        if let resourceAccount { context.set(.resourceAccount, resourceAccount.text) }
        for tag in tags.all {
            context.set(ConditionKey(prefix: "aws:ResourceTag/", tag: tag.key), tag.value)
        }
    }
}

extension Principal {
    /// What `aws:userid` and `GetCallerIdentity` tell (PR-1, STS-83). Where nothing tells the unique id of a user or role,
    /// one is made up; services and unsigned callers have none.
    public var userID: Text? {
        let account = account?.text ?? ""
        switch kind {
        case .user: return uniqueID ?? Self.placeholder("AIDA", name)
        case .roleSession(let role, _):
            return Text(joining: uniqueID ?? Self.placeholder("AROA", role.text), ":", arn?.name ?? name)
        case .federatedUser: return Text(joining: account, ":", arn?.name ?? name)
        case .root: return account
        case .service, .anonymous, .federated: return nil
        }
    }

    /// A unique id for an entity whose real one nobody knows: always the same for the same ARN (PL-228).
    private static func placeholder(_ prefix: Text, _ arn: Text) -> Text {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        var id = Array(prefix.bytes)
        for byte in arn.bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for _ in 0..<17 {
            id.append(alphabet[Int(state >> 59)])
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        }
        return Text(bytes: id)
    }
}
