import Reports
import Scenarios
import SourceText

/// Finds the cases of a scenario among those that it had: a case is the same where it asks the same, under its own name
/// or, where that is gone, under another one.
struct CaseMatching {
    /// The earlier case of each case, by its place among the cases.
    private(set) var earlier: [Int: ScenarioCase] = [:]
    /// The earlier cases that nothing asks any more, and whether a case of the name is still there.
    private(set) var lost: [(testCase: ScenarioCase, nameStays: Bool)] = []

    init(_ cases: [ScenarioCase], earlier before: [ScenarioCase]) {
        let byName = Dictionary(cases.enumerated().map { ($1.name, $0) }) { first, _ in first }
        var unmatched: [ScenarioCase] = []
        for testCase in before {
            if let index = byName[testCase.name], Self.ask(cases[index]) == Self.ask(testCase) {
                earlier[index] = testCase
            } else {
                unmatched.append(testCase)
            }
        }
        var byAsk: [Text: [Int]] = [:]
        for index in cases.indices.reversed() where earlier[index] == nil && !unmatched.isEmpty {
            byAsk[Self.ask(cases[index]), default: []].append(index)
        }
        for testCase in unmatched {
            if let index = byAsk[Self.ask(testCase)]?.popLast() {
                earlier[index] = testCase
            } else {
                lost.append((testCase, byName[testCase.name] != nil))
            }
        }
    }

    /// Whether there was no case before.
    var isOfNothing: Bool { earlier.isEmpty && lost.isEmpty }

    /// What a case asks, but for who exists and which policies there are.
    private static func ask(_ testCase: ScenarioCase) -> Text {
        testCase.source.keeping { ["request", "call", "steps", "time", "choices"].contains($0) }.compactText
    }
}
