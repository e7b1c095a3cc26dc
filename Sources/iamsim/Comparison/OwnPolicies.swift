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
    init(of scenario: Node, in files: FileSource? = nil, root: String = "/") {
        // Each by its name: values of an axis, or cases, may exchange what they bring.
        var worlds = [(name: "", node: scenario)]
        for axis in scenario["vary"]?.members ?? .empty {
            worlds += axis.value.members.map { ("vary \(axis.name) \($0.name)", $0.value) }
        }
        for own in scenario["cases"]?.members ?? .empty {
            worlds += [own.value["with"]].compactMap { $0 }.map { ("case \(own.name)", $0) }
        }
        let resolver = PathResolver(files: files, root: root)
        let texts = worlds.compactMap { world -> Text? in
            let stated = world.node.keeping { !Self.asking.strings.contains($0) }
            guard stated.kind == .mapping, stated.count > 0 else { return nil }
            return Text("\(world.name)\n\(JSONWriter.text(resolver.value(of: stated)))")
        }
        parts = texts.sorted()
        isCutShort = resolver.isSpent
    }

    /// Whether a scenario's own policies are as they were: by the same paths, or by what these lead to.
    static func areSame(_ before: Node, _ after: Node, past: FileSource, root: String) -> Bool {
        if OwnPolicies(of: before) == OwnPolicies(of: after) { return true }
        let (own, others) = (
            OwnPolicies(of: before, in: past, root: root), OwnPolicies(of: after, in: .disk, root: root)
        )
        return own == others && !own.isCutShort
    }
}

/// Values as JSON in which neither the order of members and statements counts nor the names of statements, and paths give
/// way to what they lead to.
private final class PathResolver {
    private let files: FileSource?
    private let root: String
    /// The files that have led to this one: one that leads to itself stands for its path there.
    private var open: Set<Text> = []
    /// How many files may still be read: each that names another twice would double the work.
    private var budget = 2_000

    var isSpent: Bool { budget <= 0 }

    init(files: FileSource?, root: String) {
        self.files = files
        self.root = root
    }

    func value(of node: Node) -> JSONValue {
        switch node.kind {
        case .mapping:
            // Names of statements and of policies; elsewhere such a name is one that somebody gave.
            let isNamed = node["Effect"] != nil || node["Statement"] != nil
            let members = node.members.filter { !isNamed || $0.name != "Sid" && $0.name != "Id" }
                .map { (name: $0.name, value: $0.name == "Statement" ? statements($0.value) : value(of: $0.value)) }
            return .object(members.sorted { Text($0.name) < Text($1.name) })
        case .sequence:
            return .array(node.elements.map { value(of: $0) })
        case .string:
            guard let files, PolicyPath.isPath(node.string), !isSpent else { return JSONValue(node) }
            let path = absolute(node)
            guard open.count < 16, !open.contains(Text(path)) else { return JSONValue(node) }
            budget -= 1
            guard let file = FileContent(of: path, in: files, root: root).node else { return JSONValue(node) }
            open.insert(Text(path))
            defer { open.remove(Text(path)) }
            return value(of: file)
        default:
            return JSONValue(node)
        }
    }

    private func statements(_ node: Node) -> JSONValue {
        let texts = node.elementsOrSelf.map { value(of: $0) }.map { (text: Text(JSONWriter.text($0)), value: $0) }
        return .array(texts.sorted { $0.text < $1.text }.map(\.value))
    }

    private func absolute(_ path: Node) -> String {
        Path.absolute(path.string, from: Path.parent(of: Path.absolute(path.file.path, from: root)))
    }
}
