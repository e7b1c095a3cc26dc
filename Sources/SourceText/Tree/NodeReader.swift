/// Reads the members of one mapping, each at most once, and complains of those that nobody knows.
///
/// A reader is made for a mapping, asked for members by name, and told at the end which names were legal.
public struct NodeReader {
    /// The mapping that is read.
    public let node: Node
    private let what: String

    /// Begins reading a mapping.
    /// - Parameter what: what the mapping is, for messages: `an account`.
    /// - Returns: `nil`, and a diagnostic, where the node is no mapping.
    public init?(_ node: Node, _ what: String, _ diagnostics: inout Diagnostics) {
        guard node.kind == .mapping else {
            diagnostics.error(
                "wrong-kind", "expected a mapping for \(what), found a \(node.kind.rawValue)", at: node.location)
            return nil
        }
        self.node = node
        self.what = what
    }

    /// The value of a member; `nil` where it is missing or `null`.
    public subscript(name: MemberName) -> Node? {
        guard let value = node[name], value.kind != .null else { return nil }
        return value
    }

    /// Complains of each member whose name is not among the legal ones.
    public func allow(only names: [MemberName], _ diagnostics: inout Diagnostics) {
        for member in node.members(notAmong: names) {
            diagnostics.error(
                "unknown-member",
                "unknown member `\(member.name)` in \(what)\(Suggestion.hint(for: member.name, among: names.strings))",
                at: member.key.location)
        }
    }

    /// The same for names that are not known before.
    public func allow(onlyNamed names: [String], _ diagnostics: inout Diagnostics) {
        for member in node.members where !names.containsName(member.name) {
            diagnostics.error(
                "unknown-member",
                "unknown member `\(member.name)` in \(what)\(Suggestion.hint(for: member.name, among: names))",
                at: member.key.location)
        }
    }

    /// Complains of members that are part of the contract but not built yet.
    public func refuse(notYet names: [MemberName], _ diagnostics: inout Diagnostics) {
        guard names.contains(where: { node[$0] != nil }) else { return }
        for name in names {
            guard let member = node.members.first(where: { name.isText($0.key.text) }) else { continue }
            diagnostics.error(
                "not-supported-yet", "`\(member.name)` in \(what) is not supported yet", at: member.key.location)
        }
    }

    /// Whether an unknown member looks like one of some names, so that these are not missing besides.
    /// - Parameter legal: all legal names.
    public func mayBeMisspelled(_ names: [MemberName], among legal: [MemberName]) -> Bool {
        node.members(notAmong: legal).contains { member in
            Suggestion.nearest(to: member.name, among: legal.strings).map(names.strings.contains) ?? false
        }
    }

    /// The value of a member that must be there.
    public func required(_ name: MemberName, _ diagnostics: inout Diagnostics) -> Node? {
        if let value = self[name] { return value }
        diagnostics.error("missing-member", "\(what) has no `\(name.string)`", at: node.location)
        return nil
    }

    /// The text of a member that is a scalar; numbers and booleans keep their spelling.
    public func text(_ name: MemberName, _ diagnostics: inout Diagnostics) -> Text? {
        guard let value = self[name] else { return nil }
        if value.isScalar { return value.text }
        return value.expectText("`\(name.string)`", &diagnostics)
    }
}

extension Node {
    /// What was found, for messages: the words of a scalar, or what else stands there.
    public var told: String {
        switch kind {
        case .boolean, .number, .string: "`\(string)`"
        case .null: "`null`"
        case .sequence, .mapping: "a \(kind.rawValue)"
        }
    }

    /// The text of a scalar, or a complaint that something else was found.
    public func expectText(_ what: String, _ diagnostics: inout Diagnostics) -> Text? {
        if isScalar { return text }
        diagnostics.error("wrong-kind", "expected text for \(what), found a \(kind.rawValue)", at: location)
        return nil
    }

    /// The texts of a scalar or of a list of scalars.
    public func expectTexts(_ what: String, _ diagnostics: inout Diagnostics) -> [Text] {
        elementsOrSelf.compactMap { $0.expectText(what, &diagnostics) }
    }

    /// A whole number within a range, or a complaint.
    public func expectInteger(_ what: String, in range: ClosedRange<Int>, _ diagnostics: inout Diagnostics) -> Int? {
        if isScalar, let number = Int(string), range.contains(number) { return number }
        diagnostics.error(
            "wrong-value", "expected a whole number from \(range.lowerBound) to \(range.upperBound) for \(what)",
            at: location)
        return nil
    }

    /// `true` or `false`, or a complaint.
    public func expectBoolean(_ what: String, _ diagnostics: inout Diagnostics) -> Bool? {
        if kind == .boolean { return hasText("true") }
        diagnostics.error("wrong-value", "expected `true` or `false` for \(what)", at: location)
        return nil
    }
}
