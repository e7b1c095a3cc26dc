public import SourceText
import XMLText

/// What files are warned of, in each format's own form: the one place in which formats tell warnings.
struct ToldWarnings {
    let warnings: [Diagnostic]
    /// Of a stream: its name, and the number of the line that is told of.
    var stream: (name: String, line: Int)?

    /// The counts of a summary's line; empty where nothing is warned of.
    var count: String { warnings.isEmpty ? "" : "; \(Report.told(warnings.count, "warning"))" }

    // MARK: For people

    /// A line for each, as compilers write them.
    var text: String { warnings.map { PlainText.escaped($0.headline) + "\n" }.joined() }

    /// How many are told where a comment or a summary has to hold them.
    private static let limit = 50

    /// A section of Markdown.
    var markdown: [String] {
        if warnings.isEmpty { return [] }
        let lines = warnings.prefix(Self.limit).map { "- \(MarkdownTableFormat.escaped($0.headline))" }
        let rest = warnings.count > Self.limit ? ["- and \(warnings.count - Self.limit) more"] : []
        return ["### Warnings", ""] + lines + rest + [""]
    }

    /// A section of a page.
    var html: [XMLElement] {
        if warnings.isEmpty { return [] }
        let items = warnings.map { XMLElement("li", text: PlainText.escaped($0.headline)) }
        return [
            XMLElement(
                "section", attributes: [.init("class", "warnings")],
                elements: [XMLElement("h2", text: "Warnings"), XMLElement("ul", elements: items)])
        ]
    }

    // MARK: For programs

    /// A list of objects, in the form in which reports tell what could not be read.
    var json: JSONValue {
        .array(
            warnings.map { warning in
                let place = warning.location
                let line = stream.flatMap { place.file.path.isSame(as: $0.name) ? $0.line : nil }
                return .object([
                    ("location", JSONReportFormat.place(place, line: line)), ("id", .string(warning.id)),
                    ("message", .string(warning.message)),
                ])
            })
    }

    /// A suite without cases: a warning is none, and counts for none.
    var junit: [XMLElement] {
        if warnings.isEmpty { return [] }
        let attributes = [XMLElement.Attribute("name", "warnings")] + JUnitFormat.counts(0, 0, 0)
        return [
            XMLElement("testsuite", attributes: attributes, elements: [XMLElement("system-err", text: text)])
        ]
    }

    /// The rules of the results: one for each kind of warning, in the order in which they come.
    var sarifRules: [(id: String, text: String)] {
        var seen = NameSet()
        return warnings.map(\.id).filter { seen.insert($0) }.map { ($0, "A file is warned of: \($0).") }
    }

    /// A result for each. Those of one message in one file are told apart by their order.
    var sarifResults: [JSONValue] {
        var seen = NameMap<Int>()
        return warnings.map { warning in
            let name = "\(warning.location.file.path)\u{0}\(warning.id)\u{0}\(warning.message)"
            seen[name, default: 0] += 1
            let number = seen[name] ?? 1
            let print = SARIFFormat.fingerprint(number == 1 ? name : "\(name)\u{0}\(number)")
            return .object([
                ("ruleId", .string(warning.id)), ("level", .string("warning")),
                ("message", .object([("text", .string(PlainText.escaped(warning.message)))])),
                ("locations", .array([SARIFFormat.location(warning.location)])),
                ("partialFingerprints", .object([("warning/v1", .string(print))])),
            ])
        }
    }

    /// An annotation for each.
    var github: [String] { warnings.map { GitHubAnnotationsFormat.annotation("warning", $0) } }
}

extension Outline {
    /// The outline with what files are warned of behind it.
    public func warning(of warnings: [Diagnostic]) -> Outline {
        if warnings.isEmpty { return self }
        return Outline(points + [.group("warnings", warnings.map { .text($0.headline) })])
    }
}

extension JSONValue {
    /// The object with a member `warnings`, where there are any: such as what is told of one workflow.
    public func warning(of warnings: [Diagnostic]) -> JSONValue {
        guard !warnings.isEmpty, case .object(let members) = self else { return self }
        return .object(members + [("warnings", ToldWarnings(warnings: warnings).json)])
    }
}
