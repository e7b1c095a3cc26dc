import Foundation
import TestSupport
import Testing

/// Links from one document to another lead somewhere.
@Suite struct DocumentLinkTests {
    private static let documents =
        ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        + ["Documentation", Specification.folder].flatMap { folder in
            Repository.names(in: folder, suffix: ".md").map { "\(folder)/\($0)" }
        }

    @Test func eachLinkLeadsSomewhere() {
        var faults: [String] = []
        var count = 0
        for document in Self.documents {
            let lines = Self.prose(of: document)
            for (line, target) in Self.links(in: lines) where !target.contains("://") && !target.hasPrefix("mailto:") {
                count += 1
                let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
                let folder = document.split(separator: "/").dropLast().joined(separator: "/")
                let path = parts[0].isEmpty ? document : Self.path(String(parts[0]), from: folder)
                guard FileManager.default.fileExists(atPath: Repository.path(path)) else {
                    faults.append("\(document):\(line): there is no \(path)")
                    continue
                }
                guard parts.count == 2, path.hasSuffix(".md") else { continue }
                if !Self.anchors(of: path).contains(String(parts[1])) {
                    faults.append("\(document):\(line): \(path) has no heading `\(parts[1])`")
                }
            }
        }
        #expect(faults.isEmpty, "\n\(faults.joined(separator: "\n"))")
        #expect(count > 600)
    }

    @Test func headingsBecomeAnchors() {
        #expect(anchor(of: "EV-40") == "ev-40")
        #expect(anchor(of: "What `iamsim` does, and why") == "what-iamsim-does-and-why")
    }

    /// The lines of a document, without what stands in fences.
    private static func prose(of document: String) -> [(line: Int, text: Substring)] {
        var isCode = false
        let lines = (Repository.text(at: document) ?? "").split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().compactMap { index, line in
            if line.drop(while: { $0 == " " }).hasPrefix("```") {
                isCode.toggle()
                return nil
            }
            return isCode ? nil : (index + 1, line)
        }
    }

    private static func links(in lines: [(line: Int, text: Substring)]) -> [(line: Int, target: String)] {
        lines.flatMap { line, text in
            guard text.contains("](") else { return [(line: Int, target: String)]() }
            return text.matches(of: /\]\(([^)\s]+)\)/).map { (line, String($0.1)) }
        }
    }

    /// A relative path from a folder.
    private static func path(_ relative: String, from folder: String) -> String {
        var parts = folder.split(separator: "/").map(String.init)
        for part in relative.split(separator: "/") {
            if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(String(part)) }
        }
        return parts.joined(separator: "/")
    }

    private static func anchors(of path: String) -> Set<String> {
        let headings = prose(of: path).filter { $0.text.hasPrefix("#") }
        return Set(headings.map { anchor(of: $0.text.drop { $0 == "#" }.dropFirst()) })
    }
}
