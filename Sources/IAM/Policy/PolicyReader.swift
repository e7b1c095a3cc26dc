public import SourceText

/// Reads a policy document from its tree, and complains of all its faults at once.
///
/// AWS never evaluates a document that it would refuse, and neither does this: with an error there is no document
/// (PL-34).
public struct PolicyReader {
    private static let documentMembers: [MemberName] = ["Version", "Id", "Statement"]
    private static let statementMembers: [MemberName] = [
        "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
    ]

    let type: PolicyType
    /// Whether the document is `RCPFullAWSAccess`, which alone may allow.
    var isFullAccess = false
    var diagnostics: Diagnostics
    var version = PolicyDocument.Version.v2008

    /// Reads a document.
    /// - Parameter type: the kind of policy, which decides which elements are legal (PL-40).
    /// - Returns: `nil` where the document has an error; `diagnostics` then says which.
    public static func read(
        _ node: Node, as type: PolicyType, _ diagnostics: inout Diagnostics
    ) -> PolicyDocument? {
        var reader = PolicyReader(type: type, diagnostics: Diagnostics())
        // The one resource control policy that allows is AWS's own (PL-48).
        if type == .resourceControl, isResourceControlFullAccess(node) { reader.isFullAccess = true }
        let document = reader.readDocument(node)
        diagnostics.add(contentsOf: reader.diagnostics)
        return reader.diagnostics.hasErrors ? nil : document
    }

    private mutating func readDocument(_ node: Node) -> PolicyDocument? {
        guard let reader = NodeReader(node, "a policy document", &diagnostics) else { return nil }
        reader.allow(only: Self.documentMembers, &diagnostics)
        refuseNulls(reader)
        refuseLongPatterns(node)
        version = readVersion(reader)
        if let id = reader["Id"], id.kind != .string {
            diagnostics.error(
                "wrong-kind", "expected a string for `Id`, found a \(id.kind.rawValue)", at: id.location)
        }
        guard let statements = reader.required("Statement", &diagnostics) else { return nil }
        if statements.kind == .sequence, statements.count == 0 {
            diagnostics.error("empty-list", "a policy needs at least one statement", at: statements.location)
        }
        var read: [Statement] = []
        for (index, statement) in statements.elementsOrSelf.enumerated() {
            if let statement = readStatement(statement, index: index) { read.append(statement) }
        }
        reportSharedSids(read)
        return PolicyDocument(version: version, statements: read, source: node)
    }

    /// A piece of a pattern with `?` is compared at every place of a text, which takes the longer the longer it is.
    private mutating func refuseLongPatterns(_ node: Node) {
        let limit = Wildcard.longestPiece
        for text in node.texts(longerThan: limit) where text.text.contains("?") && text.text.contains("*") {
            for piece in text.text.split(at: "*") where piece.count > limit && piece.contains("?") {
                diagnostics.error(
                    "too-large",
                    "a pattern may have at most \(limit) characters between two `*` where one of them is `?`",
                    at: text.location)
                break
            }
        }
    }

    /// `null` stands for no element, and is not the same as leaving the element out (PL-13, PL-16, PL-19).
    private mutating func refuseNulls(_ reader: NodeReader) {
        for member in reader.node.nullMembers {
            diagnostics.error("wrong-kind", "`\(member.name)` may not be null", at: member.value.location)
        }
    }

    /// The version; without one a document is taken as of 2008 (PL-21, PL-22, PL-24).
    private mutating func readVersion(_ reader: NodeReader) -> PolicyDocument.Version {
        guard let node = reader["Version"] else {
            if type.grammar == .identity {
                diagnostics.warning(
                    "missing-version", "without `Version` the policy is read as of 2008-10-17, without variables",
                    at: reader.node.location)
            }
            return .v2008
        }
        if node.kind == .string,
            let version = PolicyDocument.Version.allCases.first(where: { node.hasText($0.rawValue) })
        {
            if version == .v2008, type == .serviceControl || type == .resourceControl {
                diagnostics.warning(
                    "old-version",
                    "AWS Organizations wants `Version` 2012-10-17 in every policy; this is read as of 2008-10-17, without "
                        + "variables", at: node.location)
            }
            return version
        }
        diagnostics.error(
            "invalid-version", "expected `2012-10-17` or `2008-10-17`, found `\(node.string)`", at: node.location)
        return .v2012
    }

