import Foundation
import SourceText

/// The name of a commit as somebody typed it: a ref or the id of an object, and what is asked for from there, as in `main~2`.
///
/// Git takes the first of the refs that a short name may stand for, tags before branches: whoever may push a tag named
/// `origin/main` would choose what `origin/main` is compared with.
struct RevisionName {
    /// The name without what is asked for from there.
    private let base: Text

    init(_ name: String) {
        let bytes = Array(name.utf8)
        let end = bytes.indices.first { index in
            [UInt8(ascii: "~"), UInt8(ascii: "^"), UInt8(ascii: ":")].contains(bytes[index])
                || bytes[index...].starts(with: Array("@{".utf8))
        }
        base = Text(bytes: bytes[..<(end ?? bytes.count)])
    }

    /// What the name may stand for, each in a form that stands for nothing else.
    /// - Returns: `nil` where git has no choice: `HEAD` is the repository's own, the full id of an object outranks every ref,
    ///   and a full ref is the ref of that name or none.
    func meanings(in folder: String) -> [Text]? {
        if base.isEmpty || base == "@" || base == "HEAD" { return nil }
        let objects = self.objects(in: folder)
        if objects.contains(where: { $0.isSame(ignoringASCIICase: base) }) { return nil }
        let refs = self.refs(in: folder)
        if base.hasPrefix("refs/") { return refs.contains(base) ? nil : [] }
        // A name that is no ref may be an id that git finds by its beginning, or says itself that there are several.
        return refs.isEmpty ? nil : refs + objects
    }

    /// The refs of the name, by git's own rules: see "Specifying revisions" in gitrevisions(7).
    private func refs(in folder: String) -> [Text] {
        var names = ["refs/", "refs/tags/", "refs/heads/", "refs/remotes/"].map { Text(joining: $0, base) }
        names.append(Text(joining: "refs/remotes/", base, "/HEAD"))
        if base.hasPrefix("refs/") { names.append(base) }
        let list = GitCommand.output(["for-each-ref", "--format=%(refname)"] + names.map(\.string), in: folder)
        return [UInt8](list ?? Data()).split(separator: 0x0A).map { Text(bytes: $0) }.filter(names.contains)
    }

    /// The objects whose ids begin with the name.
    private func objects(in folder: String) -> [Text] {
        let digits = Array("0123456789abcdefABCDEF".utf8)
        guard base.count >= 4, base.bytes.allSatisfy(digits.contains) else { return [] }
        let list = GitCommand.output(["rev-parse", "--disambiguate=\(base)"], in: folder)
        return [UInt8](list ?? Data()).split(separator: 0x0A).map { Text(bytes: $0) }
    }
}
