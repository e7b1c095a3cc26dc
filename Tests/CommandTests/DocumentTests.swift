import Foundation
import TestSupport
import Testing

/// The documents say what the command prints.
@Suite struct DocumentTests {
    @Test func theTableInTheDocumentIsTheOneThatIsPrinted() throws {
        let scenario = "scenarios/github-actions/deploy-production.yaml"
        let document = try #require(Repository.text(at: "Documentation/tag-session.md"))
        let lines = document.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let start = try #require(lines.firstIndex(of: "<!-- iamsim:table \(scenario) -->"))
        let end = try #require(lines.firstIndex(of: "<!-- iamsim:end -->"))
        let table = lines[(start + 1)..<end].map { $0 + "\n" }.joined()
        let printed = try Command.iamsim(["table", scenario, "--format", "markdown"]).output
        #expect(table == printed)
        #expect(lines[start..<end].count > 36)
    }

    @Test(arguments: [("README.md", 3), ("Documentation/workflows.md", 1)])
    func theConsoleBlocksAreWhatTheCommandPrints(document: String, count: Int) throws {
        let text = try #require(Repository.text(at: document))
        let blocks = text.components(between: "```console\n", and: "```")
        #expect(blocks.count >= count)
        for block in blocks {
            for (command, expected) in commands(in: block) {
                let printed = try Command.shell(command).output
                #expect(printed == expected, "\(command)")
            }
        }
    }

    @Test func theProgramInTheReadmeIsTheOneThatIsBuilt() throws {
        let readme = try #require(Repository.text(at: "README.md"))
        let program = try #require(Repository.text(at: "Examples/Embedding/main.swift"))
        #expect(readme.components(between: "```swift\n", and: "```") == [program])
    }

    /// The commands of a block, each with the lines below it.
    private func commands(in block: String) -> [(command: String, output: String)] {
        var found: [(command: String, output: String)] = []
        for line in block.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("$ ") {
                found.append((String(line.dropFirst(2)), ""))
            } else if !found.isEmpty {
                found[found.count - 1].output += line + "\n"
            }
        }
        return found.map { ($0.command, String($0.output.dropLast())) }
    }

    @Test func theReadmeListsEveryExitStatus() throws {
        let readme = try #require(Repository.text(at: "README.md"))
        for status in [0, 1, 2, 3, 64, 65, 70, 74, 130] {
            #expect(readme.contains("\n| \(status) | "), "\(status)")
        }
    }
}

extension String {
    /// The texts between two marks.
    fileprivate func components(between start: String, and end: String) -> [String] {
        var found: [String] = []
        var rest = self[...]
        while let opening = rest.range(of: start), let closing = rest[opening.upperBound...].range(of: end) {
            found.append(String(rest[opening.upperBound..<closing.lowerBound]))
            rest = rest[closing.upperBound...]
        }
        return found
    }
}
