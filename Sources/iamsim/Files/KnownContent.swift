import IAM
import Questions
import STS
import Scenarios
import SourceText
import Workflows

/// Whether a file holds what the command reads. A pull request, or a slip of the hand, may name any file of the repository in
/// place of a policy: of one that holds something else, such as settings with passwords, nothing is shown.
enum KnownContent {
    private static let policies: [MemberName] = ["Statement", "Version"]
    private static let workflows: [MemberName] = ["jobs", "runs"]
    /// What many a file has that is none of a question's.
    private static let common = ["version", "id", "time", "source", "steps", "Version"]

    /// Members that count where they hold a mapping alone: other files have words under such names.
    private static let mappings: NameSet = ["accounts", "organization", "documents", "policies", "vary", "cases"]

    /// The members of which a file has at least one.
    private static let names: NameSet = {
        let questions = QuestionReader.members + ScenarioReader.ownMembers + ["extends"]
        var names = NameSet((policies + AuthorizationDetails.lists + workflows + questions).strings)
        for name in common { names.remove(name) }
        return names
    }()

    /// Whether the value of a file is a policy, a question, a scenario, accounts, values or a workflow, as far as its members
    /// tell.
    static func isKnown(_ node: Node) -> Bool {
        node.kind == .mapping && node.members.contains { isKnown($0) }
    }

    private static func isKnown(_ member: Node.Member) -> Bool {
        let name = member.name
        if mappings.contains(name) { return member.value.kind == .mapping }
        if names.contains(name) || isNearStatement(name) { return true }
        if name.isSame(as: "Version") { return member.value.kind == .string && member.value.text.hasPrefix("20") }
        return name.isSame(as: "steps") && member.value.kind == .mapping
    }

    private static func isNearStatement(_ name: String) -> Bool {
        Suggestion.nearest(to: name, among: ["Statement"]) != nil
    }

    /// Whether a text that cannot be read has such a member, as far as one can see: a name before a colon.
    static func mayBeKnown(_ bytes: [UInt8]) -> Bool {
        let words = bytes.split { !ASCII.isAlphanumeric($0) }
        return words.contains { word in
            guard word.count <= 20, names.contains(String(decoding: word, as: UTF8.self)) else { return false }
            let rest = bytes[word.endIndex...].prefix(8).drop { "\"' ".utf8.contains($0) }
            return rest.first == UInt8(ascii: ":")
        }
    }

    /// The one thing that is told of any other file.
    static func complain(_ path: String, isReadable: Bool, _ diagnostics: inout Diagnostics) {
        let what = isReadable ? "the file holds" : "the file cannot be read, and speaks of"
        diagnostics.error(
            "unknown-content",
            "\(what) neither a policy (`Statement`) nor a question, scenario, account or workflow: nothing of it is shown",
            at: SourceLocation(startOf: SourceFile(path: path, bytes: [])))
    }
}
