import IAM
import Questions
import SourceText
import TestSupport
import Testing

@Suite struct PolicyLibraryTests {
    private static let allow =
        #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#

    /// Files by the path that names them, and how often each was asked for.
    private final class Files {
        let files: [String: Node]
        var asked: [String] = []

        init(_ files: [String: String]) throws {
            self.files = try Dictionary(
                uniqueKeysWithValues: files.map { ($0.key, try Sample.node($0.value, path: $0.key)) })
        }

        func load(_ path: Node, _ diagnostics: inout Diagnostics) -> Node? {
            asked.append(path.string)
            if files[path.string] == nil { diagnostics.error("file-not-found", "nothing", at: path.location) }
            return files[path.string]
        }
    }

    private func names(_ documents: String, _ files: Files) throws -> PolicyNames {
        let library = PolicyLibrary { path, diagnostics in files.load(path, &diagnostics) }
        let managed = [(arn: "arn:aws:iam::111111111111:policy/P", value: try Sample.node(Self.allow))]
        return PolicyNames(documents: try Sample.node(documents), managed: managed, library: library)
    }

    private func name(_ value: String, as type: PolicyType = .identity) throws -> String? {
        let files = try Files(["policies/a.json": Self.allow, "b.yaml": Self.allow, "c.yml": Self.allow])
        let documents = "{allow: \(Self.allow), file: policies/a.json, alias: allow, number: 5}"
        var diagnostics = Diagnostics()
        let policy = try names(documents, files).policy(
            try Sample.node(value), as: type, place: "identity[2]", &diagnostics)
        #expect((policy == nil) == diagnostics.hasErrors)
        return policy?.name ?? diagnostics.all.first?.id
    }

    @Test(arguments: [
        ("allow", "allow"), ("file", "file"), ("policies/a.json", "policies/a.json"), ("b.yaml", "b.yaml"),
        ("c.yml", "c.yml"), ("FullAWSAccess", "FullAWSAccess"), (allow, "identity[2]"),
        ("'arn:aws:iam::111111111111:policy/P'", "arn:aws:iam::111111111111:policy/P"),
        ("alias", "wrong-kind"), ("number", "wrong-kind"), ("5", "wrong-kind"), ("[allow]", "wrong-kind"),
        ("alow", "unknown-document"), ("missing.json", "file-not-found"), ("Allow", "unknown-document"),
        ("'arn:aws:iam::aws:policy/ReadOnlyAccess'", "not-supported-yet"),
        ("'arn:aws:iam::111111111111:policy/Q'", "unknown-policy"),
    ])
    func policiesAreNamedByDocumentPathARNOrPlace(_ value: String, _ found: String) throws {
        #expect(try name(value) == found)
    }

    @Test(arguments: [
        ("alow", "no document is named `alow`; did you mean `allow`?"), ("zebra", "no document is named `zebra`"),
        (
            "'arn:aws:iam::111111111111:policy/p2'",
            "no account lists the managed policy `arn:aws:iam::111111111111:policy/p2`; "
                + "did you mean `arn:aws:iam::111111111111:policy/P`?"
        ),
    ])
    func unknownNamesAreAnsweredWithTheNearest(_ value: String, _ message: String) throws {
        var diagnostics = Diagnostics()
        let names = try names("{allow: \(Self.allow)}", try Files([:]))
        #expect(names.policy(try Sample.node(value), as: .identity, place: "x", &diagnostics) == nil)
        #expect(diagnostics.all.map(\.message) == [message])
    }

    @Test func aDocumentMayBeCalledFullAWSAccess() throws {
        let deny = Self.allow.replacing("Allow", with: "Deny")
        var diagnostics = Diagnostics()
        let names = try names("{FullAWSAccess: \(deny)}", try Files([:]))
        let policy = names.policy(try Sample.node("FullAWSAccess"), as: .identity, place: "x", &diagnostics)
        #expect(policy?.document.statements.map(\.effect) == [.deny])
    }

    /// A file is read anew for each kind of policy, and its faults are told each time it is used.
    @Test func documentsAreReadOnceAndTheirFaultsKept() throws {
        let files = try Files(["bad.json": #"{"Version": "2012-10-17", "Statement": {"Effect": "x"}}"#])
        let names = try names("{}", files)
        let node = try Sample.node("bad.json")
        for _ in 0..<2 {
            var diagnostics = Diagnostics()
            #expect(names.policy(node, as: .identity, place: "x", &diagnostics) == nil)
            #expect(diagnostics.all.map(\.id).sorted() == ["missing-member", "missing-member", "unknown-effect"])
        }
        #expect(files.asked == ["bad.json", "bad.json"])
        var diagnostics = Diagnostics()
        #expect(names.policy(node, as: .trust, place: "x", &diagnostics) == nil)
        #expect(diagnostics.all.count > 2)
    }

    @Test(arguments: [
        ("a.json", true), ("a.yaml", true), ("a.yml", true), ("dir/a", true), ("/", true), ("a.txt", false),
        ("allow all", false), ("json", false), ("a.JSON", false), ("", false),
    ])
    func pathsAreToldFromNames(_ text: String, _ isPath: Bool) {
        #expect(PolicyPath.isPath(text) == isPath)
    }
}
