public import SourceText

/// What a claim of a token says: a value of JSON.
public indirect enum Claim: Sendable, Hashable {
    /// `null`.
    case null
    /// A string.
    case string(Text)
    /// A number or a boolean, as it is written.
    case other(Text)
    /// Several values.
    case list([Claim])
    /// Claims within the claim, in their order.
    case claims([NamedClaim])

    /// A claim and its name.
    public struct NamedClaim: Sendable, Hashable {
        /// The name, such as `sub`.
        public let name: Text
        /// What it says.
        public let value: Claim

        /// Names a claim.
        public init(_ name: Text, _ value: Claim) {
            self.name = name
            self.value = value
        }
    }
}

extension Claim {
    /// What stands in a text, where it is one value.
    var text: Text? {
        switch self {
        case .string(let text), .other(let text): text
        case .null, .list, .claims: nil
        }
    }

    /// The values of a list, or the claim itself.
    var elements: [Claim] { if case .list(let values) = self { values } else { [self] } }

    /// The claims within the claim.
    var members: [NamedClaim] { if case .claims(let members) = self { members } else { [] } }

    /// A claim within the claim.
    func member(_ name: Text) -> Claim? { members.first { $0.name == name }?.value }

    /// The same with another text in each claim of a name, however deep.
    func replacing(_ name: Text, with value: Text) -> Claim {
        guard case .claims(let members) = self else { return self }
        return .claims(
            members.map {
                NamedClaim($0.name, $0.name == name ? .string(value) : $0.value.replacing(name, with: value))
            })
    }

    /// Whether claims stand within it.
    var hasMembers: Bool { if case .claims = self { true } else { false } }
}

extension Claim {
    /// What was read from JSON or YAML.
    public init(_ node: Node) {
        switch node.kind {
        case .null: self = .null
        case .string: self = .string(node.text)
        case .boolean, .number: self = .other(node.text)
        case .sequence: self = .list(node.elements.map { Claim($0) })
        case .mapping: self = .claims(node.members.map { NamedClaim($0.key.text, Claim($0.value)) })
        }
    }
}
