import IAM
public import Questions
public import STS
public import SourceText

/// Reads a scenario: the question, its variations, and what is expected of each case.
public struct ScenarioReader {
    /// Reads a question whose `extends` is resolved: whoever knows of other calls than the API's own, such as those of a
    /// workflow, brings a reader for them.
    public typealias ReadQuestion = (_ node: Node, _ diagnostics: inout Diagnostics) -> Question?

    /// The members that a scenario has beside those of a question.
    public static let ownMembers: [MemberName] = ["scenario", "about", "source", "vary", "expect", "cases", "warnings"]
    /// How many cases one scenario may have unless more are asked for: each takes some kilobytes while they run.
    public static let caseLimit = 10_000

    let library: PolicyLibrary
    private let readQuestion: ReadQuestion
    /// Whether a case that cannot be read is left out, in place of the whole scenario.
    private let skipsUnreadable: Bool
    /// How many cases a scenario may have.
    private let maxCases: Int

    /// Makes a reader.
    /// - Parameters:
    ///   - library: reads and keeps the policies.
    ///   - readQuestion: reads the questions; by default as they stand.
    ///   - skipsUnreadable: whether a case that cannot be read is left out, in place of the whole scenario.
    ///   - maxCases: how many cases a scenario may have.
    public init(
        library: PolicyLibrary, readQuestion: ReadQuestion? = nil, skipsUnreadable: Bool = false,
        maxCases: Int = Self.caseLimit
    ) {
        self.maxCases = maxCases
        self.library = library
        self.readQuestion = readQuestion ?? { QuestionReader(library: library).read($0, &$1) }
        self.skipsUnreadable = skipsUnreadable
    }

    /// Whether a file is a scenario and not, say, a list of accounts: it has a member that only scenarios have.
    public static func isScenario(_ node: Node) -> Bool {
        (["scenario", "vary", "expect", "cases"] as [MemberName]).contains { node[$0] != nil }
    }

    /// Reads a scenario. The warnings that it means are not told.
    /// - Returns: `nil` where it has an error; `diagnostics` then says which.
    public func read(_ node: Node, _ diagnostics: inout Diagnostics) -> Scenario? {
        var budget = CaseBudget(maxCases: maxCases)
        return read(node, &budget, &diagnostics)
    }

    /// Reads one of several scenarios.
    /// - Parameter budget: what all of them may come to.
    public func read(_ node: Node, _ budget: inout CaseBudget, _ diagnostics: inout Diagnostics) -> Scenario? {
        guard node["warnings"] != nil else { return readAll(node, &budget, &diagnostics) }
        var own = Diagnostics()
        let scenario = readAll(node, &budget, &own)
        MeantWarnings.read(in: node, &own).tell(own, &diagnostics)
        return scenario
    }

    private func readAll(
        _ node: Node, _ budget: inout CaseBudget, _ diagnostics: inout Diagnostics
    ) -> Scenario? {
        let errors = diagnostics.errorCount
        guard let reader = NodeReader(node, "a scenario", &diagnostics) else { return nil }
        reader.allow(only: Self.ownMembers + ["extends"] + QuestionReader.members, &diagnostics)
        let name = reader.required("scenario", &diagnostics)?.expectText("`scenario`", &diagnostics)
        let about = reader.text("about", &diagnostics)?.string ?? ""
        _ = reader.text("source", &diagnostics)
        let questionMembers = QuestionReader.members.strings + ["extends"]
        let question = node.keeping(questionMembers.contains)
        let base = QuestionExtension.resolve(question, library: library, &diagnostics)
        let axes = VaryReader.read(reader["vary"], named: reader["cases"]?.count ?? 0, maxCases: maxCases, &diagnostics)
        let rows = ExpectRowsReader(axes: axes).read(reader["expect"], &diagnostics)
        guard let base else { return nil }
        let combinations = CombinationReader(readQuestion: readQuestion, base: base, axes: axes, rows: rows)
        guard let name, diagnostics.errorCount == errors || skipsUnreadable else {
            combinations.readFirst(&diagnostics)
            return nil
        }
        let count = combinations.count + (reader["cases"]?.count ?? 0)
        guard budget.take(cases: count, at: (reader["vary"] ?? node).location, &diagnostics) else { return nil }
        var cases = combinations.read(reader.node, &budget, &diagnostics)
        cases += readNamedCases(reader["cases"], base, &budget, &diagnostics)
        if cases.isEmpty, diagnostics.errorCount == errors {
            diagnostics.error("no-cases", "the scenario has no case: neither `expect` nor `cases`", at: node.location)
        }
        guard diagnostics.errorCount == errors || skipsUnreadable else { return nil }
        return Scenario(name: name.string, about: about, path: node.file.path, axes: axes, cases: cases)
    }

    private func readNamedCases(
        _ node: Node?, _ base: Node, _ budget: inout CaseBudget, _ diagnostics: inout Diagnostics
    ) -> [ScenarioCase] {
        guard let node, NodeReader(node, "`cases`", &diagnostics) != nil else { return [] }
        guard node.count <= maxCases else {
            diagnostics.error(
                "too-many-cases",
                "there are \(node.count) named cases; a scenario may have \(maxCases), and `--max-cases N` allows more",
                at: node.location)
            return []
        }
        var cases: [ScenarioCase] = []
        for (index, member) in node.members.enumerated() {
            guard let reader = NodeReader(member.value, "a case", &diagnostics) else { continue }
            reader.allow(only: ["with", "expect", "about", "source"], &diagnostics)
            let overlay = reader["with"].flatMap { OverlayRules.legal($0, &diagnostics) }
            let expectation = reader.required("expect", &diagnostics)
                .flatMap { ExpectationReader.read($0, &diagnostics) }
            let merged = overlay.map { base.overlaidAsQuestion(with: $0) } ?? base
            guard budget.take(merged, case: index + 1, at: node.location, &diagnostics) else { return [] }
            var own = Diagnostics()
            let question = readQuestion(merged, &own)
            diagnostics.add(contentsOf: own)
            guard let question, !own.hasErrors, let expectation else { continue }
            cases.append(
                ScenarioCase(
                    name: .named(member.name), base: base, overlays: overlay.map { [$0] } ?? [], question: question,
                    expectation: expectation))
        }
        return cases
    }
}

/// What an overlay may hold.
enum OverlayRules {
    /// The legal members of an overlay, so that the question below it does not complain of the others once more.
    /// - Returns: `nil` where the overlay is no mapping.
    static func legal(_ overlay: Node, _ diagnostics: inout Diagnostics) -> Node? {
        guard let reader = NodeReader(overlay, "an overlay", &diagnostics) else { return nil }
        reader.allow(only: QuestionReader.members, &diagnostics)
        return overlay.keeping(QuestionReader.members.strings.contains)
    }
}
