import IAM
public import Questions
import SourceText

/// The workflows and actions that `uses: ./…` names: files of the repository in which the workflow stands.
///
/// The repository begins where the folder `.github` stands; for a workflow that stands elsewhere, in its own folder.
public struct LocalFiles {
    private let library: PolicyLibrary
    /// The path of the repository's folder, with a slash at its end; empty for the root.
    private let repository: Text

    /// - Parameter workflow: the workflow with which all begins.
    public init(library: PolicyLibrary, of workflow: Workflow) {
        self.library = library
        let parts = Text(workflow.file.path).split(at: "/")
        let count = parts.lastIndex(of: ".github") ?? parts.count - 1
        repository = Text(parts[..<count].map { "\($0.string)/" }.joined())
    }

    /// What a reference leads to.
    enum Found<Value> {
        case found(Value)
        /// There is no such file.
        case missing
        /// The file is something else, or cannot be read.
        case unfit
    }

    /// A workflow of the repository.
    func workflow(_ uses: Node, _ diagnostics: inout Diagnostics) -> Found<Workflow> {
        guard let node = load(uses.string, from: uses, &diagnostics) else { return .missing }
        return WorkflowReader.read(node, &diagnostics).map { .found($0) } ?? .unfit
    }

    /// An action of the repository, by its folder.
    func action(_ uses: Node, _ diagnostics: inout Diagnostics) -> Found<CompositeAction> {
        for name in ["action.yml", "action.yaml"] {
            guard let node = load("\(uses.string)/\(name)", from: uses, &diagnostics) else { continue }
            return CompositeActionReader.read(node, &diagnostics).map { .found($0) } ?? .unfit
        }
        return .missing
    }

    /// The text of a file of the repository, for a script that stands somewhere in it; `nil` where there is none, or it holds
    /// something else than scripts read.
    func text(of path: String, near place: Node) -> String? {
        var ignored = Diagnostics()
        guard !Text(path).hasPrefix("/"), let reference = reference(path, from: place, &ignored),
            let bytes = library.bytes(at: reference, limit: 1_000_000, &ignored)
        else { return nil }
        return ScriptFile(path: path, bytes: bytes)?.text
    }

    /// The path as it would stand in a file, which the loader takes relative to that.
    private func reference(_ path: String, from uses: Node, _ diagnostics: inout Diagnostics) -> Node? {
        guard let below = Text(uses.file.path).dropping(prefix: repository) else { return nil }
        let depth = below.split(at: "/").count { !$0.isEmpty } - 1
        let relative = String(repeating: "../", count: max(0, depth)) + path
        return Node(wholeTextOf: SourceFile(path: uses.file.path, text: relative))
    }

    /// Reads a file of the repository. Whatever the file itself lacks is told; that there is none, is not.
    private func load(_ path: String, from uses: Node, _ diagnostics: inout Diagnostics) -> Node? {
        let place = uses.file.path
        var own = Diagnostics()
        guard let node = reference(path, from: uses, &own).flatMap({ library.file(at: $0, &own) }) else {
            for diagnostic in own.all where !diagnostic.location.file.path.isSame(as: place) {
                diagnostics.add(diagnostic)
            }
            return nil
        }
        diagnostics.add(contentsOf: own)
        return node
    }
}
