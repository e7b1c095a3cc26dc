import IAM
import Questions
import Scenarios
import Workflows

extension ScenarioReader {
    /// A reader of scenarios whose calls may be those of workflows: the two modules know nothing of each other.
    init(ofWorkflowsToo library: PolicyLibrary, skipsUnreadable: Bool = false, maxCases: Int = Self.caseLimit) {
        let reader = WorkflowQuestionReader(library: library)
        self.init(
            library: library, readQuestion: { reader.read($0, &$1) },
            skipsUnreadable: skipsUnreadable, maxCases: maxCases)
    }
}
