public import SourceText

/// A change of one policy that would let a request through, and little else.
public struct PolicyChange: Sendable {
    /// The kind of policy.
    public let type: PolicyType
    /// The policy that changes; `nil` where a new one is needed.
    public let policy: Policy?
    /// For service control policies, the level at which it is attached, counted from the root.
    public let level: Int
    /// What changes.
    public let edit: Edit
    /// Conditions of the policy as it is that the change lets the caller pass by.
    public var loosens: [Condition] = []
    /// Conditions of the statement that a new one follows, without which the new one does though they do not keep the caller
    /// out: they hold under one reading alone, or belong to what the statement says of others.
    public var leavesOut: [Condition] = []
    /// The undocumented point for whose sake a statement of its own is added, where adding to one that is there would
    /// hang on it.
    public var avoids: UndocumentedPoint?
    /// Where else the policy serves, so that it changes there too.
    public private(set) var alsoServes: [PolicyPlace] = []

    /// Keys of the conditions that it lets the caller pass by whose values nothing tells: they were assumed, so that no policy
    /// can be made to accept them.
    public var assumed: [ConditionKey] = []
    /// Whether others than the caller, and other resources, of whom the statement speaks too, are let in as well.
    public var opensMore = false
    /// Whose policy it is too, by ARN: of those the caller and the resource are not.
    public var othersServed: [Text] = []

    /// What changes in a policy.
    public enum Edit: Sendable {
        /// Actions are added to those of a statement.
        case addActions([Action], statement: Statement)
        /// A value is added to those that a condition accepts.
        case addValue(Text, condition: Int, statement: Statement)
        /// A statement is added.
        case addStatement(StatementDraft)
        /// A Deny is made to pass over one caller.
        case exempt(ARN, statement: Statement)
        /// Actions are added to the `NotAction` of a Deny, which passes over them for everybody then.
        case addNotActions([Action], statement: Statement)
        /// A condition names another key, whose name was misspelled.
        case renameKey(ConditionKey, condition: Int, statement: Statement)
    }

    /// Whether a Deny passes over more than it does now.
    public var narrowsDeny: Bool {
        switch edit {
        case .exempt, .addNotActions: true
        case .addActions, .addValue, .addStatement, .renameKey: false
        }
    }

    /// Makes a change.
    public init(type: PolicyType, policy: Policy?, level: Int = 0, edit: Edit) {
        self.type = type
        self.policy = policy
        self.level = level
        self.edit = edit
    }
}

// MARK: Applying

extension ApplicablePolicies {
    /// These policies with a change made, for deciding once more. Where one text serves in several places, it changes in
    /// all of them.
    public func applying(_ change: PolicyChange) -> ApplicablePolicies {
        guard change.policy != nil else { return attaching(change) }
        var policies = self
        policies.identity = change.applied(to: identity, as: .identity)
        let ofResource = change.type == .trust ? PolicyType.trust : .resource
        policies.resource = resource.map { change.applied(to: $0, as: ofResource) }
        policies.permissionsBoundary = permissionsBoundary.map { change.applied(to: $0, as: .permissionsBoundary) }
        policies.session = session.map { change.applied(to: $0, as: .session) }
        policies.serviceControl = serviceControl?.map { change.applied(to: $0, as: .serviceControl) }
        policies.resourceControl = resourceControl?.map { change.applied(to: $0, as: .resourceControl) }
        policies.vpcEndpoint = vpcEndpoint.map { change.applied(to: $0, as: .vpcEndpoint) }
        return policies
    }

    /// These policies with some changes made, one after the other.
    public func applying(_ changes: [PolicyChange]) -> ApplicablePolicies {
        changes.reduce(self) { $0.applying($1) }
    }

    /// These policies with a new one.
    private func attaching(_ change: PolicyChange) -> ApplicablePolicies {
        guard let new = change.newPolicy else { return self }
        var policies = self
        switch change.type {
        case .identity: policies.identity += [new]
        case .trust, .resource: policies.resource = resource ?? new
        case .permissionsBoundary: policies.permissionsBoundary = permissionsBoundary ?? new
        case .session: policies.session = (session ?? []) + [new]
        case .serviceControl: policies.serviceControl?.attach(new, at: change.level)
        case .resourceControl: policies.resourceControl?.attach(new, at: change.level)
        case .vpcEndpoint: policies.vpcEndpoint = vpcEndpoint ?? new
        }
        return policies
    }

