import IAM
import Questions
public import Reports
public import STS
import SourceText

/// Counts which statements of the policies decide cases, and which values of condition keys the cases have.
public struct Coverage {
    /// What is known of a statement.
    private struct Entry {
        let statement: Statement
        let policy: String
        var deciding = 0
        var matching = 0
        var conditions: [CoverageReport.Condition]

        init(_ statement: Statement, of policy: String) {
            self.statement = statement
            self.policy = policy
            conditions = statement.conditions.map { condition in
                CoverageReport.Condition(
                    comparison: condition.operatorSpelling.string, key: condition.key.spelling.string,
                    location: condition.location)
            }
        }
    }

    /// A statement by its place and what it says: overlays put several at one place.
    private struct Key: Hashable {
        let path: String
        /// Files of different roots may be shown by one path.
        let size: Int
        let offset: Int
        let mark: String

        init(_ statement: Statement) {
            path = statement.location.file.path
            size = statement.location.file.bytes.count
            offset = statement.location.offset
            mark = statement.mark
        }
    }

    /// What one case had a condition be.
    private struct Readings {
        var holds = false
        var fails = false
        var isAbsent = false

        mutating func note(_ reading: ConditionReading) {
            if !reading.isPresent { isAbsent = true }
            // Whether a key is there is all that `Null` asks; elsewhere an absent key is a thing of its own.
            guard reading.isPresent || reading.condition.comparison.asksForPresence else { return }
            if reading.holds { holds = true } else { fails = true }
        }
    }

    private var entries: [Key: Entry] = [:]
    /// The keys that are known; each statement is kept, so that its identity stays its own.
    private var keys: [ObjectIdentifier: (statement: Statement, key: Key)] = [:]

    /// Begins with no statement.
    public init() {}

    /// Counts the statements that one case needed.
    public mutating func add(_ answer: Answer) {
        var deciding: Set<Key> = []
        var matching: Set<Key> = []
        var readings: [Key: [Readings]] = [:]
        for check in Self.checks(answer) {
            for decided in check.evaluation.decidingStatements { deciding.insert(key(of: decided.statement)) }
            for policy in check.evaluation.policyTypes.flatMap(\.policies) {
                for evaluation in policy.statements where evaluation.statement.location.file.isOfUser {
                    let key = key(of: evaluation.statement)
                    if evaluation.mismatch == nil { matching.insert(key) }
                    if entries[key] == nil { entries[key] = Entry(evaluation.statement, of: policy.policy.name) }
                    for (index, reading) in evaluation.conditions.enumerated() {
                        var own = readings[key] ?? evaluation.statement.conditions.map { _ in Readings() }
                        own[index].note(reading)
                        readings[key] = own
                    }
                }
            }
        }
        for key in matching { entries[key]?.matching += 1 }
        for key in deciding { entries[key]?.deciding += 1 }
        for (key, own) in readings {
            for (index, reading) in own.enumerated() {
                entries[key]?.conditions[index].holding += reading.holds ? 1 : 0
                entries[key]?.conditions[index].failing += reading.fails ? 1 : 0
                entries[key]?.conditions[index].absent += reading.isAbsent ? 1 : 0
            }
        }
    }

    private mutating func key(of statement: Statement) -> Key {
        if let known = keys[ObjectIdentifier(statement)] { return known.key }
        let key = Key(statement)
        keys[ObjectIdentifier(statement)] = (statement, key)
        return key
    }

    /// The checks of a call, or of all steps of a chain.
    private static func checks(_ answer: Answer) -> [Check] {
        answer.steps.isEmpty ? answer.checks : answer.steps.compactMap(\.answer).flatMap(checks)
    }

    /// What was counted, by file and place.
    public var report: CoverageReport {
        let sorted = entries.sorted { first, second in
            let (one, other) = (first.value.statement.location, second.value.statement.location)
            if !one.file.path.isSame(as: other.file.path) { return Text(one.file.path) < Text(other.file.path) }
            if one.offset != other.offset { return one.offset < other.offset }
            return Text(first.key.mark) < Text(second.key.mark)
        }
        return CoverageReport(
            statements: sorted.map { _, entry in
                CoverageReport.Statement(
                    name: entry.statement.numberOrSid, policy: entry.policy, location: entry.statement.location,
                    deciding: entry.deciding, matching: entry.matching, conditions: entry.conditions)
            })
    }
}
