public import IAM
public import SourceText

/// Everything that is asked at once: who exists, which policies there are, and one request or call.
public struct Question: Sendable {
    /// The question's own name, repeated in the answer.
    public let id: String?
    /// The accounts that are listed.
    public let organization: Organization
    /// Policies that the question states in place of what the accounts say.
    public let policies: StatedPolicies
    /// The readings of undocumented points.
    public let choices: UndocumentedChoices
    /// The moment of the request.
    public let time: Timestamp
    /// Whether the question states the moment.
    public let timeIsGiven: Bool
    /// What is asked.
    public let ask: Ask

    /// What a question asks.
    public enum Ask: Sendable {
        /// Whether one request is authorized.
        case request(PlainRequest)
        /// Whether a call of the Security Token Service succeeds.
        case call(STSCall)
    }

    /// The moment of a question that states none: 2026-01-01T00:00:00Z.
    public static let standardTime = Timestamp(secondsSinceEpoch: 1_767_225_600)

    /// Fills in the condition keys that follow from the question.
    var derivation: DerivedContext { DerivedContext(time: time, timeIsGiven: timeIsGiven) }

    /// The identity policies of a caller: the stated ones, else those of the listed user or role.
    func identityPolicies(of caller: Principal) -> [Policy] {
        if let stated = policies.identity { return stated }
        guard let account = organization.account(caller.account) else { return [] }
        switch caller.kind {
        case .user:
            let name = caller.arn.resource(ofType: "user")
            return account.users.first { $0.pathAndName == name }?.policies ?? []
        case .roleSession(let role, _):
            return role.resource(ofType: "role").flatMap { account.role(named: $0) }?.policies ?? []
        }
    }
}

/// Policies by type. Where accounts are listed too, a stated type replaces what they say.
public struct StatedPolicies: Sendable {
    /// The caller's identity policies; `nil` where the question does not state them.
    public var identity: [Policy]?
    /// The trust policy of the role that is assumed.
    public var trust: Policy?
    /// The resource-based policy of every other resource.
    public var resource: Policy?

    /// States nothing.
    public init() {}
}

/// A request as a question asks it, before condition keys are derived.
public struct PlainRequest: Sendable {
    /// Who asks.
    public let caller: Principal
    /// What is asked.
    public let action: Action
    /// On which resource.
    public let resource: RequestResource
    /// The owner of the resource where the question states it.
    public let resourceAccount: AccountID?
    /// The region where the question states it.
    public let region: Text?
    /// The condition keys that the question states.
    public let context: RequestContext
}
