import IAM
import Questions
import SourceText

/// Reads the files that the command line names, and those that files name, within one root. A file is read once.
final class SourceLoader {
    private let root: String
    /// What was read, by the real paths.
    private var read: [Text: Content] = [:]
    /// The folder of each file that was read, by the path under which it is shown.
    private var folders: [Text: String] = [:]

    private let files: FileSource
    private let readable: ReadableFiles

    /// What a file holds.
    private struct Content {
        let node: Node?
        let diagnostics: Diagnostics
        /// Whether it holds something that nothing here reads.
        var isForeign = false
    }

    /// - Parameters:
    ///   - root: the folder that no path in a file may leave, without symbolic links.
    ///   - files: where files are read from.
    init(root: String, files: FileSource = .disk) {
        self.root = root
        self.files = files
        readable = ReadableFiles(root: root, source: files)
    }

    /// Takes note of a file that another loader has read, so that paths in it are found from its folder.
    func adopt(_ node: Node) {
        folders[Text(node.file.path)] = Path.parent(of: Path.absolute(node.file.path, from: root))
    }

    /// The library that reads the policies of questions through this loader.
    /// - Parameters:
    ///   - forgetting: the path of a file whose policies are not kept, as each is read only once.
    ///   - recognizesTexts: whether policies of that file are known by their texts.
    func makeLibrary(forgetting: String? = nil, recognizesTexts: Bool = false) -> PolicyLibrary {
        PolicyLibrary(
            forgetting: forgetting, recognizesTexts: recognizesTexts,
            load: { path, diagnostics in
                if path.file.isTyped, let input = TypedInput(path.string) {
                    return self.load(input, &diagnostics)
                }
                return self.resolve(path, isDocument: true, &diagnostics)
                    .flatMap { self.load($0, at: path, &diagnostics) }
            },
            loadBytes: { path, limit, diagnostics in
                self.resolve(path, isDocument: false, &diagnostics)
                    .flatMap { self.loadBytes($0, at: path, limit: limit, &diagnostics) }
            })
    }

    /// Reads a file that somebody typed.
    /// - Parameter isOfAnyContent: whether it may hold what no other file does, and is shown all the same.
    func load(argument path: String, isOfAnyContent: Bool = false, _ diagnostics: inout Diagnostics) -> Node? {
        if let input = TypedInput(path) { return load(input, &diagnostics) }
        guard path.utf8.count <= Path.longest else { return refuse(path, .tooLong, at: nameless(path), &diagnostics) }
        let absolute = Path.absolute(path, from: Path.workingDirectory)
        guard let real = FileAccess.resolved(absolute) else {
            if let refusal = readable.refusal(ofMissing: absolute, isTyped: true) {
                return refuse(path, refusal, at: nameless(absolute), &diagnostics)
            }
            complain(FileAccess.Fault.missing, at: nameless(absolute), &diagnostics)
            return nil
        }
        if let refusal = readable.refusal(of: real, typedAs: absolute) {
            return refuse(path, refusal, at: nameless(absolute), &diagnostics)
        }
        return load(real, at: nil, isOfAnyContent: isOfAnyContent, &diagnostics)
    }

    private func load(_ input: TypedInput, _ diagnostics: inout Diagnostics) -> Node? {
        if read[Text(input.name)] == nil {
            var own = Diagnostics()
            let node = input.load(&own)
            read[Text(input.name)] = Content(node: node, diagnostics: own)
        }
        guard let known = read[Text(input.name)] else { return nil }
        diagnostics.add(contentsOf: known.diagnostics)
        return known.node
    }

    /// Reads a file that a search through a folder found, which may lie outside the root, as somebody typed it.
    func load(_ path: String, foundIn folder: String, _ diagnostics: inout Diagnostics) -> Node? {
        let absolute = Path.absolute(path, from: Path.workingDirectory)
        guard let place = FileAccess.resolved(folder) else {
            complain(FileAccess.Fault.missing, at: nameless(absolute), &diagnostics)
            return nil
        }
        let bounds = Path.lies(place, in: root) ? readable : ReadableFiles(root: place)
        guard let real = FileAccess.resolved(absolute) else {
            if let refusal = bounds.refusal(ofMissing: absolute, isTyped: false) {
                return refuse(path, refusal, at: nameless(absolute), &diagnostics)
            }
            complain(FileAccess.Fault.missing, at: nameless(absolute), &diagnostics)
            return nil
        }
        if let refusal = bounds.refusal(of: real, foundAs: absolute) {
            return refuse(path, refusal, at: nameless(absolute), &diagnostics)
        }
        // A search passes over what is something else.
        let known = content(of: real, at: nil)
        return known.isForeign && known.node != nil ? nil : load(real, at: nil, &diagnostics)
    }

