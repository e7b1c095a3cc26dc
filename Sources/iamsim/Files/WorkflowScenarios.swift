import IAM
import Scenarios
import Workflows

extension ScenarioReader {
    /// A reader of scenarios whose calls may be those of workflows: the two modules know nothing of each other.
    init(ofWorkflowsToo library: PolicyLibrary, skipsUnreadable: Bool = false, maxCases: Int = Self.caseLimit) {
        self.init(
            library: library, readQuestion: { WorkflowQuestionReader(library: library).read($0, &$1) },
            skipsUnreadable: skipsUnreadable, maxCases: maxCases)
    }
}
