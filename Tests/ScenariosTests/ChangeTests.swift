import Foundation
import IAM
import Questions
import STS
import Scenarios
import SourceText
import TestSupport
import Testing
import Workflows

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
            #expect(!answer.remedies.isEmpty, "\(testCase.title): no change is proposed")
            for remedy in answer.remedies {
                let isAllowed = remedy.checks.allSatisfy { $0.isAllowed(applying: remedy.policyChanges) }
                #expect(isAllowed, "\(testCase.title)")
            }
        }
    }

    @Test(arguments: files)
    func noProposedChangeOfAPolicyIsNeedless(file: String) throws {
        let scenario = try #require(RepositoryFiles().scenario(file))
        for testCase in scenario.cases {
            for remedy in testCase.question.answer(explaining: true).remedies {
                for index in remedy.policyChanges.indices {
                    var fewer = remedy.policyChanges
                    fewer.remove(at: index)
                    let isAllowed = remedy.checks.allSatisfy { $0.isAllowed(applying: fewer) }
                    #expect(!isAllowed, "\(testCase.title): change \(index) is not needed")
                }
            }
        }
    }

    /// The files edited and the call changed as proposed; and the same without the change of the call.
    @Test(arguments: files)
    func theEditedFilesAndTheChangedCallAnswerAllowed(file: String) throws {
        let scenario = try #require(RepositoryFiles().scenario(file))
        for (index, testCase) in scenario.cases.enumerated() {
            let answer = testCase.question.answer(explaining: true)
            guard answer.isDenied, answer.blockedBy != [.noSuchRole] else { continue }
            for remedy in answer.remedies where remedy.policyChanges.allSatisfy({ $0.policy != nil }) {
                let (edited, left) = remedy.policyChanges.edited
                #expect(left.isEmpty, "\(testCase.title): a change has no edit")
                let files = RepositoryFiles(edited: edited)
                let again = try #require(files.scenario(file), "\(testCase.title)").cases[index]
                // What a workflow's step asks for, an overlay of the call cannot change.
                let isOfWorkflow = again.source["call"]?["workflow"] != nil
                if isOfWorkflow, !remedy.callChanges.isEmpty { continue }
                let changed = try #require(files.question(again.source, remedy.callChanges.map(\.overlay)))
                #expect(changed.answer().decision == .allowed, "\(testCase.title)")
                if !remedy.callChanges.isEmpty {
                    #expect(again.question.answer().decision != .allowed, "\(testCase.title)")
                }
            }
        }
    }

    private func answer(_ title: String, _ file: String = "tag-session.yaml") throws -> Answer {
        let scenario = try #require(RepositoryFiles().scenario("scenarios/github-actions/\(file)"))
        let testCase = try #require(scenario.cases.first { $0.title == title })
        return testCase.question.answer(explaining: true)
    }

    @Test func aChangeOfTheCallLeavesThePoliciesAsTheyAre() throws {
        let remedies = try answer("identity policy=original, trust policy=assume only, workflow=action with tagging")
            .remedies
        #expect(remedies.map(\.callChanges.count) == [0, 1])
        #expect(remedies.map(\.policyChanges.count) == [2, 0])
        #expect(remedies.last?.callChanges.first?.text.contains("role-skip-session-tagging: true") == true)
    }

    /// A policy that asks for an external id is not opened to calls without one: the call has to pass it.
    @Test func aConditionOnTheCallIsMetAndNotDropped() throws {
        for title in ["the manual workflow passes no external id", "the external id passed is off by one character"] {
            let remedies = try answer(title, "troubleshooting.yaml").remedies
            let first = try #require(remedies.first)
            #expect(first.callChanges.map(\.text) == ["pass the ExternalId `avesa-github-actions-2024`"])
            #expect(remedies.allSatisfy { !$0.policyChanges.contains(where: \.dropsConditions) })
        }
    }
}

extension PolicyChange {
    fileprivate var dropsConditions: Bool {
        guard case .addStatement(let draft) = edit else { return false }
        return draft.condition == nil && !loosens.isEmpty
    }
}

extension Answer {
    fileprivate var isDenied: Bool { decision == .implicitDeny || decision == .explicitDeny }
}

/// Reads scenarios of the repository, with some edits made in memory.
struct RepositoryFiles {
    var edited: [EditedFile] = []

    func scenario(_ path: String) -> Scenario? {
        var diagnostics = Diagnostics()
        guard let node = load(path, &diagnostics) else { return nil }
        return ScenarioReader(ofWorkflowsToo: library).read(node, &diagnostics)
    }

    /// A question with some changes laid over its `call`.
    func question(_ node: Node, _ calls: [JSONValue]) -> Question? {
        var diagnostics = Diagnostics()
        let changed = calls.reduce(node) { node, call in
            let file = SourceFile(path: "change.json", text: JSONWriter.text(.object([("call", call)])))
            return JSONParser.parse(file, &diagnostics).map { node.overlaid(with: $0) } ?? node
        }
        return WorkflowQuestionReader(library: library).read(changed, &diagnostics)
    }

    private var library: PolicyLibrary {
        PolicyLibrary { [self] node, diagnostics in
            let folder = URL(fileURLWithPath: node.file.path, relativeTo: URL(fileURLWithPath: "/x/"))
                .deletingLastPathComponent()
            let absolute = URL(fileURLWithPath: node.string, relativeTo: folder).standardizedFileURL.path
            return load(String(absolute.dropFirst("/x/".count)), &diagnostics)
        }
    }

    private func load(_ path: String, _ diagnostics: inout Diagnostics) -> Node? {
        guard let text = Repository.text(at: path) else { return nil }
        let bytes = edited.first { $0.file.path == path }?.bytes ?? Array(text.utf8)
        return SourceParser.parse(SourceFile(path: path, bytes: bytes), &diagnostics)
    }
}
