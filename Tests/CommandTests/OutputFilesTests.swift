import Foundation
import TestSupport
import Testing

@testable import iamsim

/// Where nothing is written, and how what is written comes to its place.
@Suite struct OutputFilesTests {
    private let folder: TemporaryFolder
    private let outside: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        outside = try TemporaryFolder()
        try folder.makeFolder("reports")
        try folder.write(Self.policy, to: "p.json")
        try folder.write(Self.scenario, to: "s.yaml")
    }

    private static let policy =
        #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#
    private static let scenario = """
        scenario: x
        request: {caller: "arn:aws:iam::111111111111:user/ann", action: "s3:GetObject"}
        policies: {identity: [p.json]}
        expect: [{outcome: allowed}]

        """

    private func run(_ output: String, _ arguments: [String] = ["test", "s.yaml"]) throws -> Command.Result {
        try Command.iamsim(arguments + ["--format", output], in: folder.path, seconds: 10)
    }

    /// `-` is standard output, and no file of that name.
    @Test func aDashIsStandardOutput() throws {
        try folder.write(Self.policy, to: "p.json")
        try folder.write(Self.scenario, to: "s.yaml")
        let result = try run("csv=-")
        #expect(result.status == 0)
        #expect(result.output.contains("s.yaml"), "\(result.output)")
        #expect(folder.text(at: "-") == nil)
    }

    /// A table that many marks ask for is made once, and no document grows beyond what is read.
    @Test func tablesAreMadeOnceAndADocumentIsBounded() throws {
        func write(_ options: [String], table: String) throws -> Int {
            let marks = options.map { "<!-- iamsim:table s.yaml \($0) -->\n<!-- iamsim:end -->\n" }
            try folder.write(marks.joined(), to: "d.md")
            var made = 0
            try TableDocument(path: folder.path("d.md"), scenario: "s.yaml").write(isChecked: false) { _ in
                made += 1
                return table
            }
            return made
        }
        let few = ["--distinct", "", "--distinct", "--columns a", "", ""]
        #expect(try write(few, table: "| a |\n") == 3)
        #expect(folder.text(at: "d.md")?.components(separatedBy: "| a |").count == few.count + 1)
        let long = String(repeating: "x", count: 4_000_000) + "\n"
        #expect(throws: ExitStatus.badInput) { try write(["", "", ""], table: long) }
        #expect(folder.text(at: "d.md")?.contains("xx") == false)
        let many = (0...100).map { "--columns c\($0)" }
        #expect(throws: ExitStatus.badInput) { try write(many, table: "| a |\n") }
        #expect(try write(Array(many.dropLast()), table: "| a |\n") == 100)
    }

    @Test func aColumnIsNamedOnce() throws {
        let arguments = ["table", "s.yaml", "--columns", "outcome,caveats,outcome"]
        let result = try Command.iamsim(arguments, in: folder.path)
        #expect(result.status == 65)
        #expect(result.errors.contains("the column `outcome` is named twice"), "\(result.errors)")
    }

    /// A report that is a symbolic link leaves alone what it leads to, wherever that lies and whether it is there or not.
    @Test func aLinkedReportIsRefused() throws {
        try outside.write("theirs", to: "script")
        try folder.write("ours", to: "target.csv")
        for (name, target) in [
            ("reports/a.csv", outside.path("script")), ("reports/b.csv", "../target.csv"),
            ("reports/c.csv", outside.path("new")),
        ] {
            try folder.link(name, to: target)
            let result = try run("csv=\(name)")
            #expect(result.status == 74)
            #expect(result.errors.contains("a symbolic link stands here"))
            // Whatever else there is to tell is told.
            #expect(result.output.contains("1 passed"))
        }
        #expect(outside.text(at: "script") == "theirs" && folder.text(at: "target.csv") == "ours")
        #expect(outside.names == ["script"])
    }

    /// Nor by a folder of the repository that is a link; the caller's own links around it are followed.
    @Test func aLinkedFolderOfTheRepositoryIsRefused() throws {
        try folder.link("linked", to: outside.path)
        try folder.link("hooks", to: ".git")
        for path in ["linked/a.csv", folder.path("linked/a.csv"), "hooks/pre-commit"] {
            let result = try run("csv=\(path)")
            #expect(result.status == 74)
            #expect(result.errors.contains("is a symbolic link, and reports are not written through links"))
        }
        #expect(outside.names.isEmpty && folder.text(at: ".git/pre-commit") == nil)
        try outside.link("home", to: outside.path)
        #expect(try run("csv=\(outside.path("home/a.csv"))").status == 0)
        #expect(outside.names == ["a.csv", "home"])
    }

    /// A pipe that nobody reads does not keep the run waiting, and a device is left alone.
    @Test(.timeLimit(.minutes(1))) func pipesAndDevicesAreRefused() throws {
        #expect(try Command.shell("mkfifo pipe", in: folder.path).status == 0)
        for (path, words) in [
            ("pipe", "a pipe or a device"), ("/dev/zero", "a pipe or a device"), ("reports", "a directory"),
        ] {
            let result = try run("junit=\(path)")
            #expect(result.status == 74)
            #expect(result.errors.contains("\(words) stands here"))
        }
    }

    @Test func whatTheShellOpenedIsWrittenInto() throws {
        #expect(try run("csv=/dev/null").status == 0)
        #expect(try run("csv=/dev/stdout", ["test", "s.yaml", "--format", "text"]).output.hasPrefix("file,line,"))
        let line =
            "iamsim test s.yaml --format csv=/dev/fd/7 7>report.csv && iamsim test s.yaml --format csv=/dev/stderr"
        #expect(try Command.shell(line, in: folder.path).output.contains("file,line,"))
        #expect(folder.text(at: "report.csv")?.hasPrefix("file,line,") == true)
        #expect(try run("csv=/dev/fd/99").status == 74)
    }

    /// No output replaces a file that the run reads: a scenario, a policy, a values file, whatever it is called.
    @Test(arguments: ["p.json", "./reports/../p.json", "s.yaml", "again.json"])
    func noInputIsReplaced(path: String) throws {
        if path == "again.json" { #expect(try Command.shell("ln p.json again.json", in: folder.path).status == 0) }
        let result = try run("json=\(path)")
        #expect(result.status == 64)
        #expect(result.errors.contains("would replace the input"))
        #expect(folder.text(at: "p.json") == Self.policy && folder.text(at: "s.yaml") == Self.scenario)
    }

    @Test func aDocumentThatIsAnInputIsNotReplaced() throws {
        try folder.write(Self.scenario + "# <!-- iamsim:table s.yaml -->\n", to: "s.yaml")
        #expect(try Command.iamsim(["table", "s.yaml", "--into", "s.yaml"], in: folder.path).status == 65)
        try outside.write("<!-- iamsim:table s.yaml -->\nsecret\n<!-- iamsim:end -->\n", to: "page.md")
        try folder.link("page.md", to: outside.path("page.md"))
        for options in [[], ["--check"]] {
            let result = try Command.iamsim(["table", "s.yaml", "--into", "page.md"] + options, in: folder.path)
            #expect(result.status == 65)
            #expect(!(result.output + result.errors).contains("secret"))
        }
        #expect(outside.text(at: "page.md")?.contains("secret") == true)
    }

    /// What a killed run left behind is in nobody's way, and a run leaves nothing behind.
    @Test func leftOversAreInNobodysWay() throws {
        for number in 1...3 { try folder.write("", to: "r.json.\(number).tmp") }
        let line = "mkdir full && : >r.json.$$.tmp && exec iamsim test s.yaml --format json=r.json"
        #expect(try Command.shell(line, in: folder.path).status == 0)
        #expect(folder.text(at: "r.json")?.hasPrefix("{") == true)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(".iamsim") }
        #expect(left.isEmpty)
    }

    @Test func aFileKeepsItsModeAndAPathItsBytes() throws {
        try folder.write("old", to: "r.csv")
        #expect(try Command.shell("chmod 600 r.csv", in: folder.path).status == 0)
        #expect(try run("csv=r.csv").status == 0)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path("r.csv"))[.posixPermissions] as? Int
        #expect(mode == 0o600)
        for name in ["\u{E9}.csv", "e\u{301}.csv"] { #expect(try run("csv=\(name)").status == 0) }
        let both = try run("csv=o\u{E9}.csv", ["test", "s.yaml", "--format", "json=oe\u{301}.csv"])
        #expect(both.status == 0)
    }

    /// A report says that nothing could be read, in place of being missing or of yesterday.
    @Test(arguments: ["junit", "json", "sarif", "html", "markdown", "github", "csv"])
    func aReportIsWrittenWhereNothingWasReadable(format: String) throws {
        try folder.write("{", to: "broken.json")
        for paths in [["broken.json"], ["nowhere.yaml"], ["broken.json", "s.yaml", "--filter", "nothing"]] {
            let result = try run("\(format)=out", ["test"] + paths)
            #expect(result.status == 65)
            let report = try #require(folder.text(at: "out"))
            #expect(format == "csv" || report.contains(paths[0]))
            try FileManager.default.removeItem(atPath: folder.path("out"))
        }
        #expect(try run("junit=broken.json", ["test", "broken.json"]).status == 64)
        #expect(folder.text(at: "broken.json") == "{")
    }

    /// A summary is cut behind a whole line, and says so; what stands there already counts.
    @Test func aSummaryFitsWhatGitHubTakes() throws {
        let text = Array(String(repeating: "é line\n", count: 10).utf8)
        #expect(GitHubSummary.part(of: text, fitting: 80) == text)
        let cut = String(decoding: GitHubSummary.part(of: text, fitting: 79), as: UTF8.self)
        #expect(
            cut.utf8.count <= 79 && cut.hasPrefix("é line\n")
                && cut.hasSuffix("\n… cut here: GitHub shows no summary of over 1 MiB\n"))
        #expect(GitHubSummary.part(of: text, fitting: 3).isEmpty && GitHubSummary.part(of: text, fitting: -3).isEmpty)
        try folder.write(String(repeating: "-", count: GitHubSummary.limit - 60), to: "summary")
        let line = "GITHUB_STEP_SUMMARY=summary iamsim test s.yaml --format github"
        #expect(try Command.shell(line, in: folder.path).status == 0)
        let summary = try #require(folder.text(at: "summary"))
        #expect(summary.utf8.count <= GitHubSummary.limit && summary.contains("cut here"))
        try folder.link("linked", to: "s.yaml")
        let linked = try Command.shell("GITHUB_STEP_SUMMARY=linked iamsim test s.yaml --format github", in: folder.path)
        #expect(linked.status == 74 && folder.text(at: "s.yaml") == Self.scenario)
    }

    /// The difference of a document whose lines end as on Windows is told line by line.
    @Test func aStaleDocumentOfWindowsIsToldLineByLine() throws {
        try folder.write("# A\r\n\r\n<!-- iamsim:table s.yaml -->\r\nold\r\n<!-- iamsim:end -->\r\nend\r\n", to: "d.md")
        let arguments = ["table", "s.yaml", "--into", "d.md"]
        let stale = try Command.iamsim(arguments + ["--check"], in: folder.path)
        #expect(stale.status == 1)
        #expect(stale.output.hasPrefix("--- a/d.md\n+++ b/d.md\n@@ -1,"))
        #expect(stale.output.contains("\n-old\r\n+| ") && !stale.output.contains("\\u{"))
        #expect(try Command.iamsim(arguments, in: folder.path).status == 0)
        #expect(try Command.iamsim(arguments + ["--check"], in: folder.path).status == 0)
        let text = Array(try #require(folder.text(at: "d.md")).utf8)
        #expect(text.indices.allSatisfy { text[$0] != 0x0A || text[$0 - 1] == 0x0D })
    }
}
