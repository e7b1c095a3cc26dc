import Foundation
import TestSupport

/// The files that may cite rules of the specification.
enum CitedFiles {
    private static let folders = [
        "Sources", "Tests", "scenarios", "fixtures", "Documentation", "Benchmarks", "Fuzzing",
    ]
    private static let files = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
    private static let suffixes = [".swift", ".yaml", ".yml", ".json", ".md"]
    /// These have ids of their own making.
    private static let left = ["Tests/HouseTests/SpecificationTests.swift", "Tests/HouseTests/Citations.swift"]

    /// Whether what a file cites is proven there: tests, scenarios, and the examples and workflows that tests read.
    static func isProof(_ path: String) -> Bool {
        ["Tests/", "scenarios/", "fixtures/language/", "fixtures/workflows/"].contains { path.hasPrefix($0) }
    }

    /// All citations, with the paths of their files.
    static let all = Result { try read() }

    private static func read() throws -> [(path: String, citation: Citation)] {
        try paths().flatMap { path in
            let data = try Data(contentsOf: URL(fileURLWithPath: Repository.path(path)))
            return CitationReader(String(decoding: data, as: UTF8.self)).citations.map { (path, $0) }
        }
    }

    private static func paths() throws -> [String] {
        let found = try folders.flatMap { folder in
            try FileManager.default.subpathsOfDirectory(atPath: Repository.path(folder)).map { "\(folder)/\($0)" }
        }
        return (files + found).filter { path in
            suffixes.contains { path.hasSuffix($0) } && !path.contains("/.build/") && !left.contains(path)
                && isFile(path)
        }.sorted()
    }

    private static func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: Repository.path(path), isDirectory: &isFolder)
        return exists && !isFolder.boolValue
    }
}
