import Questions
import Reports
import Scenarios
import SourceText

/// The files of one moment with what they say, each read once however many scenarios lead to it.
final class ResolvedFiles {
    private let files: FileSource
    fileprivate let root: String
    private var nodes: [Text: Node?] = [:]
    fileprivate var values: [Text: Resolved] = [:]

    /// What a file says where it does not lead back to one that led to it.
    fileprivate struct Resolved {
        let value: JSONValue
        /// How many files stand in it, itself among them; one that is named twice counts twice.
        let count: Int
    }

    init(_ files: FileSource, root: String) {
        self.files = files
        self.root = root
    }

    fileprivate func node(at path: String) -> Node? {
        if let known = nodes[Text(path)] { return known }
        let node = FileContent(of: path, in: files, root: root).node
        nodes[Text(path)] = .some(node)
        return node
    }
}

/// Values as JSON in which neither the order of members and statements counts nor the names of statements, and paths give
/// way to what they lead to.
final class PathResolver {
    private let files: ResolvedFiles?
    /// The files that have led to this one: one that leads to itself stands for its path there.
    private var open: Set<Text> = []
    /// How many files may still stand in the value: each that names another twice would double it.
    private var budget = 2_000
    /// Whether what stands for a file hangs on which files have led to it.
    private var isCut = false

    /// Whether there were more files than that.
    var isSpent: Bool { budget <= 0 }

    /// - Parameter files: `nil` where paths stand for themselves.
    init(files: ResolvedFiles?) {
        self.files = files
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
            guard let files, PolicyPath.isPath(node.string) else { return JSONValue(node) }
            return content(of: absolute(node, files), files) ?? JSONValue(node)
        default:
            return JSONValue(node)
        }
    }

    /// What stands in a file; `nil` where it is none that can be read, or no further one is followed.
    private func content(of path: String, _ files: ResolvedFiles) -> JSONValue? {
        let key = Text(path)
        guard !isSpent, open.count < 16, !open.contains(key) else {
            isCut = true
            return nil
        }
        if let known = files.values[key], known.count <= budget {
            budget -= known.count
            return known.value
        }
        let before = budget
        budget -= 1
        guard let node = files.node(at: path) else { return nil }
        let wasCut = isCut
        isCut = false
        open.insert(key)
        let value = value(of: node)
        open.remove(key)
        if !isCut { files.values[key] = .init(value: value, count: before - budget) }
        isCut = isCut || wasCut
        return value
    }

    private func statements(_ node: Node) -> JSONValue {
        let texts = node.elementsOrSelf.map { value(of: $0) }.map { (text: Text(JSONWriter.text($0)), value: $0) }
        return .array(texts.sorted { $0.text < $1.text }.map(\.value))
    }

    private func absolute(_ path: Node, _ files: ResolvedFiles) -> String {
        Path.absolute(path.string, from: Path.parent(of: Path.absolute(path.file.path, from: files.root)))
    }
}
