public import IAM
public import SourceText

/// Reads a question: who exists, which policies there are, and one request or call.
public struct QuestionReader {
    /// The members of a question whose `extends` is resolved.
    public static let members =
        ["version", "id", "documents", "accounts", "policies", "time", "choices", "request", "call"] + later
    /// Members that are part of the contract, but not built yet.
    private static let later = ["steps", "organization", "vpcEndpoints"]

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
        guard let reader = NodeReader(node, "a question", &diagnostics) else { return nil }
        reader.allow(only: Self.members, &diagnostics)
        reader.refuse(notYet: Self.later, &diagnostics)
        readVersion(reader, &diagnostics)
        let accounts = OrganizationReader(documents: reader["documents"], library: library)
        let (organization, names) = accounts.read(reader["accounts"], &diagnostics)
        let policies = StatedPoliciesReader(names: names).read(reader["policies"], &diagnostics)
        let choices = ChoicesReader.read(reader["choices"], &diagnostics)
        let time = readTime(reader, &diagnostics)
        let ask = AskReader(entities: EntityFinder(organization: organization)).read(reader, &diagnostics)
        guard let ask, diagnostics.errorCount == errors else { return nil }
        return Question(
            id: reader["id"]?.string, organization: organization, policies: policies, choices: choices,
            time: time ?? Question.standardTime, timeIsGiven: time != nil, ask: ask)
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
        reader.allow(only: UndocumentedChoices.Point.allCases.map(\.rawValue), &diagnostics)
        for member in node.members {
            guard let point = UndocumentedChoices.Point(rawValue: member.name),
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

    private static let later = [
        "permissionsBoundary", "session", "serviceControl", "resourceControl", "vpcEndpoint",
    ]

    func read(_ node: Node?, _ diagnostics: inout Diagnostics) -> StatedPolicies {
        var policies = StatedPolicies()
        guard let node, let reader = NodeReader(node, "`policies`", &diagnostics) else { return policies }
        reader.allow(only: ["identity", "trust", "resource"] + Self.later, &diagnostics)
        reader.refuse(notYet: Self.later, &diagnostics)
        policies.identity = reader["identity"].map { list in
            list.elementsOrSelf.enumerated().compactMap { index, element in
                names.policy(element, as: .identity, place: "identity[\(index)]", &diagnostics)
            }
        }
        policies.trust = reader["trust"].flatMap { names.policy($0, as: .trust, place: "trust", &diagnostics) }
        policies.resource = reader["resource"].flatMap {
            names.policy($0, as: .resource, place: "resource", &diagnostics)
        }
        return policies
    }
}
