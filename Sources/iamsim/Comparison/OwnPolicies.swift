import IAM
import Questions
import Reports
import Scenarios
import SourceText

/// The policies, accounts and organization that a scenario states itself, with what its paths lead to: all that its
/// answers hang on, but for what is asked.
struct OwnPolicies: Equatable {
    private let parts: [Text]
    /// Whether paths led to more files than are followed, so that nobody knows what else these say.
    private let isCutShort: Bool

    /// Nothing of what these say stands for a policy.
    private static let asking: [MemberName] = [
        "scenario", "about", "source", "warnings", "expect", "vary", "cases", "request", "call", "steps", "time",
        "choices",
    ]

    /// - Parameter files: those to which the paths in the scenario lead; without them the paths stand for themselves.
    init(of scenario: Node, in files: ResolvedFiles? = nil) {
        // Each by its name: values of an axis, or cases, may exchange what they bring.
        var worlds = [(name: "", node: scenario)]
        for axis in scenario["vary"]?.members ?? .empty {
            worlds += axis.value.members.map { ("vary \(axis.name) \($0.name)", $0.value) }
        }
        for own in scenario["cases"]?.members ?? .empty {
            worlds += [own.value["with"]].compactMap { $0 }.map { ("case \(own.name)", $0) }
        }
        let resolver = PathResolver(files: files)
        let texts = worlds.compactMap { world -> Text? in
            let stated = world.node.keeping { !Self.asking.strings.contains($0) }
            guard stated.kind == .mapping, stated.count > 0 else { return nil }
            return Text("\(world.name)\n\(JSONWriter.text(resolver.value(of: stated)))")
        }
        parts = texts.sorted()
        isCutShort = resolver.isSpent
    }

    /// Whether a scenario's own policies are as they were: by the same paths, or by what these lead to.
    static func areSame(_ before: Node, _ after: Node, past: ResolvedFiles, now: ResolvedFiles) -> Bool {
        if OwnPolicies(of: before) == OwnPolicies(of: after) { return true }
        let (own, others) = (OwnPolicies(of: before, in: past), OwnPolicies(of: after, in: now))
        return own == others && !own.isCutShort
    }
}