    /// Where a policy serves, beside the place in which a change names it.
    fileprivate func otherPlaces(of change: PolicyChange) -> [PolicyPlace] {
        var places: [PolicyPlace] = []
        func look(_ type: PolicyType, _ policies: [Policy]?, level: Int = 0) {
            let place = PolicyPlace(type: type, level: level)
            let isNamed = type == change.type && level == change.level
            if !isNamed, policies?.contains(where: change.changes) == true { places.append(place) }
        }
        look(.identity, identity)
        look(.permissionsBoundary, permissionsBoundary.map { [$0] })
        look(.session, session)
        for (level, policies) in (serviceControl ?? []).enumerated() { look(.serviceControl, policies, level: level) }
        for (level, policies) in (resourceControl ?? []).enumerated() { look(.resourceControl, policies, level: level) }
        return places
    }
}

/// Where a policy serves.
public struct PolicyPlace: Sendable, Hashable {
    /// The kind of policy.
    public let type: PolicyType
    /// The level at which it is attached, counted from the root.
    public let level: Int
}

extension [[Policy]] {
    fileprivate mutating func attach(_ policy: Policy, at level: Int) {
        if indices.contains(level) { self[level].append(policy) }
    }
}

extension PolicyChange {
    /// The change, with where else its policy serves.
    public func told(among policies: [ApplicablePolicies]) -> PolicyChange {
        var change = self
        for place in policies.flatMap({ $0.otherPlaces(of: self) }) where !change.alsoServes.contains(place) {
            change.alsoServes.append(place)
        }
        return change
    }

    fileprivate func applied(to policies: [Policy], as type: PolicyType) -> [Policy] {
        policies.map { applied(to: $0, as: type) }
    }

    fileprivate func applied(to other: Policy, as type: PolicyType) -> Policy {
        edits(in: other).reduce(other) { policy, edit in
            Self.changed(policy.document, edit, as: type).map { Policy(policy, changed: $0) } ?? policy
        }
    }

    /// The document with an edit made, read from text like any other.
    private static func changed(_ document: PolicyDocument, _ edit: Edit, as type: PolicyType) -> PolicyDocument? {
        guard let edited = PolicyEditor(document: document).apply(edit) else { return nil }
        var diagnostics = Diagnostics()
        return PolicyReader.read(edited, as: type, &diagnostics)
    }

    /// A document that holds nothing but the new statement.
    fileprivate var newPolicy: Policy? {
        guard case .addStatement(let draft) = edit else { return nil }
        let file = SourceFile(path: "new", text: JSONWriter.text(.policy([draft.json])))
        var diagnostics = Diagnostics()
        guard let node = JSONParser.parse(file, &diagnostics),
            let document = PolicyReader.read(node, as: type, &diagnostics)
        else { return nil }
        return Policy(name: "new", document: document)
    }
}

extension Policy {
    /// The condition block of one of the policy's statements, as it was written, without some of its conditions; `nil`
    /// where nothing is left.
    public func conditionBlock(of statement: Statement, without left: [Condition] = []) -> JSONValue? {
        guard let block = document.source(of: statement)?["Condition"] else { return nil }
        let operators = block.members.compactMap { member -> (name: String, value: JSONValue)? in
            let keys = member.value.members.filter { key in !left.contains { $0.location == key.key.location } }
            guard !keys.isEmpty else { return nil }
            return (member.name, .object(keys.map { (name: $0.name, value: JSONValue($0.value)) }))
        }
        return operators.isEmpty ? nil : .object(operators)
    }
}

extension JSONValue {
    /// A policy document with some statements.
    public static func policy(_ statements: [JSONValue]) -> JSONValue {
        .object([("Version", .string("2012-10-17")), ("Statement", .array(statements))])
    }
}
