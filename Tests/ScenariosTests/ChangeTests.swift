import Foundation
import IAM
import STS
import Scenarios
import SourceText
import TestSupport
import Testing

/// The changes that an explanation proposes, for every denied case of the scenarios that began the project.
@Suite struct ChangeTests {
    private static let files = Repository.names(in: "scenarios/github-actions", suffix: ".yaml")
        .map { "scenarios/github-actions/\($0)" }

    @Test(arguments: files)
    func theProposedChangesAllowEveryDeniedCase(file: String) throws {
        let scenario = try #require(RepositoryFiles().scenario(file))
        let denied = scenario.cases.map { ($0, $0.question.answer(explaining: true)) }.filter { $0.1.isDenied }
        #expect(!denied.isEmpty)
        for (testCase, answer) in denied {
            #expect(!answer.policyChanges.isEmpty, "\(testCase.title): no change is proposed")
            let isAllowed = answer.checks.allSatisfy { $0.isAllowed(with: answer.policyChanges) }
            #expect(isAllowed, "\(testCase.title)")
        }
    }

    @Test(arguments: files)
    func noProposedChangeIsNeedless(file: String) throws {
        let scenario = try #require(RepositoryFiles().scenario(file))
        for testCase in scenario.cases {
            let answer = testCase.question.answer(explaining: true)
            for index in answer.policyChanges.indices {
                var fewer = answer.policyChanges
                fewer.remove(at: index)
                let isAllowed = answer.checks.allSatisfy { $0.isAllowed(with: fewer) }
                #expect(!isAllowed, "\(testCase.title): change \(index) is not needed")
            }
        }
    }

    @Test(arguments: files)
    func theEditedFilesAnswerAllowed(file: String) throws {
        let scenario = try #require(RepositoryFiles().scenario(file))
        for (index, testCase) in scenario.cases.enumerated() {
            let answer = testCase.question.answer(explaining: true)
            guard answer.isDenied, answer.blockedBy != [.noSuchRole] else { continue }
            // Where there is no policy yet, there is no file to edit.
            guard answer.policyChanges.allSatisfy({ $0.policy != nil }) else { continue }
            let edits = answer.policyChanges.compactMap(\.textEdit)
            #expect(edits.count == answer.policyChanges.count, "\(testCase.title): a change has no edit")
            let edited = try #require(RepositoryFiles(edits: edits).scenario(file), "\(testCase.title)")
            #expect(edited.cases[index].question.answer().decision == .allowed, "\(testCase.title)")
        }
    }

    @Test func aChangeOfTheCallLeavesThePoliciesAsTheyAre() throws {
        let scenario = try #require(RepositoryFiles().scenario("scenarios/github-actions/tag-session.yaml"))
        let title = "identity policy=original, trust policy=assume only, workflow=action with tagging"
        let testCase = try #require(scenario.cases.first { $0.title == title })
        let changes = testCase.question.answer(explaining: true).callChanges.map(\.text)
        #expect(changes.count == 1)
        #expect(changes.first?.contains("role-skip-session-tagging: true") == true)
    }
}

extension Answer {
    fileprivate var isDenied: Bool { decision == .implicitDeny || decision == .explicitDeny }
}

extension Check {
    fileprivate func isAllowed(with changes: [PolicyChange]) -> Bool {
        let changed = changes.reduce(policies) { $0.applying($1) }
        return Evaluator.decide(request, by: changed).isAllowed
    }
}

/// Reads scenarios of the repository, with some edits made in memory.
private struct RepositoryFiles {
    var edits: [TextEdit] = []

    func scenario(_ path: String) -> Scenario? {
        var diagnostics = Diagnostics()
        let library = PolicyLibrary { [self] node, diagnostics in
            let folder = URL(fileURLWithPath: node.file.path, relativeTo: URL(fileURLWithPath: "/x/"))
                .deletingLastPathComponent()
            let absolute = URL(fileURLWithPath: node.string, relativeTo: folder).standardizedFileURL.path
            return load(String(absolute.dropFirst("/x/".count)), &diagnostics)
        }
        guard let node = load(path, &diagnostics) else { return nil }
        return ScenarioReader(library: library).read(node, &diagnostics)
    }

    private func load(_ path: String, _ diagnostics: inout Diagnostics) -> Node? {
        guard let text = Repository.text(at: path) else { return nil }
        let file = SourceFile(path: path, text: text)
        let own = edits.filter { $0.location.file.path == path }
        let edited = SourceFile(path: path, bytes: file.applying(own))
        return SourceParser.parse(edited, &diagnostics)
    }
}
