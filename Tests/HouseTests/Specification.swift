import TestSupport

/// The id of a rule, such as `EV-40`.
struct RuleID: Hashable, Comparable, CustomStringConvertible {
    let family: String
    let number: Int

    /// The families, in the order of the index, and what their rules are about.
    static let families: [(name: String, about: String)] = [
        ("EV", "The decision"), ("ERR", "The words of denials"), ("PR", "Principals"), ("SV", "Services"),
        ("STS", "The Security Token Service"), ("SES", "Sessions"), ("PL", "The policy language"),
        ("GH", "Tokens of GitHub Actions"), ("CAC", "The credentials action of GitHub"),
        ("SIM", "The simulation API of AWS"), ("SRC", "Sources of policies"), ("CMP", "Comparison"), ("LN", "Lint"),
        ("SVR", "The endpoint"), ("DEN", "Denials that were seen"), ("TRL", "Trails that were recorded"),
    ]

    var description: String { "\(family)-\(number)" }

    static func < (left: RuleID, right: RuleID) -> Bool {
        func place(_ id: RuleID) -> Int { families.firstIndex { $0.name == id.family } ?? families.count }
        return (place(left), left.number) < (place(right), right.number)
    }
}

/// The rules below `Documentation/specification`, by which the sources are written.
struct Specification {
    static let folder = "Documentation/specification"

    /// A rule: what stands below a heading `### EV-40: Title`.
    struct Rule {
        let id: RuleID
        /// The heading, which has the id and the title.
        let heading: Substring
        /// The name of the page's file.
        let page: String
        let line: Int
        fileprivate(set) var lines: [Substring] = []
        /// The mark of the page or of the rule, such as `**Not modelled yet:** why`; `nil` where it is to be proven.
        fileprivate(set) var mark: Substring?

        /// What the rule is about, in a line.
        var title: Substring { heading.dropFirst(id.description.count + 2) }
        /// Where the rule stands, from the folder of the specification.
        var link: String { "\(page)#\(anchor(of: heading))" }
        /// What the rule says, without its marks and its source.
        var statement: [Substring] {
            lines.filter { line in
                let isBeside = (marks + ["#", "Source: "]).contains { line.hasPrefix($0) }
                return !line.isEmpty && !isBeside
            }
        }

        /// Whether a table of the rule has a row of a name, as `PL-250 7c`.
        func hasRow(_ name: String) -> Bool { lines.contains { $0.hasPrefix("| \(name) |") } }
    }

    let rules: [Rule]

    /// What begins a mark; the reason follows.
    static let marks = ["**Not modelled:**", "**Not modelled yet:**", "**Terms:**"]

    init() {
        rules = Repository.names(in: Self.folder, suffix: ".md").filter { $0 != "index.md" }.flatMap { page in
            Self.rules(of: Repository.text(at: "\(Self.folder)/\(page)") ?? "", page: page)
        }
    }

    /// The rules that a page states.
    static func rules(of text: String, page: String) -> [Rule] {
        var rules: [Rule] = []
        var markOfPage: Substring?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("### "), let id = CitationReader(String(line)).citations.first?.first {
                rules.append(Rule(id: id, heading: line.dropFirst(4), page: page, line: index + 1, mark: markOfPage))
                continue
            }
            let mark = marks.contains { line.hasPrefix($0) } ? line : nil
            if rules.isEmpty {
                markOfPage = markOfPage ?? mark
            } else {
                rules[rules.count - 1].lines.append(line)
                rules[rules.count - 1].mark = rules[rules.count - 1].mark ?? mark
            }
        }
        return rules
    }
}

/// What GitHub makes of a heading, so that links lead there.
func anchor(of heading: some StringProtocol) -> String {
    String(heading.lowercased().filter { $0.isLetter || $0.isNumber || "- _".contains($0) }).replacing(" ", with: "-")
}
