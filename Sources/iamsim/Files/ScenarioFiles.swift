import IAM
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
        var loaders: [String: (loader: SourceLoader, library: PolicyLibrary)] = [:]
        var seen: Set<String> = []
        var scenarios: [Scenario] = []
        for path in paths {
            let isFolder = FileAccess.isDirectory(path)
            for file in isFolder ? files(in: path) : [path] {
                guard seen.insert(FileAccess.resolved(file) ?? file).inserted else { continue }
                let root = try RootFolder(option: root).folder(for: file)
                let known = loaders[root] ?? Self.makeLoader(root)
                loaders[root] = known
                guard let node = known.loader.load(argument: file, &diagnostics) else { continue }
                if isFolder, !ScenarioReader.isScenario(node) { continue }
                let reader = ScenarioReader(ofWorkflowsToo: known.library, maxCases: maxCases)
                if let scenario = reader.read(node, &diagnostics) {
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
    private mutating func files(in folder: String) -> [String] {
        var found: [String] = []
        var waiting = [folder]
        while let next = waiting.popLast() {
            guard let names = FileAccess.names(in: next) else {
                let file = SourceFile(path: next, bytes: [])
                diagnostics.error("file-unreadable", "the folder cannot be read", at: SourceLocation(startOf: file))
                continue
            }
            for name in names where !name.hasPrefix(".") {
                let path = next.hasSuffix("/") ? next + name : "\(next)/\(name)"
                if FileAccess.isDirectory(path) {
                    if !FileAccess.isSymbolicLink(path) { waiting.append(path) }
                } else if [".yaml", ".yml", ".json"].contains(where: name.hasSuffix) {
                    found.append(path)
                }
            }
        }
        return found.sorted { Text($0) < Text($1) }
    }
}
