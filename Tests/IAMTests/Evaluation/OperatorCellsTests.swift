import SourceText
import TestSupport
import Testing

@testable import IAM

/// One test case for each operator, modifier and situation; `swift test` prints how many.
@Suite struct OperatorCellsTests {
    /// What a request holds, seen from the operator.
    enum Situation: CaseIterable {
        case match, noMatch, keyMissing, keyEmpty, severalValues, malformed
    }

    /// An operator with a modifier, in a situation, and whether it holds.
    struct Cell: Sendable, CustomTestStringConvertible {
        let name: String
        let policy: String
        let request: String?
        let situation: Situation
        let holds: Bool

        var testDescription: String { "\(name), \(situation): \(holds)" }
    }

    /// Whether an operator holds, and its negation: `+` or `-` for each situation in its order.
    private static let rows: [(modifier: (prefix: String, suffix: String), operator: String, negation: String)] = [
        // PL-106 to PL-108, PL-133, PL-181
        (("", ""), "+---+-", "-++--+"),
        // PL-172, PL-173
        (("", "IfExists"), "+-+-+-", "-++--+"),
        // PL-175, PL-176
        (("ForAllValues:", ""), "+-++--", "-+++-+"),
        (("ForAllValues:", "IfExists"), "+-++--", "-+++-+"),
        // PL-177, PL-178
        (("ForAnyValue:", ""), "+---+-", "-+--++"),
        // PL-180
        (("ForAnyValue:", "IfExists"), "+---+-", "-+--++"),
    ]

    static let cells: [Cell] = OperatorMatrixTests.families.flatMap { family in
        rows.flatMap { row in
            zip(Situation.allCases, family.comparison.isNegated ? row.negation : row.operator).compactMap {
                cell(family, row.modifier, $0, holds: $1 == "+")
            }
        }
    }

    private static func cell(
        _ family: OperatorMatrixTests.Family, _ modifier: (prefix: String, suffix: String), _ situation: Situation,
        holds: Bool
    ) -> Cell? {
        let isSet = !modifier.prefix.isEmpty
        func value(_ text: String) -> String { isSet ? "[\"\(text)\"]" : "\"\(text)\"" }
        var policy = "\"\(family.policy)\""
        let request: String?
        switch situation {
        case .match: request = value(family.matching)
        case .noMatch: request = value(family.different)
        case .keyMissing: request = nil
        case .keyEmpty: request = "[]"
        case .severalValues where isSet: request = "[\"\(family.matching)\", \"\(family.different)\"]"
        case .severalValues:
            // Without a set operator the policy has the several values.
            policy = "[\"zz\", \(policy)]"
            request = value(family.matching)
        case .malformed:
            // Every text is a string.
            guard let malformed = family.malformed else { return nil }
            request = value(malformed)
        }
        return Cell(
            name: modifier.prefix + family.comparison.rawValue + modifier.suffix, policy: policy, request: request,
            situation: situation, holds: holds)
    }

    @Test(arguments: cells)
    func everyOperatorWithEveryModifierInEverySituation(cell: Cell) throws {
        let statement = try Sample.statement(
            #""Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"\#(cell.name)": {"k:v": \#(cell.policy)}}"#
        )
        let context = try Sample.context(cell.request.map { #"{"k:v": \#($0)}"# } ?? "{}")
        var reading = Reading()
        #expect(ConditionEvaluation.holds(statement.conditions[0], in: context, &reading) == cell.holds)
    }

    @Test func noCellIsMissing() {
        // 26 operators (Null, which takes no modifier, has tests of its own), 6 modifiers, 6 situations; six operators
        // compare strings, of which none is malformed.
        #expect(Self.cells.count == 26 * 6 * 6 - 6 * 6)
    }
}
