import IAM
import Questions
import Scenarios
import SourceText

/// Finds and reads the scenarios that a command line names.
struct ScenarioFiles {
    let root: String?
    /// How many cases a scenario may have.
    let maxCases: Int
    private(set) var diagnostics = Diagnostics()
    /// The file of each scenario, and the folder that no path in it may leave.
    private(set) var sources: [(node: Node, root: String)] = []

    init(root: String?, maxCases: Int = ScenarioReader.caseLimit) {
        self.root = root
        self.maxCases = maxCases
    }

    /// Reads the scenarios of files and folders, in the order of the command line, each once.
    ///
    /// A folder is searched through. Of the YAML and JSON files in it, those are scenarios that have a member which
    /// only scenarios have; a file that is named itself must be one.
    mutating func read(_ paths: [String]) throws(ExitStatus) -> [Scenario] {
        var loaders: [Text: (loader: SourceLoader, library: PolicyLibrary)] = [:]
        var seen: Set<Text> = []
        var scenarios: [Scenario] = []
        var budget = CaseBudget(maxCases: maxCases)
        for path in paths {
            let isFolder = FileAccess.isDirectory(path)
            for file in isFolder ? try files(in: path) : [path] {
                guard seen.insert(Text(FileAccess.resolved(file) ?? file)).inserted else { continue }
                let root = try RootFolder(option: root).folder(for: file)
                let known = loaders[Text(root)] ?? Self.makeLoader(root)
                loaders[Text(root)] = known
                let loaded =
                    isFolder
                    ? known.loader.load(file, foundIn: path, &diagnostics)
                    : known.loader.load(argument: file, &diagnostics)
                guard let node = loaded else { continue }
                if isFolder, !ScenarioReader.isScenario(node) { continue }
                let reader = ScenarioReader(ofWorkflowsToo: known.library, maxCases: maxCases)
                if let scenario = reader.read(node, &budget, &diagnostics) {
                    scenarios.append(scenario)
                    sources.append((node, root))
                }
            }
        }
        return scenarios
    }

    private static func makeLoader(_ root: String) -> (loader: SourceLoader, library: PolicyLibrary) {
        let loader = SourceLoader(root: root)
        return (loader, loader.makeLibrary())
    }

    /// The YAML and JSON files in a folder and those below it, sorted; symbolic links to folders are not followed.
    private mutating func files(in folder: String) throws(ExitStatus) -> [String] {
        var found: [String] = []
        var waiting = try isWithinItsRoot(folder) ? [folder] : []
        while let next = waiting.popLast() {
            guard let names = FileAccess.names(in: next) else {
                complain("file-unreadable", "the folder cannot be read", of: next)
                continue
            }
            for name in names where !Text(name).hasPrefix(".") {
                let path = Text(next).hasSuffix("/") ? next + name : "\(next)/\(name)"
                if FileAccess.isDirectory(path) {
                    if !FileAccess.isSymbolicLink(path) { waiting.append(path) }
                } else if ReadableFiles.isDocument(name) {
                    found.append(path)
                }
            }
        }
        return found.sorted { Text($0) < Text($1) }
    }

    /// Whether a folder does not lead out of the root by a link: of what lies elsewhere not even the names are told.
    private mutating func isWithinItsRoot(_ folder: String) throws(ExitStatus) -> Bool {
        let absolute = Path.absolute(folder, from: Path.workingDirectory)
        let readable = ReadableFiles(root: try RootFolder(option: root).folder(for: folder))
        guard let real = FileAccess.resolved(absolute), let refusal = readable.refusal(of: real, typedAs: absolute)
        else {
            return true
        }
        let words = refusal.words(for: folder)
        complain(words.id, words.message, of: folder)
        return false
    }

    private mutating func complain(_ id: String, _ message: String, of path: String) {
        diagnostics.error(id, message, at: SourceLocation(startOf: SourceFile(path: path, bytes: [])))
    }
}