    /// The real path of a file that a value in another file, or an option, names.
    private func resolve(_ path: Node, isDocument: Bool, _ diagnostics: inout Diagnostics) -> String? {
        if path.file.path.isSame(as: StandardInput.name) || TypedInput(path.file.path) != nil {
            let source = path.file.path.isSame(as: StandardInput.name) ? "standard input" : path.file.path
            diagnostics.error(
                "path-in-input",
                "a question from \(source) may name no paths, found `\(path.string)`; `--extends` brings policies",
                at: path.location)
            return nil
        }
        guard path.string.utf8.count <= Path.longest else {
            return refuse(path.string, .tooLong, at: path.location, &diagnostics)
        }
        let isTyped = path.file.isTyped
        let folder = isTyped ? Path.workingDirectory : folders[Text(path.file.path)] ?? root
        let absolute = Path.absolute(path.string, from: folder)
        // Whatever it is at the moment, nobody typed it.
        if !isTyped, TypedInput(absolute) != nil {
            return refuse(path.string, .outside, at: path.location, &diagnostics)
        }
        // A repository of git would take a path up to its NUL.
        guard !path.string.utf8.contains(0), let real = files.resolved(absolute) else {
            if let refusal = readable.refusal(ofMissing: absolute, isTyped: isTyped) {
                return refuse(path.string, refusal, at: path.location, &diagnostics)
            }
            diagnostics.error(
                "file-not-found", "there is no file `\(path.string)`\(hint(for: path.string, from: folder))",
                at: path.location)
            return nil
        }
        let refusal =
            isTyped
            ? readable.refusal(of: real, typedAs: absolute)
            : isDocument ? readable.refusal(of: real, foundAs: absolute) : readable.refusalOfBytes(real)
        if let refusal { return refuse(path.string, refusal, at: path.location, &diagnostics) }
        return real
    }

    /// What may be meant by a path that leads nowhere: the same from the root, or a file beside it.
    private func hint(for path: String, from folder: String) -> String {
        let fromRoot = Path.absolute(path, from: root)
        if Text(folder) != root, let real = files.resolved(fromRoot),
            readable.refusal(of: real, foundAs: fromRoot) == nil, let below = Path.relative(folder, to: root)
        {
            let up = String(repeating: "../", count: Path.parts(of: below).count)
            return "; did you mean `\(up)\(path)`? Paths are relative to their file"
        }
        let absolute = Path.absolute(path, from: folder)
        return Suggestion.hint(for: Path.name(of: absolute), among: readable.names(beside: absolute))
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

    private func refuse<Value>(
        _ path: String, _ refusal: ReadableFiles.Refusal, at location: SourceLocation, _ diagnostics: inout Diagnostics
    ) -> Value? {
        let words = refusal.words(for: path)
        diagnostics.error(words.id, words.message, at: location)
        return nil
    }

    private func load(
        _ real: String, at reference: Node?, isOfAnyContent: Bool = false, _ diagnostics: inout Diagnostics
    ) -> Node? {
        let known = content(of: real, at: reference)
        if known.isForeign, !isOfAnyContent {
            KnownContent.complain(shown(real), isReadable: known.node != nil, &diagnostics)
            return nil
        }
        diagnostics.add(contentsOf: known.diagnostics)
        return known.node
    }

    private func content(of real: String, at reference: Node?) -> Content {
        let known = read[Text(real)] ?? readFile(real, at: reference)
        read[Text(real)] = known
        return known
    }

    private func readFile(_ real: String, at reference: Node?) -> Content {
        var diagnostics = Diagnostics()
        switch files.read(real, SourceLimits.bytes) {
        case .failure(let fault):
            if let reference, case .missing = fault {
                diagnostics.error("file-not-found", "there is no file `\(shown(real))`", at: reference.location)
            } else {
                complain(fault, at: reference?.location ?? nameless(real), &diagnostics)
            }
            return Content(node: nil, diagnostics: diagnostics)
        case .success(let bytes):
            let file = SourceFile(path: shown(real), bytes: bytes)
            folders[Text(file.path)] = Path.parent(of: real)
            return parse(file)
        }
    }

    private func parse(_ file: SourceFile) -> Content {
        var diagnostics = Diagnostics()
        let node = SourceParser.parse(file, &diagnostics)
        let isKnown = node.map(KnownContent.isKnown) ?? KnownContent.mayBeKnown(file.bytes)
        return Content(node: node, diagnostics: diagnostics, isForeign: !isKnown && !file.bytes.isEmpty)
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