    /// Statement ids must differ within an identity or trust policy (PL-26).
    private mutating func reportSharedSids(_ statements: [Statement]) {
        guard type.grammar != .resource, statements.count(where: { $0.sid != nil }) > 1 else { return }
        var seen: Set<Text> = []
        for statement in statements {
            guard let sid = statement.sid, !sid.isEmpty, !seen.insert(sid).inserted else { continue }
            diagnostics.error(
                "duplicate-sid", "two statements have the id `\(sid)`; ids must differ within a policy",
                at: statement.location)
        }
    }

    private mutating func readStatement(_ node: Node, index: Int) -> Statement? {
        guard let reader = NodeReader(node, "a statement", &diagnostics) else { return nil }
        reader.allow(only: Self.statementMembers, &diagnostics)
        refuseNulls(reader)
        let sid = readSid(reader)
        let effect = readEffect(reader)
        let principal = readPrincipal(reader)
        let action = readAction(reader)
        let resource = readResource(reader)
        let conditions = reader["Condition"].map { readConditions($0) } ?? []
        if type == .resource, let action, let resource { reportMisplacedActions(action, resource, reader) }
        guard let effect, let action else { return nil }
        return Statement(
            index: index, sid: sid, effect: effect, principal: principal, action: action, resource: resource,
            conditions: conditions, location: node.location)
    }

    /// The id: ASCII letters and digits, but free in resource-based policies, where services differ (PL-26).
    private mutating func readSid(_ reader: NodeReader) -> Text? {
        guard let node = reader["Sid"] else { return nil }
        guard node.kind == .string else {
            diagnostics.error(
                "wrong-kind", "expected a string for `Sid`, found a \(node.kind.rawValue)", at: node.location)
            return nil
        }
        let sid = node.text
        if type.grammar != .resource, !sid.bytes.allSatisfy(ASCII.isAlphanumeric) {
            diagnostics.error(
                "invalid-sid", "a statement id has only letters A–Z and a–z and digits, found `\(sid)`",
                at: reader["Sid"]?.location ?? reader.node.location)
        }
        return sid
    }

    /// The effect, spelled exactly (PL-14).
    private mutating func readEffect(_ reader: NodeReader) -> Statement.Effect? {
        guard let node = reader.required("Effect", &diagnostics) else { return nil }
        if node.kind == .string, let effect = Statement.Effect.allCases.first(where: { node.hasText($0.rawValue) }) {
            if effect == .allow, type.grammar == .resourceControl, !isFullAccess {
                diagnostics.error(
                    "forbidden-element", "a resource control policy only denies: its `Effect` is `Deny`",
                    at: node.location)
            }
            return effect
        }
        diagnostics.error(
            "unknown-effect", "expected `Allow` or `Deny`, found `\(node.string)`", at: node.location)
        return nil
    }

    /// Reads one of a pair of elements, and complains where both stand or, if one is needed, none (PL-15).
    mutating func readPair<Element>(
        _ reader: NodeReader, _ name: MemberName, _ negatedName: MemberName, needed: Bool,
        _ make: (inout PolicyReader, Node, Bool) -> Element?
    ) -> Element? {
        let positive = reader[name]
        let negative = reader[negatedName]
        switch (positive, negative) {
        case (let node?, nil): return make(&self, node, true)
        case (nil, let node?): return make(&self, node, false)
        case (.some, let node?):
            diagnostics.error(
                "both-elements", "a statement has either `\(name.string)` or `\(negatedName.string)`, not both",
                at: node.location)
            return nil
        case (nil, nil):
            if needed, !reader.mayBeMisspelled([name, negatedName], among: Self.statementMembers) {
                diagnostics.error(
                    "missing-member", "a statement needs `\(name.string)` or `\(negatedName.string)`",
                    at: reader.node.location)
            }
            return nil
        }
    }

