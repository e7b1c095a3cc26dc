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
    /// The undocumented point for whose sake a statement of its own is added, where adding to one that is there would
    /// hang on it.
    public var avoids: UndocumentedPoint?
    /// Where else the policy serves, so that it changes there too.
    public private(set) var alsoServes: [PolicyPlace] = []

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

/// A statement that allows one caller some actions on one resource, or on all that AWS asks for at once.
public struct StatementDraft: Sendable {
    /// The actions.
    public var actions: [Action]
    /// The resources; none in trust policies.
    public private(set) var resources: [Text]
    /// The caller, by type of principal and name; `nil` in policies of an identity.
    public let principal: (kind: String, name: Text)?
    /// A condition block, as in a statement that came near; `nil` for none.
    public var condition: JSONValue?
    /// The statement ids of the policy to which the statement is added.
    private let takenSids: Set<Text>

    /// A statement that lets a request through in a policy of a type.
    /// - Parameter policy: the policy to which it is added, where there is one.
    /// - Returns: `nil` where the policy cannot name just this resource: its version has no variables (PL-23, PL-96).
    public init?(_ actions: [Action], request: Request, type: PolicyType, addedTo policy: Policy?) {
        self.actions = actions
        takenSids = Set(policy?.document.statements.compactMap(\.sid) ?? [])
        resources = type.grammar == .trust ? [] : [Self.pattern(for: request.resource.text)]
        let isEscaped = resources.contains { $0 != request.resource.text }
        if isEscaped, policy?.document.version == .v2008 { return nil }
        switch type.grammar {
        case .identity, .resourceControl: principal = nil
        case .trust, .resource: principal = Self.principal(of: request.principal)
        }
    }

    /// A pattern that fits one resource alone: characters of an object's key that a pattern takes for others stand for
    /// themselves. No other names have such, and `/*` is what requests themselves name for something that is yet to be made.
    private static func pattern(for resource: Text) -> Text {
        ARN(resource)?.service == "s3" && !resource.hasSuffix("/*") ? resource.asLiteral(wildcards: true) : resource
    }

    /// Whether another draft differs in nothing but its actions.
    public func allowsAlike(_ other: StatementDraft) -> Bool {
        var same = other
        same.actions = actions
        return JSONWriter.text(json) == JSONWriter.text(same.json)
    }

    /// The statement with the resources of another one of an identity, which differs in nothing else (SV-23); `nil` where it differs
    /// in more.
    public func withResources(of other: StatementDraft) -> StatementDraft? {
        guard principal == nil, !resources.isEmpty else { return nil }
        var (joined, same) = (self, other)
        same.resources = resources
        guard JSONWriter.text(json) == JSONWriter.text(same.json) else { return nil }
        joined.resources += other.resources.filter { !resources.contains($0) }
        return joined
    }

    /// Whether it names the root of an account, and so the account.
    public var namesRoot: Bool { principal.map { ARN($0.name)?.isAccountRoot == true } ?? false }

    /// A role session is named by its role, so that the change outlives the session.
    private static func principal(of caller: Principal) -> (kind: String, name: Text) {
        switch caller.kind {
        case .service: ("Service", caller.name)
        case .anonymous: ("AWS", "*")
        case .user, .federatedUser, .root: ("AWS", caller.name)
        case .roleSession(let role, _): ("AWS", role.text)
        case .federated(let provider): ("Federated", provider)
        }
    }

    /// The statement as JSON.
    public var json: JSONValue {
        var members: [(name: String, value: JSONValue)] = [("Sid", .string(sid)), ("Effect", .string("Allow"))]
        if let principal { members.append(("Principal", .object([(principal.kind, .string(principal.name))]))) }
        let names = actions.map { JSONValue.string($0.spelling) }
        members.append(("Action", names.count == 1 ? names[0] : .array(names)))
        let places = resources.map { JSONValue.string($0) }
        if let place = places.first { members.append(("Resource", places.count == 1 ? place : .array(places))) }
        if let condition { members.append(("Condition", condition)) }
        return .object(members)
    }

    /// A name made of the actions' names, such as `AllowTagSession`, with a number where it is taken.
    private var sid: String {
        let name = nameOfActions
        var number = 1
        while takenSids.contains(Text(number == 1 ? name : "\(name)\(number)")) { number += 1 }
        return number == 1 ? name : "\(name)\(number)"
    }

    private var nameOfActions: String {
        let names = actions.map { action in
            action.name.string
        }
        let letters = names.joined(separator: "And").utf8.filter(ASCII.isAlphanumeric)
        return "Allow" + String(decoding: letters.prefix(60), as: UTF8.self)
    }
}

// MARK: Applying

extension ApplicablePolicies {
    /// These policies with a change made, for deciding once more. Where one document serves in several places, it changes
    /// in all of them.
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
        guard let policy = change.policy else { return [] }
        var places: [PolicyPlace] = []
        func look(_ type: PolicyType, _ policies: [Policy]?, level: Int = 0) {
            let place = PolicyPlace(type: type, level: level)
            let isNamed = type == change.type && level == change.level
            if !isNamed, policies?.contains(where: { $0.hasStatements(of: policy) }) == true { places.append(place) }
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
        guard let policy, policy.hasStatements(of: other) else { return other }
        return Policy(
            name: other.name, document: changed(other.document, as: type) ?? other.document, origin: other.origin)
    }

    /// The document with the change made, read from text like any other.
    func changed(_ document: PolicyDocument, as type: PolicyType) -> PolicyDocument? {
        let source = PolicyEditor(document: document)
        guard let edited = source.apply(edit) else { return nil }
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

extension Text {
    /// The text as a policy of today's version writes it where it reads variables and, for a pattern, wildcards (PL-96).
    func asLiteral(wildcards: Bool) -> Text {
        let special: [UInt8] = wildcards ? Array("*?".utf8) : []
        guard bytes.contains(where: { special.contains($0) }) || contains("$") else { return self }
        var written: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            let next = index + 1 < count ? self[(index + 1)...].bytes.first : nil
            let isVariable = byte == UInt8(ascii: "$") && next == UInt8(ascii: "{")
            written += special.contains(byte) || isVariable ? Array("${".utf8) + [byte] + Array("}".utf8) : [byte]
        }
        return Text(bytes: written)
    }
}

extension JSONValue {
    /// A policy document with some statements.
    public static func policy(_ statements: [JSONValue]) -> JSONValue {
        .object([("Version", .string("2012-10-17")), ("Statement", .array(statements))])
    }
}
