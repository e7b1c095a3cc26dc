import Reports
import SourceText
import TestSupport
import Testing
import XMLText

/// Every text of the hostile corpus in every place of a report, in every format.
@Suite struct HostileCorpusTests {
    private static let texts = HostileCorpus.texts
    private static let report = makeReport()

    private static var warnings: [Diagnostic] {
        texts.map { text in
            let file = SourceFile(path: text, text: text)
            return Diagnostic(text, text, at: SourceLocation(startOf: file), severity: .warning)
        }
    }

    private static func makeReport() -> Report {
        let groups = texts.map { text in
            let file = SourceFile(path: text, text: text)
            let place = SourceLocation(file: file, offset: 0, end: 1)
            let finding = Finding(
                name: text, status: .failed, summary: text, details: [text, "a \(text)"], location: place,
                evidence: [.init(text: text, location: place)])
            return ReportGroup(
                name: text, path: text, about: text, findings: [finding],
                tables: [Table(title: text, columns: [text, "b"], rows: [[text, text]])])
        }
        let coverage = texts.prefix(400).map { text in
            let place = SourceLocation(startOf: SourceFile(path: text, text: text))
            return CoverageReport.Statement(
                name: text, policy: text, location: place, deciding: 0, matching: 0,
                conditions: [.init(comparison: text, key: text, location: place)])
        }
        let unreadable = texts.map { Diagnostic("x", $0, at: SourceLocation(startOf: SourceFile(path: $0, text: $0))) }
        return Report(
            groups: groups, coverage: CoverageReport(statements: coverage), unreadable: unreadable, warnings: warnings)
    }

    private func expectNone(_ found: [String], _ where: Comment) {
        #expect(found.isEmpty, "\(`where`): \(found.count), such as \(found.prefix(3).map { $0.debugDescription })")
    }

    @Test func theCorpusIsLargeAndTheSameEachTime() {
        #expect(Self.texts.count == HostileCorpus.hidden.count * HostileCorpus.commands.count * 3)
        #expect(Self.texts.count > 3_000)
        expectNone(HostileCorpus.commands(in: "plain\n text :: ## [x] ❤\u{FE0F}"), "plain")
        #expect(HostileCorpus.commands(in: "\u{3000}::a\nb##[c]\n\u{61C}").count == 3)
        #expect(HostileCorpus.markup(in: "é@a\nhttp://b\nGH-1\n#2\n<b>\nwww.x").count == 6)
    }

