import IAM
import Questions
import STS
import Scenarios
import SourceText
import Testing
import Workflows

/// Reads and runs scenarios that stand in a test.
enum Written {
    /// A scenario's head and a request of ann's, with policies that say nothing of it.
    static let question = """
        scenario: A question
        request: {caller: "arn:aws:iam::111111111111:user/ann", action: "s3:GetObject"}

        """

    /// Policies of which the one with the name allows reading.
    static func allowing(_ action: String = "s3:*", sid: String = "Read", effect: String = "Allow") -> String {
        #"{Version: "2012-10-17", Statement: [{Sid: \#(sid), Effect: \#(effect), Action: "\#(action)", Resource: "*"}]}"#
    }

    static func read(_ text: String, files: [String: String] = [:]) throws -> Scenario {
        let (scenario, diagnostics) = try attempt(SourceFile(path: "scenarios/test.yaml", text: text), files)
        return try #require(scenario, "\(diagnostics.all.map(\.rendered))")
    }

    static func run(
        _ text: String, files: [String: String] = [:], strictCaveats: Bool = false
    ) throws -> ScenarioResult {
        let scenario = try read(text, files: files)
        let runner = ScenarioRunner(strictCaveats: strictCaveats)
        return ScenarioResult(scenario: scenario, cases: scenario.cases.map(runner.run))
    }

    /// Reads a scenario with a library that knows some files by the paths that name them.
    static func attempt(_ file: SourceFile, _ files: [String: String]) throws -> (Scenario?, Diagnostics) {
        var diagnostics = Diagnostics()
        let library = PolicyLibrary { path, diagnostics in
            guard let text = files[path.string] else {
                diagnostics.error("file-not-found", "there is no such file", at: path.location)
                return nil
            }
            return SourceParser.parse(SourceFile(path: path.string, text: text), &diagnostics)
        }
        let node = try #require(SourceParser.parse(file, &diagnostics))
        return (ScenarioReader(library: library).read(node, &diagnostics), diagnostics)
    }
}

extension ScenarioReader {
    /// A reader of scenarios whose calls may be those of workflows, as the command has it.
    init(ofWorkflowsToo library: PolicyLibrary) {
        self.init(library: library, readQuestion: { WorkflowQuestionReader(library: library).read($0, &$1) })
    }
}
