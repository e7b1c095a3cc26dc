import Foundation
import TestSupport
import Testing

/// The specification and what cites it.
@Suite struct SpecificationTests {
    private let specification = Specification()

    @Test func eachRuleIsStatedOnce() {
        let places = Dictionary(grouping: specification.rules, by: \.id).values.filter { $0.count > 1 }
        expectNone(places.flatMap { $0 }.map { "\(Self.place($0)): \($0.id) is stated more than once" })
        #expect(specification.rules.count > 600)
    }

    @Test func eachRuleHasATitleAndAStatement() {
        expectNone(
            specification.rules.filter { rule in
                rule.heading != "\(rule.id): \(rule.title)" || rule.title.isEmpty || rule.statement.isEmpty
            }.map { "\(Self.place($0)): \($0.id) lacks a title or says nothing" })
    }

    @Test func eachMarkSaysWhy() {
        expectNone(
            specification.rules.filter { rule in
                guard let mark = rule.mark, let colon = mark.range(of: ":**") else { return false }
                return mark[colon.upperBound...].count < 10
            }.map { "\(Self.place($0)): \($0.id) is marked without a reason" })
    }

    /// Each id that is cited in sources, tests, scenarios and documents, with both ends of a range.
    @Test func eachRuleThatIsCitedExists() throws {
        let rules = Dictionary(specification.rules.map { ($0.id, $0) }) { first, _ in first }
        var count = 0
        var faults: [String] = []
        for (path, citation) in try CitedFiles.all.get() {
            count += 1
            for id in citation.ends where rules[id] == nil {
                faults.append("\(path):\(citation.line): there is no rule \(id)")
            }
            if let row = citation.row, rules[citation.first]?.hasRow(row) == false {
                faults.append("\(path):\(citation.line): \(citation.first) has no row `\(row)`")
            }
        }
        expectNone(faults)
        #expect(count > 5000)
    }

    /// Each rule is proven by a test or a scenario that names it, or says why it is not.
    @Test func eachRuleIsCitedByATestOrMarked() throws {
        let proofs = try CitedFiles.all.get().filter { CitedFiles.isProof($0.path) }.map(\.citation)
        let named = Set(proofs.map(\.first))
        let ranges = Set(proofs.filter { $0.last != nil }.map { [$0.first, $0.last ?? $0.first] })
            .map { Citation(first: $0[0], last: $0[1], line: 0) }
        expectNone(
            specification.rules.filter { rule in
                rule.mark == nil && !named.contains(rule.id) && !ranges.contains { $0.covers(rule.id) }
            }.map { "\(Self.place($0)): \($0.id) is cited by no test or scenario, nor marked as not modelled" })
    }

    @Test func theIndexListsEveryRule() {
        let rules = Dictionary(grouping: specification.rules, by: \.id.family)
        let tables = RuleID.families.map { family in
            let rows = (rules[family.name] ?? []).sorted { $0.id < $1.id }.map { rule in
                "| [\(rule.id)](\(rule.link)) | \(rule.page.dropLast(3)) | \(rule.title) |"
            }
            let head = "## \(family.about) (\(family.name))\n\n| Rule | Page | What it is about |\n|---|---|---|"
            return ([head] + rows).joined(separator: "\n")
        }
        let index = ([introduction] + tables).joined(separator: "\n\n") + "\n"
        Golden.expect(index, equals: "\(Specification.folder)/index.md")
    }