    @Test(arguments: ReportFormat.allCases) func noFormatHoldsACommand(format: ReportFormat) throws {
        let told = format.render(Self.report)
        let lines =
            format == .github ? told.utf8.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) } : []
        // An annotation is a command itself; what follows its two colons is not.
        let text = format == .github ? lines.map { $0.drop { $0 == ":" } }.joined(separator: "\n") : told
        let kept: [ReportFormat: [Unicode.Scalar]] = [.csv: ["\r"], .html: ["\t", "\r"]]
        expectNone(HostileCorpus.commands(in: text, keeping: kept[format] ?? []), "\(format)")
        switch format {
        case .github:
            #expect(lines.count == 3 * Self.texts.count + 1)
            let (errors, warnings) = (lines.prefix(2 * Self.texts.count), lines.dropLast().suffix(Self.texts.count))
            #expect(errors.allSatisfy { $0.utf8.starts(with: "::error file=".utf8) })
            #expect(warnings.allSatisfy { $0.utf8.starts(with: "::warning file=".utf8) })
        case .csv:
            let rows = try #require(HostileCorpus.rows(ofCSV: told))
            #expect(rows.count == Self.texts.count + 1 && rows.allSatisfy { $0.count == 10 })
            expectNone(rows.joined().filter(HostileCorpus.isFormula), "formulas")
        case .markdown:
            expectNone(HostileCorpus.markup(in: told), "markup")
            for line in told.utf8.split(separator: 0x0A) where line.first == 0x7C {
                #expect([3, 5, 6].contains(Self.bars(in: Array(line))), "\(String(decoding: line, as: UTF8.self))")
            }
        case .junit:
            let root = try XMLParser(maximumSize: 1 << 30).parse(Array(told.utf8))
            #expect(root.elements.count == Self.texts.count + 2)
        case .html:
            #expect(told.utf8.split(separator: 0x3C).count { $0.starts(with: "script".utf8) } == 1)
        case .json, .sarif:
            var diagnostics = Diagnostics()
            let node = JSONParser.parse(SourceFile(path: "report", text: told), &diagnostics)
            #expect(node != nil && !diagnostics.hasErrors)
            guard format == .json else { break }
            let names = node?["scenarios"]?.elements.compactMap { $0["scenario"]?.text }
            #expect(names == Self.texts.map { Text($0) })
        case .text: break
        }
    }

    /// The bars of a line of a table that end a cell.
    private static func bars(in line: [UInt8]) -> Int {
        var bars = 0
        var isEscaped = false
        for byte in line {
            if byte == 0x7C, !isEscaped { bars += 1 }
            isEscaped = byte == 0x5C && !isEscaped
        }
        return bars
    }

    @Test func noTableHoldsACommand() throws {
        let table = Table(columns: [Self.texts[60], "b"], rows: Self.texts.map { [$0, $0] })
        for format in TableFormat.allCases {
            let told = format.title(Self.texts[70]) + format.render(table)
            expectNone(HostileCorpus.commands(in: told, keeping: format == .csv ? ["\r"] : []), "\(format)")
        }
        expectNone(HostileCorpus.markup(in: TableFormat.markdown.render(table)), "markup")
        let rows = try #require(HostileCorpus.rows(ofCSV: TableFormat.csv.render(table)))
        expectNone(rows.joined().filter(HostileCorpus.isFormula), "formulas")
    }

    @Test func noOutlineAndNoComparisonHoldsACommand() {
        let points = Self.texts.flatMap { text -> [Outline.Point] in
            let file = SourceFile(path: text, text: text)
            return [
                .text(text), .pair(text, text), .pair(":", text), .verbatim(text),
                .group(text, [.text(text), .verbatim(text)]),
                .source(SourceLocation(file: file, offset: 0, end: file.bytes.count)),
            ]
        }
        expectNone(HostileCorpus.commands(in: TextOutlineFormat().render(Outline(points))), "text")
        for text in Self.texts {
            let verbatim = MarkdownOutlineFormat.render(Outline([.group("a", [.verbatim(text)])]))
            let lines = verbatim.utf8.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
            let fences = lines.filter { $0.hasPrefix("  ```") && $0.utf8.dropFirst(2).allSatisfy { $0 == 0x60 } }
            #expect(fences.count >= 2 && fences.first == lines.dropFirst().first && fences.first == lines.last)
            #expect(fences.count { $0.utf8.count >= (fences.first ?? "").utf8.count } == 2, "\(text.debugDescription)")
        }
        let told = Outline(Self.texts.flatMap { [.text($0), .pair($0, $0), .group($0, [.text($0)])] })
        let markdown = MarkdownOutlineFormat.render(told)
        expectNone(HostileCorpus.commands(in: markdown) + HostileCorpus.markup(in: markdown), "markdown")
        // Every seventh: all of them took minutes.
        let some = stride(from: 0, to: Self.texts.count, by: 7).map { Self.texts[$0] }
        let unasked = some.map { ComparisonReport.Unasked(path: $0, name: $0, reason: $0) }
        var report = ComparisonReport(changes: [], notComparable: unasked, unchanged: 0, base: "main")
        let warnings = Self.warnings
        report.warnings = stride(from: 0, to: warnings.count, by: 7).map { warnings[$0] }
        // Annotations are commands by design; what stands in them is another test's matter.
        for format in ReportFormat.allCases where format != .github {
            let kept: [ReportFormat: [Unicode.Scalar]] = [.csv: ["\r"], .html: ["\t", "\r"]]
            let found = HostileCorpus.commands(in: format.render(report), keeping: kept[format] ?? [])
            expectNone(found, "comparison as \(format)")
        }
    }

    @Test func noDiagnosticHoldsACommand() {
        for text in Self.texts {
            let file = SourceFile(path: text, text: text)
            let rendered = Diagnostic("x", text, at: SourceLocation(startOf: file)).rendered
            expectNone(HostileCorpus.commands(in: rendered), "diagnostic")
            #expect(rendered.utf8.count { $0 == 0x0A } <= 2)
        }
    }
}
