import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Texts that come from pull requests stay texts, in every format.
@Suite struct HostileTextTests {
    private static let scenario = "fixtures/hostile/texts.yaml"

    private func told(_ format: String, _ environment: String = "") throws -> String {
        let command = "\(environment) .build/debug/iamsim test \(Self.scenario) --coverage --format \(format)"
        return try Command.shell(command).output
    }

    private func lines(_ text: String) -> [String] { text.components(separatedBy: .newlines) }

    /// No control characters, and no line that a log takes for a command: blanks before it do not count.
    private func expectPlain(_ text: String, _ comment: Comment) {
        let isControl = { (scalar: Unicode.Scalar) in
            scalar.value < 0x20 && scalar != "\n" || scalar.value == 0x7F || scalar.value == 0x85
                || [0x202E, 0x2028].contains(scalar.value)
        }
        #expect(!text.unicodeScalars.contains(where: isControl), comment)
        #expect(!text.contains("##["), comment)
        for line in lines(text) {
            #expect(!line.trimmingCharacters(in: .whitespaces).hasPrefix("::"), comment)
        }
    }

    @Test func aTerminalIsNotSteered() throws {
        let text = try told("text")
        #expect(text.contains("5 failed"))
        expectPlain(text, "text")
        expectPlain(try Command.shell(".build/debug/iamsim test --list \(Self.scenario)").output, "--list")
    }

    @Test func annotationsAreOneLineEach() throws {
        let text = try told("github")
        let lines = lines(text).filter { !$0.isEmpty }
        #expect(lines.count == 6)
        #expect(lines.dropLast().allSatisfy { $0.hasPrefix("::error file=fixtures/hostile/texts.yaml,line=") })
        for line in lines { #expect(line.components(separatedBy: "::").count <= 3 || line.hasPrefix("::error ")) }
        for line in lines.dropLast() {
            let properties = line.dropFirst(2).components(separatedBy: "::").first ?? ""
            #expect(properties.split(separator: ",").allSatisfy { $0.split(separator: "=", maxSplits: 1).count == 2 })
        }
        #expect(!text.contains("##["))
    }

    @Test func theSummaryOfAJobIsNoMarkup() throws {
        let path = "/tmp/iamsim-summary-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try told("github", "GITHUB_STEP_SUMMARY=\(path)")
        expectMarkdown(try String(contentsOfFile: path, encoding: .utf8))
    }

    @Test func markdownIsNoMarkup() throws { expectMarkdown(try told("markdown")) }

    private func expectMarkdown(_ text: String) {
        expectPlain(text, "markdown")
        #expect(!text.contains("<script") && !text.contains("<img") && !text.contains("<!-- iamsim"))
        #expect(!text.contains("@everyone") && !text.contains("@team"))
        for line in lines(text) where line.hasPrefix("|") {
            let cells = line.replacingOccurrences(of: "\\|", with: "").components(separatedBy: "|").count
            #expect([7, 8, 6].contains(cells), "\(line)")
        }
    }

    @Test func thePageHasItsOwnScriptAlone() throws {
        let page = try told("html")
        #expect(page.components(separatedBy: "<script").count == 2)
        #expect(page.components(separatedBy: "</script").count == 2)
        #expect(!page.contains("<img") && !page.contains("<b>"))
    }

    @Test func noCellIsAFormula() throws {
        let rows = try told("csv").components(separatedBy: "\r\n")
        #expect(rows.count >= 7)
        let text = rows.joined(separator: "\n")
        #expect(!text.contains(",=") && !text.contains("\n=") && !text.contains(",\"=") && !text.contains(",@"))
        #expect(text.contains("'=cmd|"))
    }

    @Test func dataHoldsTheTextsAsTheyAre() throws {
        let json = try #require(JSONSerialization.jsonObject(with: Data(try told("json").utf8)) as? [String: Any])
        let scenario = try #require((json["scenarios"] as? [[String: Any]])?.first)
        let cases = try #require(scenario["cases"] as? [[String: Any]])
        #expect(cases.compactMap { $0["case"] as? String }.contains("@team\r\n\r\n::stop-commands::x"))
        #expect((scenario["scenario"] as? String)?.contains("\u{1B}[31mred") == true)
    }

    @Test func sarifMessagesArePlain() throws {
        let json = try #require(JSONSerialization.jsonObject(with: Data(try told("sarif").utf8)) as? [String: Any])
        let run = try #require((json["runs"] as? [[String: Any]])?.first)
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.count == 5)
        #expect(run["columnKind"] as? String == "unicodeCodePoints")
        for result in results {
            let text = try #require((result["message"] as? [String: Any])?["text"] as? String)
            #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        }
    }

    @Test func junitIsWellFormed() throws {
        let parser = XMLParser(data: Data(try told("junit").utf8))
        #expect(parser.parse())
    }

    /// A table between marks ends where it ends, whatever its cells say.
    @Test func noCellEndsATable() throws {
        let path = "/tmp/iamsim-page-\(UUID().uuidString).md"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let page = "# A\n\n<!-- iamsim:table \(Self.scenario) -->\n<!-- iamsim:end -->\n\nbehind\n"
        try page.write(toFile: path, atomically: true, encoding: .utf8)
        for _ in 0..<2 {
            #expect(try Command.iamsim(["table", Self.scenario, "--into", path]).status == 0)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.components(separatedBy: "<!-- iamsim:end -->").count == 2)
            #expect(text.hasSuffix("<!-- iamsim:end -->\n\nbehind\n"))
        }
        #expect(try Command.iamsim(["table", Self.scenario, "--into", path, "--check"]).status == 0)
    }
}
