public import SourceText

/// Which statements of the policies under test decided cases, and which values of condition keys the cases had.
public struct CoverageReport: Sendable {
    /// The statements, by the path of their file and their place in it.
    public let statements: [Statement]

    /// Makes a report.
    public init(statements: [Statement]) {
        self.statements = statements
    }

    /// A statement of a policy.
    public struct Statement: Sendable {
        /// The statement's Sid, else its number in the policy.
        public let name: String
        /// The policy, by the name under which it was first used.
        public let policy: String
        /// Where it stands.
        public let location: SourceLocation
        /// How many cases it decided.
        public let deciding: Int
        /// How many cases it matched, those that it decided among them.
        public let matching: Int
        /// Its conditions.
        public let conditions: [Condition]

        /// Makes a statement.
        public init(
            name: String, policy: String, location: SourceLocation, deciding: Int, matching: Int,
            conditions: [Condition]
        ) {
            self.name = name
            self.policy = policy
            self.location = location
            self.deciding = deciding
            self.matching = matching
            self.conditions = conditions
        }

        /// What became of it.
        public var use: Use { deciding > 0 ? .decided : matching > 0 ? .matched : .unmatched }
    }

    /// What became of a statement.
    public enum Use: String, Sendable, CaseIterable {
        /// It decided at least one case.
        case decided
        /// It matched, but other statements decided.
        case matched
        /// It never matched.
        case unmatched

        /// The use in words.
        public var words: String {
            switch self {
            case .decided: "decided a case"
            case .matched: "matched, but never decided"
            case .unmatched: "never matched"
            }
        }
    }

    /// A condition: an operator and a key with values.
    public struct Condition: Sendable {
        /// The operator, as it was written.
        public let comparison: String
        /// The key.
        public let key: String
        /// Where the key stands.
        public let location: SourceLocation
        /// How many cases had the condition hold.
        public var holding = 0
        /// How many cases had it not hold, though the key was there.
        public var failing = 0
        /// How many cases had no such key.
        public var absent = 0

        /// Makes a condition of which no case is known yet.
        public init(comparison: String, key: String, location: SourceLocation) {
            self.comparison = comparison
            self.key = key
            self.location = location
        }

        /// What no case had: `true`, `false` or `absent`.
        public var missing: [String] {
            [("true", holding), ("false", failing), ("absent", absent)].filter { $0.1 == 0 }.map(\.0)
        }
    }

    /// The part of the statements that decided a case, in percent, rounded down; 100 where there are none.
    public var percent: Int {
        statements.isEmpty ? 100 : statements.count { $0.use == .decided } * 100 / statements.count
    }

    /// The counts in one line.
    public var summary: String {
        let counts = Use.allCases.map { use in "\(statements.count { $0.use == use }) \(use.words)" }
        return
            "coverage \(percent) % of \(Report.told(statements.count, "statement")): \(counts.joined(separator: ", "))"
    }
}
