import IAM
import SourceText

extension AssumeRoleReader {
    func readSAML(_ node: Node, _ diagnostics: inout Diagnostics) -> STSOperation? { nil }
}
