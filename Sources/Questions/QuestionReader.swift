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
        reportUnknownPrincipals(body.asked, base.world, &diagnostics)
        let question = base.question(body)
        reportIdle(in: question, reader, &diagnostics)
        return question
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

    /// Warns of what the question states, and what counts for nothing: policies that nothing asks, and values that a given
    /// condition key takes the place of.
    private func reportIdle(in question: Question, _ reader: NodeReader, _ diagnostics: inout Diagnostics) {
        switch question.body {
        case .one(let asked):
            IdlePolicies(asked: asked, caller: KnownCaller(of: asked))
                .report(reader["policies"], &diagnostics)
            GivenKeys(question: question, asked: asked, caller: asked.caller)
                .report((reader["request"] ?? reader["call"])?["context"], &diagnostics)
        case .steps(let steps):
            let nodes = (reader["steps"]?.members ?? .empty).map(\.value)
            var caller = KnownCaller(of: steps.first?.asked)
            for (step, node) in zip(steps, nodes) {
                let asking = step.asked.isUnsigned ? KnownCaller(of: step.asked) : caller
                IdlePolicies(asked: step.asked, caller: asking).report(node["policies"], &diagnostics)
                caller = caller.after(step.asked.ask)
            }
            reportGivenKeys(of: question, steps, nodes, &diagnostics)
        }
    }

    /// Who asks a later step, only the answers to the steps before it tell.
    private func reportGivenKeys(
        of question: Question, _ steps: [Question.Step], _ nodes: [Node], _ diagnostics: inout Diagnostics
    ) {
        let contexts = nodes.map { ($0["request"] ?? $0)["context"] }
        guard let last = contexts.lastIndex(where: { $0 != nil }) else { return }
        var caller = steps.first?.asked.caller
        for (step, context) in zip(steps, contexts).prefix(last + 1) {
            GivenKeys(question: question, asked: step.asked, caller: caller).report(context, &diagnostics)
            guard let next = question.caller(after: step.asked, by: caller) else { return }
            caller = next
        }
    }

    /// Warns of principals of policies whom nobody can be, but for those who ask: their unique ids are known.
    private func reportUnknownPrincipals(
        _ asked: [Asked], _ world: World, _ diagnostics: inout Diagnostics
    ) {
        let callers = Set(asked.compactMap { $0.caller?.principal.uniqueID })
        let stated = asked.map(\.policies).flatMap { [$0.trust, $0.resource, $0.vpcEndpoint].compactMap(\.self) }
        let ofStated = stated.flatMap { world.unknownPrincipals(in: $0.document) }
        for principal in ofStated + world.unknownPrincipals {
            if let id = principal.uniqueID, callers.contains(id) { continue }
            diagnostics.warning(
                "unknown-principal", "\(principal.reason), so that this names nobody\(principal.hint)",
                at: principal.location)
        }
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
        return node.elements.map { names.list($0, as: type, &diagnostics) }
    }
}
