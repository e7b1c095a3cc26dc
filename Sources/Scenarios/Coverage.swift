import IAM
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
    }

    /// A statement by its place.
    private struct Key: Hashable {
        let path: String
        let offset: Int
    }

    private var entries: [Key: Entry] = [:]

    /// Begins with no statement.
    public init() {}

    /// Counts the statements that one case needed.
    public mutating func add(_ answer: Answer) {
        var deciding: Set<Key> = []
        var matching: Set<Key> = []
        for check in Self.checks(answer) {
            for decided in check.evaluation.decidingStatements { deciding.insert(Self.key(decided.statement)) }
            for policy in check.evaluation.policyTypes.flatMap(\.policies) {
                for evaluation in policy.statements where Self.isOfFile(evaluation.statement) {
                    let key = Self.key(evaluation.statement)
                    if evaluation.mismatch == nil { matching.insert(key) }
                    note(evaluation.statement, of: policy.policy.name, key, check)
                }
            }
        }
        for key in matching { entries[key]?.matching += 1 }
        for key in deciding { entries[key]?.deciding += 1 }
    }

    /// The checks of a call, or of all steps of a chain.
    private static func checks(_ answer: Answer) -> [Check] {
        answer.steps.isEmpty ? answer.checks : answer.steps.compactMap(\.answer).flatMap(checks)
    }

    private static func key(_ statement: Statement) -> Key {
        Key(path: statement.location.file.path, offset: statement.location.offset)
    }

    /// Statements that the program brings along, or that a call passes, are not under test.
    private static func isOfFile(_ statement: Statement) -> Bool {
        let path = statement.location.file.path
        return path.contains(".") && path != PolicyLibrary.passedText
    }

    private mutating func note(_ statement: Statement, of policy: String, _ key: Key, _ check: Check) {
        var entry =
            entries[key]
            ?? Entry(
                statement: statement, policy: policy,
                conditions: statement.conditions.map { condition in
                    CoverageReport.Condition(
                        comparison: condition.operatorSpelling.string, key: condition.key.spelling.string,
                        location: condition.location)
                })
        for (index, reading) in statement.conditionReadings(for: check.request).enumerated()
        where index < entry.conditions.count {
            if !reading.isPresent { entry.conditions[index].absent += 1 }
            if reading.holds {
                entry.conditions[index].holding += 1
            } else if reading.isPresent {
                entry.conditions[index].failing += 1
            }
        }
        entries[key] = entry
    }

    /// What was counted, by file and place.
    public var report: CoverageReport {
        let sorted = entries.sorted { first, second in
            first.key.path == second.key.path
                ? first.key.offset < second.key.offset : Text(first.key.path) < Text(second.key.path)
        }
        return CoverageReport(
            statements: sorted.map { _, entry in
                CoverageReport.Statement(
                    name: entry.statement.numberOrSid, policy: entry.policy, location: entry.statement.location,
                    deciding: entry.deciding, matching: entry.matching, conditions: entry.conditions)
            })
    }
}
