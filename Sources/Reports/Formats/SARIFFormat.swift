import SourceText

/// A report as SARIF 2.1.0: a result for each finding that is not as expected.
/// <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>
enum SARIFFormat {
    static func render(_ report: Report) -> String {
        // Cases of one name are told apart by their order.
        var seen = NameMap<Int>()
        let results = report.groups.flatMap { group in
            group.findings.filter { $0.status != .passed }.map { finding in
                let name = "\(group.path)\u{0}\(group.name)\u{0}\(finding.name)"
                seen[name, default: 0] += 1
                let number = seen[name] ?? 1
                return result(finding, in: group, name: number == 1 ? name : "\(name)\u{0}\(number)")
            }
        }
        let run: [(name: String, value: JSONValue)] = [
            ("tool", .object([("driver", driver(report.toldWarnings.sarifRules))])),
            ("columnKind", .string("unicodeCodePoints")),
            ("results", .array(results + report.toldWarnings.sarifResults)),
            ("invocations", .array([invocation(report)])),
        ]
        let log: [(name: String, value: JSONValue)] = [
            ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")), ("version", .string("2.1.0")),
            ("runs", .array([.object(run)])),
        ]
        return JSONWriter.text(.object(log), isIndented: true) + "\n"
    }

    private static let rules = [
        (id: "unexpected-answer", text: "The answer to a question is not the one that its author expects."),
        (id: "known-failure", text: "The answer is not the expected one, and its author knows."),
    ]

    /// Whether all files could be read, and what is wrong with the others.
    private static func invocation(_ report: Report) -> JSONValue {
        let notifications = report.unreadable.map { diagnostic in
            JSONValue.object([
                ("level", .string("error")),
                ("message", .object([("text", .string(PlainText.escaped(diagnostic.message)))])),
                ("locations", .array([location(diagnostic.location)])),
            ])
        }
        return .object([
            ("executionSuccessful", .boolean(report.unreadable.isEmpty)),
            ("toolExecutionNotifications", .array(notifications)),
        ])
    }

    /// - Parameter further: the rules of warnings.
    private static func driver(_ further: [(id: String, text: String)]) -> JSONValue {
        .object([
            ("name", .string("iamsim")),
            (
                "rules",
                .array(
                    (rules + further).map { rule in
                        .object([
                            ("id", .string(rule.id)), ("shortDescription", .object([("text", .string(rule.text))])),
                        ])
                    })
            ),
        ])
    }

    private static func result(_ finding: Finding, in group: ReportGroup, name: String) -> JSONValue {
        let isFailure = finding.status == .failed
        let place = finding.location.map(location) ?? .object([("physicalLocation", .object([artifact(group.path)]))])
        let lines = (["\(finding.name): \(finding.summary)"] + finding.details).map(PlainText.escaped)
        var members: [(name: String, value: JSONValue)] = [
            ("ruleId", .string(rules[isFailure ? 0 : 1].id)), ("ruleIndex", .number(isFailure ? 0 : 1)),
            ("level", .string(isFailure ? "error" : "note")),
            ("message", .object([("text", .string(lines.joined(separator: "\n")))])),
            ("locations", .array([place])),
            (
                "partialFingerprints",
                .object([("case/v1", .string(fingerprint(name)))])
            ),
        ]
        let statements = finding.evidence.enumerated().map { related($1, id: $0 + 1) }
        if !statements.isEmpty { members.append(("relatedLocations", .array(statements))) }
        return .object(members)
    }

    private static func related(_ evidence: Finding.Evidence, id: Int) -> JSONValue {
        guard case .object(let members) = location(evidence.location) else { return .null }
        return .object(
            [("id", .number(id))] + members
                + [("message", .object([("text", .string(PlainText.escaped(evidence.text)))]))])
    }

    static func location(_ location: SourceLocation) -> JSONValue {
        let (line, column) = location.file.position(of: location.offset)
        let region = JSONValue.object([("startLine", .number(line)), ("startColumn", .number(column))])
        return .object([("physicalLocation", .object([artifact(location.file.path), ("region", region)]))])
    }

    static func artifact(_ path: String) -> (name: String, value: JSONValue) {
        ("artifactLocation", .object([("uri", .string(encoded(path)))]))
    }

    /// A path as a URI reference: everything but what stands for itself is percent-encoded.
    private static func encoded(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return path.utf8.reduce(into: "") { text, byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain =
                byte < 0x80 && (scalar.properties.isAlphabetic || "0123456789-._~/".unicodeScalars.contains(scalar))
            if isPlain {
                text.unicodeScalars.append(scalar)
            } else {
                text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }

    /// A number that stays the same as long as file, scenario and case keep their names, wherever they stand: FNV-1a.
    static func fingerprint(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
