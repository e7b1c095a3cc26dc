public import STS
public import SourceText

/// What has changed between two sets of policies, case by case, and what changed that no case shows.
public struct ComparisonReport: Sendable {
    /// The cases that changed, in order.
    public let changes: [Change]
    /// The cases that could be asked of one set alone, with the reason.
    public let notComparable: [Unasked]
    /// What is other than it was, though no answer tells.
    public let unseen: [Unseen]
    /// How many cases are as they were.
    public let unchanged: Int
    /// What is compared with, such as the name of a commit.
    public let base: String
    /// Which of it makes the comparison fail; `nil` for nothing.
    public let failOn: FailOn?
    /// Changed files of which somebody asked not to be told, as no scenario reads them: they are counted.
    public var ignored: [Unseen] = []
    /// What the files are warned of as they stand.
    public var warnings: [Diagnostic] = []
    /// Whether nothing can be amiss in spite of warnings.
    public var allowsWarnings = true

    /// Makes a report.
    public init(
        changes: [Change], notComparable: [Unasked], unseen: [Unseen] = [], unchanged: Int, base: String,
        failOn: FailOn? = nil
    ) {
        self.changes = changes
        self.notComparable = notComparable
        self.unseen = unseen
        self.unchanged = unchanged
        self.base = base
        self.failOn = failOn
    }

    /// A case that changed.
    public struct Change: Sendable {
        /// How it changed.
        public let kind: Kind
        /// The file of its scenario.
        public let path: String
        /// Its name.
        public let name: String
        /// Where it is asked.
        public let location: SourceLocation?
        /// The answer as it was.
        public let before: Answer
        /// The answer as it is.
        public let after: Answer

        /// Makes a change; `nil` where the answers are the same.
        public init?(path: String, name: String, location: SourceLocation? = nil, before: Answer, after: Answer) {
            guard let kind = Kind(before, after) else { return nil }
            self.kind = kind
            self.path = path
            self.name = name
            self.location = location
            self.before = before
            self.after = after
        }
    }

    /// A case that could be asked of one set alone.
    public struct Unasked: Sendable {
        /// The file of its scenario.
        public let path: String
        /// Its name.
        public let name: String
        /// Where it is asked.
        public let location: SourceLocation?
        /// Why it could not be asked of the other set.
        public let reason: String

        /// Makes a case.
        public init(path: String, name: String, location: SourceLocation? = nil, reason: String) {
            self.path = path
            self.name = name
            self.location = location
            self.reason = reason
        }
    }

    /// How a case changed.
    public enum Kind: String, Sendable, CaseIterable {
        /// It was refused, and is allowed.
        case newlyAllowed = "newly-allowed"
        /// It was allowed, and is refused.
        case newlyDenied = "newly-denied"
        /// It is refused for another reason.
        case changedReason = "changed-reason"

        /// How two answers differ; `nil` where they are the same.
        public init?(_ before: Answer, _ after: Answer) {
            if before.access < after.access {
                self = .newlyAllowed
            } else if before.access > after.access {
                self = .newlyDenied
            } else {
                if after.decision == .allowed || before.isRefused(as: after) { return nil }
                self = .changedReason
            }
        }

        /// The kind in words.
        var words: String {
            switch self {
            case .newlyAllowed: "newly allowed"
            case .newlyDenied: "newly denied"
            case .changedReason: "denied for another reason"
            }
        }
    }

    var toldWarnings: ToldWarnings { ToldWarnings(warnings: warnings) }

    private var ignoredCount: String { ignored.isEmpty ? "" : "; \(ignored.count) ignored, as --ignore tells" }

    /// The counts in one line.
    public var summary: String {
        let counts = Kind.allCases.map { kind in "\(changes.count { $0.kind == kind }) \(kind.words)" }
        let rest = "\(unchanged) unchanged, \(notComparable.count) not comparable"
        let others = Unseen.Kind.allCases.compactMap { kind in
            let count = unseen.count { $0.kind == kind }
            return count == 0 ? nil : "; \(count) \(kind.words)"
        }
        let further = "\(others.joined())\(ignoredCount)\(toldWarnings.count)"
        return "against \(base): \(counts.joined(separator: ", ")), \(rest)\(further)"
    }
}

extension Answer {
    /// How much access the answer gives: what hangs on something unknown may be allowed, and stands between the others.
    fileprivate var access: Int {
        switch decision {
        case .explicitDeny, .implicitDeny, .failed: 0
        case .unknown: 1
        case .allowed: 2
        }
    }

    /// Whether two refusals have the same reason.
    fileprivate func isRefused(as other: Answer) -> Bool {
        decision == other.decision && action == other.action && blockedBy == other.blockedBy
            && error?.code == other.error?.code && step == other.step && openKeys == other.openKeys
    }
}
