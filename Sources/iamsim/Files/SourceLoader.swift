import IAM
import SourceText

/// Reads the files that the command line names, and those that files name, within one root. A file is read once.
final class SourceLoader {
    private let root: String
    private var read: [String: (node: Node?, diagnostics: Diagnostics)] = [:]
    /// The folder of each file that was read, by the path under which it is shown.
    private var folders: [String: String] = [:]

    private let files: FileSource

    /// - Parameters:
    ///   - root: the folder that no path in a file may leave, without symbolic links.
    ///   - files: where files are read from.
    init(root: String, files: FileSource = .disk) {
        self.root = root
        self.files = files
    }

    /// Takes note of a file that another loader has read, so that paths in it are found from its folder.
    func adopt(_ node: Node) {
        folders[node.file.path] = Path.parent(of: Path.absolute(node.file.path, from: root))
    }

    /// The name under which diagnostics speak of a question that was asked at the prompt.
    static let prompt = "(command line)"

    /// The library that reads the policies of questions through this loader.
    /// - Parameters:
    ///   - forgetting: the path of a file whose policies are not kept, as each is read only once.
    ///   - recognizesTexts: whether policies of that file are known by their texts.
    func makeLibrary(forgetting: String? = nil, recognizesTexts: Bool = false) -> PolicyLibrary {
        PolicyLibrary(
            forgetting: forgetting, recognizesTexts: recognizesTexts,
            load: { path, diagnostics in
                if path.file.path == Self.prompt, let input = TypedInput(path.string) {
                    return self.load(input, &diagnostics)
                }
                return self.resolve(path, &diagnostics).flatMap { self.load($0, at: path, &diagnostics) }
            },
            loadBytes: { path, limit, diagnostics in
                self.resolve(path, &diagnostics).flatMap { self.loadBytes($0, at: path, limit: limit, &diagnostics) }
            })
    }

    /// Reads a file that the command line names.
    func load(argument path: String, _ diagnostics: inout Diagnostics) -> Node? {
        if let input = TypedInput(path) { return load(input, &diagnostics) }
        let absolute = Path.absolute(path, from: Path.workingDirectory)
        guard let real = FileAccess.resolved(absolute) else {
            complain(FileAccess.Fault.missing, at: nameless(absolute), &diagnostics)
            return nil
        }
        return load(real, at: nil, &diagnostics)
    }

    private func load(_ input: TypedInput, _ diagnostics: inout Diagnostics) -> Node? {
        if read[input.name] == nil {
            var own = Diagnostics()
            let node = input.load(&own)
            read[input.name] = (node, own)
        }
        guard let known = read[input.name] else { return nil }
        diagnostics.add(contentsOf: known.diagnostics)
        return known.node
    }

    /// The real path of a file that a value in another file names.
    private func resolve(_ path: Node, _ diagnostics: inout Diagnostics) -> String? {
        if path.file.path == StandardInput.name || TypedInput(path.file.path) != nil {
            let source = path.file.path == StandardInput.name ? "standard input" : path.file.path
            diagnostics.error(
                "path-in-input",
                "a question from \(source) may name no paths, found `\(path.string)`; `--extends` brings policies",
                at: path.location)
            return nil
        }
        let isTyped = path.file.path == Self.prompt
        let folder = isTyped ? Path.workingDirectory : folders[path.file.path] ?? root
        let absolute = Path.absolute(path.string, from: folder)
        // Whatever it is at the moment, nobody typed it.
        if !isTyped, TypedInput(absolute) != nil { return refuse(path, &diagnostics) }
        guard let real = files.resolved(absolute) else {
            if !isTyped, Path.relative(absolute, to: root) == nil { return refuse(path, &diagnostics) }
            diagnostics.error(
                "file-not-found", "there is no file `\(path.string)`\(hint(for: path.string, from: folder))",
                at: path.location)
            return nil
        }
        guard isTyped || Path.relative(real, to: root) != nil else { return refuse(path, &diagnostics) }
        return real
    }

    /// What may be meant by a path that leads nowhere: the same from the root, or a file beside it.
    private func hint(for path: String, from folder: String) -> String {
        if folder != root, files.resolved(Path.absolute(path, from: root)) != nil,
            let depth = Path.relative(folder, to: root)?.split(separator: "/").count
        {
            return "; did you mean `\(String(repeating: "../", count: depth))\(path)`? Paths are relative to their file"
        }
        let absolute = Path.absolute(path, from: folder)
        let name = absolute.split(separator: "/").last.map(String.init) ?? ""
        let names = FileAccess.names(in: Path.parent(of: absolute)) ?? []
        return Suggestion.hint(for: name, among: names)
    }

    private func loadBytes(
        _ real: String, at reference: Node, limit: Int, _ diagnostics: inout Diagnostics
    ) -> [UInt8]? {
        switch files.read(real, limit) {
        case .failure(let fault):
            complain(fault, at: reference.location, &diagnostics)
            return nil
        case .success(let bytes):
            return bytes
        }
    }

    private func refuse(_ path: Node, _ diagnostics: inout Diagnostics) -> String? {
        diagnostics.error(
            "outside-root", "`\(path.string)` leads out of the root; `--root` can widen it", at: path.location)
        return nil
    }

    private func load(_ real: String, at reference: Node?, _ diagnostics: inout Diagnostics) -> Node? {
        if read[real] == nil { read[real] = readFile(real, at: reference) }
        guard let known = read[real] else { return nil }
        diagnostics.add(contentsOf: known.diagnostics)
        return known.node
    }

    private func readFile(_ real: String, at reference: Node?) -> (node: Node?, diagnostics: Diagnostics) {
        var diagnostics = Diagnostics()
        switch files.read(real, SourceLimits.bytes) {
        case .failure(let fault):
            if let reference, case .missing = fault {
                diagnostics.error("file-not-found", "there is no file `\(shown(real))`", at: reference.location)
            } else {
                complain(fault, at: reference?.location ?? nameless(real), &diagnostics)
            }
            return (nil, diagnostics)
        case .success(let bytes):
            let file = SourceFile(path: shown(real), bytes: bytes)
            folders[file.path] = Path.parent(of: real)
            return (SourceParser.parse(file, &diagnostics), diagnostics)
        }
    }

    private func complain(_ fault: FileAccess.Fault, at location: SourceLocation, _ diagnostics: inout Diagnostics) {
        let words = fault.words
        diagnostics.error(words.id, words.message, at: location)
    }

    /// A place in a file of which nothing is known but its path.
    private func nameless(_ path: String) -> SourceLocation {
        SourceLocation(startOf: SourceFile(path: shown(path), bytes: []))
    }

    /// The path relative to the root, or the whole path where it lies outside.
    private func shown(_ path: String) -> String {
        root == "/" ? path : Path.relative(path, to: root) ?? path
    }
}
