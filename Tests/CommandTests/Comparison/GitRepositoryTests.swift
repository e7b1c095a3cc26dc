import Foundation
import TestSupport
import Testing

/// How the files of a commit are read, and what is said where they cannot be.
@Suite struct GitRepositoryTests {
    private let folder: TemporaryFolder
    private static let policy =
        #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}"#

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Self.policy, to: "p.json")
        try folder.write(Self.scenario(["p.json"]), to: "s.yaml")
        try commit()
    }

    private static func scenario(_ policies: [String]) -> String {
        let values = policies.enumerated().map { "v\($0): {policies: {identity: [\"\($1)\"]}}" }
        return """
            scenario: May Ann read?
            request: {caller: "arn:aws:iam::111122223333:user/ann", action: "s3:GetObject", resource: "arn:aws:s3:::b/k"}
            vary: {policy: {\(values.joined(separator: ", "))}}
            expect: [{outcome: allowed}]

            """
    }

    private func commit(in place: String = ".") throws {
        let result = try Command.shell(
            "git init -q -b main \(place) && cd \(place) && git add -A "
                + "&& git -c user.name=x -c user.email=x@example.invalid commit -qm x", in: folder.path)
        try #require(result.status == 0, "\(result.output)")
    }

    private func against(_ name: String, before line: String = "true") throws -> Command.Result {
        try Command.shell("\(line) && iamsim test s.yaml --against \(name)", in: folder.path)
    }

    /// One process lists the files of a commit and one gives what they hold, however many there are.
    @Test func gitIsNotCalledForEachFile() throws {
        let log = folder.path("calls")
        try folder.makeFolder("bin")
        try folder.write("#!/bin/sh\necho call >>\(log)\nPATH=${PATH#*:}\nexec git \"$@\"\n", to: "bin/git")
        func calls() throws -> Int {
            let result = try against("HEAD", before: "chmod +x bin/git; : >calls; export PATH=$PWD/bin:$PATH")
            #expect(result.status == 0, "\(result.output)")
            return (folder.text(at: "calls") ?? "").split(separator: "\n").count
        }
        let few = try calls()
        let names = (0..<40).map { "p\($0).json" }
        for (index, name) in names.enumerated() {
            try folder.write(Self.policy.replacingOccurrences(of: "s3:Get*", with: "s3:Get\(index)"), to: name)
        }
        try folder.write(
            Self.scenario(names).replacingOccurrences(of: "outcome: allowed", with: "outcome: denied"), to: "s.yaml")
        try commit()
        #expect(try calls() == few)
        #expect(few > 0)
    }

    /// A name is bytes to git and to us, whatever a protocol of lines, a quote or a list of words would make of it.
    @Test(arguments: ["a b.json", "quote\\\"s.json", "line\\nend.json", "é.json", "-v.json", "semi;colon.json"])
    func namesAreTakenAsTheyAre(_ name: String) throws {
        let real = name.replacingOccurrences(of: "\\n", with: "\n").replacingOccurrences(of: "\\\"", with: "\"")
        try folder.write(Self.policy, to: real)
        try folder.write(Self.scenario([name]), to: "s.yaml")
        try commit()
        try folder.write(Self.policy.replacingOccurrences(of: "Get", with: "Put"), to: real)
        let result = try against("HEAD")
        #expect(result.output.contains("newly denied: s.yaml: policy=v0"), "\(result.output)")
    }

    /// A link of the commit is followed within it, and no further.
    @Test func aLinkInACommitLeadsNowhereElse() throws {
        let outside = try TemporaryFolder()
        try outside.write(Self.policy, to: "p.json")
        try folder.makeFolder("in")
        try folder.link("in/link.json", to: "../p.json")
        try folder.link("out.json", to: outside.path("p.json"))
        try folder.write(Self.scenario(["in/link.json", "out.json"]), to: "s.yaml")
        try commit()
        _ = try Command.shell("rm in/link.json out.json", in: folder.path)
        try folder.write(Self.policy, to: "in/link.json")
        try folder.write(Self.policy + " ", to: "out.json")
        let result = try against("HEAD")
        #expect(result.output.contains("0 denied for another reason, 1 unchanged, 1 not comparable"))
        #expect(
            result.output.contains("not comparable: s.yaml: policy=v1: `out.json` leads out of the root"),
            "\(result.output)")
    }

    /// The place is that of the case itself, though another file asks for the same policy.
    @Test func eachCaseNamesItsOwnPlace() throws {
        try folder.write(Self.policy, to: "new.json")
        try folder.write(Self.scenario(["new.json"]), to: "u.yaml")
        try folder.write("# another file\n" + Self.scenario(["p.json", "new.json"]), to: "t.yaml")
        let result = try Command.shell("iamsim test u.yaml t.yaml --against HEAD", in: folder.path)
        #expect(result.output.contains("u.yaml: policy=v0: there is no file `new.json` (u.yaml:3:"))
        #expect(result.output.contains("t.yaml: policy=v1: there is no file `new.json` (t.yaml:4:"))
    }

    // MARK: What cannot be compared

    @Test func aShallowCloneIsToldHowToGetItsHistory() throws {
        try folder.write("x", to: "other.txt")
        try commit()
        let clone = "git clone -q --depth 1 file://\(folder.path) clone && cd clone"
        let result = try against("HEAD^", before: clone)
        #expect(result.status == 65)
        #expect(
            result.output == """
                iamsim: --against: there is no commit `HEAD^` here, where the history is cut off: fetch all of it, by \
                `fetch-depth: 0` of actions/checkout or `git fetch --unshallow`

                """)
    }

    @Test func aMisspelledBranchIsSuggested() throws {
        let result = try against("mian")
        #expect(result.status == 65)
        #expect(result.output == "iamsim: --against: there is no commit `mian`; did you mean `main`?\n")
    }

    /// Whoever may push a tag, or a branch, chooses nothing by giving it a name that stands for something else.
    @Test(arguments: [
        ("git update-ref refs/remotes/origin/main HEAD; git tag origin/main", "origin/main", "refs/tags/origin/main"),
        ("git tag main", "main~0", "refs/heads/main"), ("git branch tags/v1; git tag v1", "tags/v1", "refs/tags/v1"),
        ("git tag $(git rev-parse --short HEAD)", "$(git rev-parse --short HEAD)", "$(git rev-parse HEAD)"),
    ])
    func anAmbiguousNameIsRefused(setUp: String, name: String, meant: String) throws {
        let result = try against("\"\(name)\"", before: "{ \(setUp); }")
        #expect(result.status == 65 && result.output.contains("` is ambiguous: name one of `"), "\(result.output)")
        let full = try Command.shell("printf %s \"\(meant)\"", in: folder.path).output
        #expect(result.output.contains("`\(full)`"), "\(result.output)")
        #expect(try against("\"\(meant)\"").status == 0)
    }

    /// What nobody can outrank by a name: the repository's own `HEAD`, full refs, and full ids.
    @Test(arguments: ["HEAD", "@", "HEAD^{commit}", "refs/heads/main", "$(git rev-parse HEAD)", "refs/tags/HEAD"])
    func aFullNameIsNeverAmbiguous(name: String) throws {
        let names = "HEAD refs/heads/main $(git rev-parse HEAD)"
        let setUp = "{ for n in \(names); do git update-ref refs/tags/$n HEAD; done; }"
        let result = try against("\"\(name)\"", before: setUp)
        #expect(result.status == 0, "\(result.output)")
    }

    /// A full ref that is not there is not found elsewhere.
    @Test func aFullRefIsThatRefOrNone() throws {
        let result = try against("refs/heads/other", before: "git update-ref refs/tags/refs/heads/other HEAD")
        #expect(result.status == 65 && result.output.contains("there is no commit `refs/heads/other`"))
    }

    @Test func aFolderWithoutARepositoryIsTold() throws {
        let bare = try TemporaryFolder()
        try bare.write(Self.policy, to: "p.json")
        try bare.write(Self.scenario(["p.json"]), to: "s.yaml")
        let result = try Command.shell("iamsim test s.yaml --against HEAD", in: bare.path)
        #expect(result.status == 65)
        #expect(result.output == "iamsim: --against: needs a repository of git around `\(bare.path)`\n")
    }

    @Test func aMissingGitIsTold() throws {
        let tool = try Command.executable()
        let result = try Command.shell("PATH=/nowhere '\(tool)' test s.yaml --against HEAD", in: folder.path)
        #expect(result.status == 65)
        #expect(result.output == "iamsim: --against: git is not installed, or not on the PATH\n")
    }

    @Test func aRepositoryOfAnotherOwnerIsToldWithTheRemedy() throws {
        // Git has a switch by which its own tests make every repository somebody else's.
        let result = try against("HEAD", before: "export GIT_TEST_ASSUME_DIFFERENT_OWNER=1")
        #expect(result.status == 65)
        #expect(
            result.output == """
                iamsim: --against: git does not read the repository in `\(folder.path)`, as it belongs to another user; if \
                you trust it: git config --global --add safe.directory \(folder.path)

                """)
    }
}
