public import SourceText

/// The `Action` or `NotAction` of a statement; both at once cannot be (PL-15).
public enum ActionElement: Sendable {
    /// The statement speaks of what any of these patterns matches.
    case action(ActionPatterns)
    /// The statement speaks of what none of these patterns matches (PL-76).
    case notAction(ActionPatterns)
}

/// Patterns of which any may match an action.
public struct ActionPatterns: Sendable {
    /// The patterns in the order in which they are written.
    public let all: [ActionPattern]
    /// In long lists, which are mostly ordered by service: neighbours of one service, so that those of other services are
    /// passed over together.
    private let runs: [Run]

    private struct Run {
        /// The number of the only service that the patterns can match; `nil` where that may be any.
        let service: UInt64?
        let range: Range<Int>
    }

    /// Shorter lists are faster without runs.
    private static let worthwhile = 9

    init(_ all: [ActionPattern]) {
        self.all = all
        guard all.count >= Self.worthwhile else {
            runs = []
            return
        }
        var runs: [Run] = []
        var start = 0
        for index in 1...all.count where index == all.count || all[index].serviceNumber != all[start].serviceNumber {
            runs.append(Run(service: all[start].serviceNumber, range: start..<index))
            start = index
        }
        self.runs = runs
    }

    /// Whether some pattern fits an action.
    func matches(_ action: Action) -> Bool {
        guard !runs.isEmpty else { return matches(action, in: all.indices) }
        for run in runs where run.service == nil || run.service == action.serviceNumber {
            if matches(action, in: run.range) { return true }
        }
        return false
    }

    private func matches(_ action: Action, in range: Range<Int>) -> Bool {
        for index in range where all[index].matches(action) { return true }
        return false
    }
}

/// A pattern of actions: `*`, or service and name with wildcards (PL-70 to PL-74).
public struct ActionPattern: Sendable {
    /// The pattern as it was written.
    public let spelling: Text
    private let form: Form
    /// The number of the only service that the pattern can match; `nil` where it has wildcards there.
    let serviceNumber: UInt64?

    private enum Form: Sendable {
        /// `*`, every action of every service.
        case everything
        /// One action, and its number.
        case literal(UInt64)
        /// A service's name, or a pattern of services, up to a colon; and what stands behind it.
        case parts(colon: Int, name: Name)
    }

    private enum Name { case everything, glob }

    /// Reads a pattern.
    /// - Returns: `nil` without exactly one colon, unless the pattern is `*` (PL-77).
    public init?(_ spelling: Text) {
        self.spelling = spelling
        if spelling == "*" {
            form = .everything
            serviceNumber = nil
            return
        }
        guard let colon = spelling.firstIndex(of: ":"), colon > 0,
            spelling.firstIndex(of: ":", from: colon + 1) == nil
        else { return nil }
        let (service, name) = (spelling[..<colon], spelling[(colon + 1)...])
        serviceNumber = service.bytes.contains(where: Wildcard.isWildcard) ? nil : FoldedHash.of(service)
        if serviceNumber != nil, !name.bytes.contains(where: Wildcard.isWildcard) {
            form = .literal(FoldedHash.of(spelling))
        } else {
            form = .parts(colon: colon, name: name == "*" ? .everything : .glob)
        }
    }

    /// Whether an action fits, service and name each in full and whatever their letter case (PL-71).
    public func matches(_ action: Action) -> Bool {
        switch form {
        case .everything: true
        case .literal(let number): number == action.number && spelling.isSame(ignoringASCIICase: action.spelling)
        case .parts(let colon, let name): matches(action, colon, name)
        }
    }

    private func matches(_ action: Action, _ colon: Int, _ name: Name) -> Bool {
        if let serviceNumber {
            guard serviceNumber == action.serviceNumber,
                spelling[..<colon].isSame(ignoringASCIICase: action.service)
            else { return false }
        } else if !Wildcard.glob(spelling[..<colon], action.service, ignoringCase: true) {
            return false
        }
        switch name {
        case .everything: return true
        case .glob: return Wildcard.glob(spelling[(colon + 1)...], action.name, ignoringCase: true)
        }
    }
}