    private var introduction: String {
        let count = specification.rules.filter { $0.mark == nil }.count
        return """
            # The specification

            The rules that `iamsim` follows, each with the page of AWS or the public report that it is taken from. Sources, \
            tests and answers cite them by their ids. Of \(specification.rules.count) rules \(count) are proven by tests or \
            scenarios; the others say why not: **Not modelled** is left out on purpose, **Not modelled yet** is to come, \
            **Terms** says what words mean. A test keeps this page and that promise.

            Gaps in the numbers are meant, and numbers stay. *Undocumented* means that AWS does not say it, or that two of its \
            pages disagree; "taken" then says which reading `iamsim` follows. [The points by name](../undocumented.md) are \
            what a question can choose. A rule of the language says whether it is *documented* by AWS or *observed*, in errors \
            and behaviour that were recorded publicly. [The references](references.md) tell what the short names of sources \
            stand for, [contradictions](contradictions.md) where AWS's pages disagree. Account ids, keys and tokens are made \
            up; short ids such as `111` stand for ids of twelve digits. Examples of the language by number (`EX-1`) are the \
            rows of `fixtures/language/examples.json`, and cases of \
            `scenarios/conformance/language/combined-examples.yaml`.
            """
    }

    private static func place(_ rule: Specification.Rule) -> String {
        "\(Specification.folder)/\(rule.page):\(rule.line)"
    }

    private func expectNone(_ faults: [String], sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(faults.isEmpty, "\n\(faults.joined(separator: "\n"))", sourceLocation: sourceLocation)
    }
}

/// What the tests above see of a text.
@Suite struct CitationReaderTests {
    private func read(_ text: String) -> [Citation] { CitationReader(text).citations }

    private func id(_ family: String, _ number: Int) -> RuleID { RuleID(family: family, number: number) }

    @Test(arguments: [
        "EV-1", "(EV-1)", "by EV-1.", "EV-1: a", "`EV-1`", "EV-1, 3", "EV-1 3 of them", "EV-1 to be", "EV-1a",
        "EV-1 to 1",
    ])
    func oneRuleIsCited(text: String) {
        #expect(read(text) == [Citation(first: id("EV", 1), line: 1)])
    }

    @Test(arguments: ["EV-1 to EV-4", "EV-1 to 4", "EV-1…EV-4", "EV-1 … 4", "EV-1–4", "EV-1/4"])
    func bothEndsOfARangeAreCited(text: String) {
        #expect(read(text) == [Citation(first: id("EV", 1), last: id("EV", 4), line: 1)])
        #expect(read(text).first?.covers(id("EV", 3)) == true)
        #expect(read(text).first?.covers(id("EV", 5)) == false)
    }

    @Test func rowsOfARuleAreCited() {
        #expect(read("PL-250 7c") == [Citation(first: id("PL", 250), row: "7c", line: 1)])
        #expect(read("PL-250 7cm").first?.row == nil)
    }

    @Test(arguments: ["UTF-8", "AEV-1", "X-EV-1", "EV-", "EV-1000", "ev-1", "EV 1", "REV-1", "-1"])
    func whatIsNoIdIsPassedOver(text: String) {
        #expect(read(text).isEmpty)
    }

    @Test func linesAreCounted() {
        #expect(read("a\nEV-1\n\nPL-2, SVR-3").map(\.line) == [2, 4, 4])
    }

    @Test func rulesAndMarksAreRead() {
        let text = "# A\n\n### EV-1: One\n\nIt is.\n\n**Terms:** of all.\n\n## B\n\n### EV-2: Two `x`\n\n| 7c | x |"
        let rules = Specification.rules(of: text, page: "a.md")
        #expect(rules.map(\.id) == [id("EV", 1), id("EV", 2)])
        #expect(rules.map(\.title) == ["One", "Two `x`"])
        #expect(rules.map(\.link) == ["a.md#ev-1-one", "a.md#ev-2-two-x"])
        #expect(rules.map(\.line) == [3, 11])
        #expect(rules.map { $0.mark ?? "none" } == ["**Terms:** of all.", "none"])
        #expect(rules.map(\.statement) == [["It is."], ["| 7c | x |"]])
        #expect(rules.map { $0.hasRow("7c") } == [false, true])
    }

    @Test func theMarkOfAPageIsThatOfItsRules() {
        let rules = Specification.rules(of: "# A\n\n**Not modelled yet:** no.\n\n### EV-1: One\n\na", page: "a.md")
        #expect(rules.first?.mark == "**Not modelled yet:** no.")
    }
}
