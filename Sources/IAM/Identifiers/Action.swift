public import SourceText

/// An IAM action, `service:Name`. Both parts compare without regard to letter case (PL-71).
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html>
public struct Action: Sendable, CustomStringConvertible {
    /// The action as it was written.
    public let spelling: Text
    private let colon: Int
    /// A number by which most other services are told apart at once.
    let serviceNumber: UInt64
    /// A number by which most other actions are told apart at once.
    let number: UInt64

    /// Reads `service:Name`; `nil` without exactly one colon with something on both sides.
    public init?(_ spelling: Text) {
        guard let colon = spelling.firstIndex(of: ":"), colon > 0, colon + 1 < spelling.count,
            spelling.firstIndex(of: ":", from: colon + 1) == nil
        else { return nil }
        self.init(spelling, colon)
    }

    private init(_ spelling: Text, _ colon: Int) {
        self.spelling = spelling
        self.colon = colon
        self.serviceNumber = FoldedHash.of(spelling[..<colon])
        self.number = FoldedHash.of(spelling)
    }

    /// An action of the Security Token Service by its name, such as `AssumeRole`.
    public static func sts(_ name: Text) -> Action {
        Action(Text("sts:\(name)"), 3)
    }

    /// The service prefix as it was written.
    public var service: Text { spelling[..<colon] }
    /// The name as it was written.
    public var name: Text { spelling[(colon + 1)...] }
    /// The action as it was written.
    public var description: String { spelling.string }

    /// Whether the action belongs to a service.
    public func isOf(service: Text) -> Bool {
        self.service.isSame(ignoringASCIICase: service)
    }
}

extension Set<Action> {
    /// Actions of one service by their names.
    init(service: String, _ names: [String]) {
        self.init(names.compactMap { Action(Text("\(service):\($0)")) })
    }
}

extension Action: Hashable {
    /// Whether two actions are the same, whatever their letter case.
    public static func == (left: Action, right: Action) -> Bool {
        left.number == right.number && left.spelling.isSame(ignoringASCIICase: right.spelling)
    }

    /// Hashes the action without its letter case.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(number)
    }
}