    /// Reads each of a value that is a string or a list of strings (PL-16), at least one (PL-17).
    mutating func readStrings<Part>(
        _ node: Node, _ what: String, _ make: (inout PolicyReader, Text, Node) -> Part?
    ) -> [Part] {
        let nodes = node.elementsOrSelf
        if nodes.isEmpty {
            diagnostics.error("empty-list", "`\(what)` is an empty list", at: node.location)
        }
        var parts: [Part] = []
        parts.reserveCapacity(node.kind == .sequence ? node.count : 1)
        for element in nodes {
            guard element.kind == .string else {
                diagnostics.error(
                    "wrong-kind", "expected a string in `\(what)`, found a \(element.kind.rawValue)",
                    at: element.location)
                continue
            }
            if let part = make(&self, element.text, element) { parts.append(part) }
        }
        return parts
    }
}

// MARK: Action and Resource

extension PolicyReader {
    private mutating func readAction(_ reader: NodeReader) -> ActionElement? {
        if type.grammar == .resourceControl, let node = reader["NotAction"] {
            diagnostics.error("forbidden-element", "a resource control policy has no `NotAction`", at: node.location)
        }
        return readPair(reader, "Action", "NotAction", needed: true) { reader, node, isPositive in
            let patterns = reader.readStrings(node, isPositive ? "Action" : "NotAction") {
                $0.readActionPattern($1, $2)
            }
            return isPositive ? .action(ActionPatterns(patterns)) : .notAction(ActionPatterns(patterns))
        }
    }

    private mutating func readActionPattern(_ text: Text, _ node: Node) -> ActionPattern? {
        let isTemplate = reportTemplate(in: text, at: node)
        let isOdd = reportCharacters(in: text, "the action", at: node)
        if type.grammar == .resourceControl, !isFullAccess, !isCovered(text, at: node) { return nil }
        if let pattern = ActionPattern(text) {
            if !isTemplate { reportImpossible(pattern, isTold: isOdd, at: node) }
            return pattern
        }
        let message =
            text.contains(":")
            ? "an action has exactly one colon, as in `s3:GetObject`; found `\(text)`"
            : "an action begins with its service, as in `s3:GetObject`; found `\(text)`"
        diagnostics.error("invalid-action", message, at: node.location)
        return nil
    }

    private mutating func readResource(_ reader: NodeReader) -> ResourceElement? {
        if type.grammar == .trust {
            for name in ["Resource", "NotResource"] as [MemberName] {
                guard let node = reader[name] else { continue }
                diagnostics.error(
                    "forbidden-element", "a trust policy has no `\(name.string)`: its role is the resource",
                    at: node.location)
            }
            return nil
        }
        let isNeeded = type.grammar == .identity || type.grammar == .resourceControl
        let action = reader["Action"]
        return readPair(reader, "Resource", "NotResource", needed: isNeeded) {
            reader, node, isPositive in
            let patterns = reader.readStrings(node, isPositive ? "Resource" : "NotResource") {
                $0.readResourcePattern($1, $2, action: action)
            }
            return isPositive ? .resource(patterns) : .notResource(patterns)
        }
    }

    private mutating func readResourcePattern(_ text: Text, _ node: Node, action: Node?) -> ResourcePattern? {
        let isTemplate = reportTemplate(in: text, at: node)
        reportCharacters(in: text, "the resource", at: node)
        let isOfLattice = text.hasPrefix("*/") && Self.isOfLattice(action)
        if let pattern = ResourcePattern(text, version: version, type: type, isOfLattice: isOfLattice) {
            if !isTemplate { reportImpossible(resource: text, at: node) }
            return pattern
        }
        diagnostics.error(
            "invalid-resource", "a resource is `*` or begins with `arn:`, found `\(text)`", at: node.location)
        return nil
    }

    /// Whether a statement speaks of nothing but services of VPC Lattice.
    private static func isOfLattice(_ action: Node?) -> Bool {
        guard let action else { return false }
        return action.elementsOrSelf.allSatisfy {
            $0.kind == .string && $0.text.asciiLowercased.hasPrefix("vpc-lattice-svcs:")
        }
    }
}
