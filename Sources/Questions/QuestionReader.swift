import IAM
public import STS
public import SourceText

/// Reads a question: who exists, which policies there are, and one request or call.
public struct QuestionReader {
    /// The members of a question whose `extends` is resolved.
    public static let members: [MemberName] = [
        "version", "id", "documents", "accounts", "organization", "vpcEndpoints", "policies", "time", "choices",
        "request", "call", "steps",
    ]

    private let library: PolicyLibrary

    /// Makes a reader.
    /// - Parameter library: reads and keeps the policies.
    public init(library: PolicyLibrary) {
        self.library = library
    }

    /// Reads a question whose `extends` is resolved already.
    /// - Returns: `nil` where it has an error; `diagnostics` then says which.
    public func read(_ node: Node, _ diagnostics: inout Diagnostics) -> Question? {
        let errors = diagnostics.errorCount
        guard let reader = reader(node, &diagnostics) else { return nil }
        let base = readBase(reader, &diagnostics)
        let body = AskReader(base: base).read(reader, &diagnostics)
        guard let body, diagnostics.errorCount == errors else { return nil }
        let question = base.question(body)
        VoidParts(question: question, placeOfPolicies: base.placeOfPolicies, reader: reader).report(&diagnostics)
        return diagnostics.errorCount == errors ? question : nil
    }

    /// Reads what a question says beside what it asks.
    /// - Returns: `nil` where it is no question; faults within leave out what has them.
    public func readBase(_ node: Node, _ diagnostics: inout Diagnostics) -> QuestionBase? {
        reader(node, &diagnostics).map { readBase($0, &diagnostics) }
    }

    private func reader(_ node: Node, _ diagnostics: inout Diagnostics) -> NodeReader? {
        guard let reader = NodeReader(node, "a question", &diagnostics) else { return nil }
        if node["Statement"] != nil {
            diagnostics.error(
                "not-a-question",
                "this is a policy, not a question: a question has `request`, `call` or `steps`, and names policies "
                    + "under `policies`", at: node.location)
            return nil
        }
        return reader
    }

    private func readBase(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> QuestionBase {
        reader.allow(only: Self.members, &diagnostics)
        readVersion(reader, &diagnostics)
        let id = reader.text("id", &diagnostics)
        if let documents = reader["documents"] { _ = NodeReader(documents, "`documents`", &diagnostics) }
        let accounts = WorldReader(documents: reader["documents"], library: library)
        let (world, names) = accounts.read(reader, &diagnostics)
        var base = QuestionBase(world: world, names: names)
        base.id = id
        base.policies = StatedPoliciesReader(names: names).read(reader["policies"], &diagnostics)
        base.placeOfPolicies = reader["policies"]
        base.choices = ChoicesReader.read(reader["choices"], &diagnostics)
        base.time = readTime(reader, &diagnostics)
        return base
    }

    private func readVersion(_ reader: NodeReader, _ diagnostics: inout Diagnostics) {
        guard let node = reader["version"], !(node.isScalar && node.hasText("1")) else { return }
        diagnostics.error("wrong-value", "expected `version: 1`", at: node.location)
    }

    private func readTime(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> Timestamp? {
        guard let node = reader["time"] else { return nil }
        if node.isScalar, let time = Timestamp(node.text) { return time }
        diagnostics.error("wrong-value", "expected a time such as `2026-01-01T00:00:00Z`", at: node.location)
        return nil
    }
}

/// Reads the readings of undocumented points that a question chooses.
enum ChoicesReader {
    static func read(_ node: Node?, _ diagnostics: inout Diagnostics) -> UndocumentedChoices {
        var choices = UndocumentedChoices()
        guard let node, let reader = NodeReader(node, "`choices`", &diagnostics) else { return choices }
        reader.allow(onlyNamed: UndocumentedPoint.allCases.map(\.name), &diagnostics)
        for member in node.members {
            guard let point = UndocumentedPoint.named(member.name),
                let value = member.value.expectBoolean("`\(member.name)`", &diagnostics)
            else { continue }
            choices[point] = value
        }
        return choices
    }
}

/// Reads the `policies` that a question states by type.
struct StatedPoliciesReader {
    let names: PolicyNames

    private static let types = PolicyType.allCases.map(\.member)

    func read(_ node: Node?, _ diagnostics: inout Diagnostics) -> StatedPolicies {
        var policies = StatedPolicies()
        guard let node, let reader = NodeReader(node, "`policies`", &diagnostics) else { return policies }
        reader.allow(only: Self.types, &diagnostics)
        func one(_ type: PolicyType) -> Policy? {
            reader[type.member].flatMap { names.policy($0, as: type, place: type.rawValue, &diagnostics) }
        }
        func list(_ type: PolicyType) -> [Policy]? {
            reader[type.member].map { names.list($0, as: type, &diagnostics) }
        }
        policies.identity = list(.identity)
        policies.trust = one(.trust)
        policies.resource = one(.resource)
        policies.permissionsBoundary = one(.permissionsBoundary)
        policies.session = list(.session)
        policies.serviceControl = reader["serviceControl"].map { levels($0, .serviceControl, &diagnostics) }
        policies.resourceControl = reader["resourceControl"].map { levels($0, .resourceControl, &diagnostics) }
        policies.vpcEndpoint = one(.vpcEndpoint)
        return policies
    }

    /// A list of lists, one for each level, root first; an empty level is kept, as it denies (EV-17).
    private func levels(_ node: Node, _ type: PolicyType, _ diagnostics: inout Diagnostics) -> [[Policy]] {
        guard node.kind == .sequence, node.elements.allSatisfy({ $0.kind == .sequence }) else {
            diagnostics.error(
                "wrong-kind", "expected a list of lists of policies, one for each level, for `\(type.rawValue)`",
                at: node.location)
            return []
        }
        let levels = node.elements.map { names.list($0, as: type, &diagnostics) }
        PolicyNames.checkTogether(
            levels.reduce(0) { $0 + $1.count }, of: "the levels of `\(type.rawValue)`", at: node.location, &diagnostics)
        return levels
    }
}
