import Foundation
import IAM
import Questions
import Scenarios
import SourceText
import Testing

/// Every scenario of the repository, run through the library.
@Suite struct RepositoryTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The files below `scenarios`, by their paths from the root.
    private static func paths() throws -> [String] {
        let folder = root.appendingPathComponent("scenarios").path
        return try FileManager.default.subpathsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".json") }.sorted().map { "scenarios/\($0)" }
    }

    private static func file(_ path: String) throws -> SourceFile {
        let data = try Data(contentsOf: root.appendingPathComponent(path))
        return SourceFile(path: path, bytes: Array(data))
    }

    /// A library that finds files beside the file that names them.
    private static func library() -> PolicyLibrary {
        var read: [String: Node] = [:]
        return PolicyLibrary { path, diagnostics in
            let folder = root.appendingPathComponent(path.file.path).deletingLastPathComponent()
            let real = folder.appendingPathComponent(path.string).standardized.path
            let name = String(real.dropFirst(root.standardized.path.utf8.count).drop { $0 == "/" })
            if let known = read[name] { return known }
            guard let file = try? file(name) else {
                diagnostics.error("file-not-found", "there is no file `\(name)`", at: path.location)
                return nil
            }
            read[name] = SourceParser.parse(file, &diagnostics)
            return read[name]
        }
    }

    private static func results() throws -> [ScenarioResult] {
        let reader = ScenarioReader(ofWorkflowsToo: library())
        return try paths().compactMap { path in
            var diagnostics = Diagnostics()
            let node = try #require(SourceParser.parse(try file(path), &diagnostics))
            guard ScenarioReader.isScenario(node) else { return nil }
            let scenario = reader.read(node, &diagnostics)
            let found = try #require(scenario, "\(diagnostics.all.map(\.rendered))")
            return ScenarioResult(scenario: found, cases: found.cases.map(ScenarioRunner().run))
        }
    }

    @Test func everyCaseIsAsExpected() throws {
        for result in try Self.results() {
            for one in result.cases where one.status == .failed {
                Issue.record("\(result.scenario.path): \(one.testCase.title): \(one.differences)")
            }
        }
    }

    @Test func theWorkOfGitHubActionsIsToldInAtLeast60Cases() throws {
        let results = try Self.results().filter { $0.scenario.path.hasPrefix("scenarios/github-actions/") }
        #expect(results.reduce(0) { $0 + $1.cases.count } >= 60)
        #expect(results.allSatisfy { $0.cases.allSatisfy { $0.status == .passed } })
    }

    /// Every claim about AWS has its source.
    @Test func everyScenarioOfGitHubActionsNamesItsSource() throws {
        for path in try Self.paths() where path.hasPrefix("scenarios/github-actions/") {
            var diagnostics = Diagnostics()
            let node = try #require(SourceParser.parse(try Self.file(path), &diagnostics))
            #expect(node["source"]?.string.hasPrefix("https://") == true, "\(path)")
        }
    }
}
