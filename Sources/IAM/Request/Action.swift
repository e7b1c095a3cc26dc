public import SourceText

/// An IAM action, `service:Name`. Both parts compare without regard to letter case (PL-71).
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html>
public struct Action: Sendable, CustomStringConvertible, Hashable {
    /// The action as it was written.
    public let spelling: Text
    /// The service prefix in lower case.
    public let service: Text
    /// The name in lower case.
    public let name: Text

    /// Reads `service:Name`; `nil` without exactly one colon with something on both sides.
    public init?(_ spelling: Text) {
        let parts = spelling.split(at: ":")
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        self.init(spelling: spelling, service: parts[0].asciiLowercased, name: parts[1].asciiLowercased)
    }

    private init(spelling: Text, service: Text, name: Text) {
        self.spelling = spelling
        self.service = service
        self.name = name
    }

    /// An action of the Security Token Service by its name, such as `AssumeRole`.
    public static func sts(_ name: Text) -> Action {
        Action(spelling: Text("sts:\(name)"), service: "sts", name: name.asciiLowercased)
    }

    /// The action as it was written.
    public var description: String { spelling.string }

    /// Whether two actions are the same, whatever their letter case.
    public static func == (left: Action, right: Action) -> Bool {
        left.name == right.name && left.service == right.service
    }

    /// Hashes the folded parts.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(service)
        hasher.combine(name)
    }
}
