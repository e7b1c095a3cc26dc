import Foundation
import TestSupport
import Testing

/// What the command writes into a new repository.
@Suite struct InitAndImportTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func iamsim(_ arguments: String) throws -> Command.Result {
        try Command.shell("\(try Command.executable()) \(arguments)", in: folder.path)
    }

    @Test func theExamplePassesAndIsNeverOverwritten() throws {
        #expect(try iamsim("init").status == 0)
        let run = try iamsim("test --coverage-min 100")
        #expect(run.status == 0)
        #expect(run.output.contains("5 cases in 1 file: 5 passed, 0 failed"))
        try folder.write("mine", to: "policies/deployer.json")
        #expect(try iamsim("init").status == 65)
        #expect(folder.text(at: "policies/deployer.json") == "mine")
    }

    /// A changed policy is noticed: the example tells something.
    @Test func theExampleNoticesAChange() throws {
        #expect(try iamsim("init here").status == 0)
        let path = "here/policies/deploy-trust.json"
        let trust = try #require(folder.text(at: path))
        try folder.write(trust.replacingOccurrences(of: ", \"sts:TagSession\"", with: ""), to: path)
        let run = try iamsim("test here")
        #expect(run.status == 1)
        #expect(run.output.contains("outcome: expected allowed, got implicitDeny"))
    }

    // MARK: Import

    private static let details = "\(Repository.root)/fixtures/import/details.json"

    /// What was imported is what AWS said: documents, versions, and what follows from them.
    @Test func anAccountComesThroughWhole() throws {
        let run = try iamsim("import \(Self.details) --into account")
        #expect(run.output == "written: accounts.json and 6 policies\n")
        let source = try json(String(contentsOfFile: Self.details, encoding: .utf8))
        for policy in try #require(source["Policies"] as? [[String: Any]]) {
            let isOfAWS = (policy["Arn"] as? String)?.contains("::aws:") ?? false
            let name = try #require((policy["Arn"] as? String)?.components(separatedBy: ":policy/").last)
            for version in try #require(policy["PolicyVersionList"] as? [[String: Any]]) {
                let id = try #require(version["VersionId"] as? String)
                let path = "account/policies/\(isOfAWS ? "aws" : "managed")/\(name).\(id).json"
                let written = try json(try #require(folder.text(at: path)))
                #expect(NSDictionary(dictionary: written).isEqual(version["Document"]))
            }
        }
        // The second version counts: the first one denies.
        let ann = "--caller arn:aws:iam::111111111111:user/team/ann --extends account/accounts.json"
        let role = "arn:aws:iam::111111111111:role/Deploy"
        #expect(try iamsim("explain \(ann) --assume-role \(role) --tag a=b").status == 0)
        // The boundary allows reading, not writing; the policy of AWS is there by its file.
        #expect(try iamsim("explain \(ann) --action s3:GetObject --resource arn:aws:s3:::x/y").status == 0)
        #expect(try iamsim("explain \(ann) --action s3:PutObject --resource arn:aws:s3:::x/y").status == 2)
        #expect(try iamsim("import \(Self.details) --into account").status == 65)
    }

    private func json(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test(arguments: [
        ("{}", "unknown-content"), ("[]", "unknown-content"), ("{", "syntax"),
        (#"{"UserDetailList": [{"UserName": "../../x", "Arn": "arn:aws:iam::111111111111:user/x"}]}"#, "invalid-name"),
        (
            #"{"UserDetailList": [{"UserName": "x", "Path": "/../", "Arn": "arn:aws:iam::111111111111:user/x"}]}"#,
            "invalid-name"
        ),
        (#"{"RoleDetailList": [{"RoleName": "r", "AssumeRolePolicyDocument": "%7B"}]}"#, "invalid-document"),
        (#"{"IsTruncated": true, "UserDetailList": []}"#, "truncated"),
        (#"{"UserDetailLists": []}"#, "unknown-content"),
        (
            #"{"UserDetailList": [{"UserName": "x", "Arn": "arn:aws:iam::111111111111:user/x", "GroupList": ["g"]}]}"#,
            "missing-group"
        ),
        (
            #"""
            {"UserDetailList": [{"UserName": "x", "Arn": "arn:aws:iam::111111111111:user/x",
              "PermissionsBoundary": {"PermissionsBoundaryArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}}]}
            """#, "missing-document"
        ),
        (#"{"Policies": [{"PolicyName": "p", "Arn": "arn:aws:iam::111111111111:policy/p"}]}"#, "no-default-version"),
    ])
    func badDetailsAreRefusedWhole(_ text: String, _ id: String) throws {
        try folder.write(text, to: "details.json")
        let run = try iamsim("import details.json --into account")
        #expect(run.status == 65)
        #expect((run.output + run.errors).contains(id == "syntax" ? "details.json:1" : "[\(id)]"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("account")))
    }

    private func children(_ path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path(path))) ?? []).sorted()
    }

    /// Whether all can be written is looked at before the first is, so that nothing is left behind.
    @Test func whereOneFileCannotBeWrittenNoneIs() throws {
        try folder.makeFolder("outside")
        try folder.makeFolder("account")
        let link = try Command.shell("git init -q . && ln -s ../outside account/policies", in: folder.path)
        #expect(link.status == 0)
        let linked = try iamsim("import \(Self.details) --into account")
        #expect(linked.status == 74 && linked.output.contains("is a symbolic link"), "\(linked.output)")
        #expect(children("account") == ["policies"] && children("outside").isEmpty)
        try folder.write("a file", to: "taken")
        let taken = try iamsim("import \(Self.details) --into taken/below")
        #expect(taken.status == 74 && folder.text(at: "taken") == "a file", "\(taken.output)")
        try folder.makeFolder("example")
        try folder.write("mine", to: "example/scenarios")
        #expect(try iamsim("init example").status == 74)
        #expect(children("example") == ["scenarios"])
    }

    /// What the file system alone knows is found while writing, and what was written is taken away again.
    @Test func aNameThatIsTooLongLeavesNothingBehind() throws {
        let name = String(repeating: "n", count: 300)
        let policy = #"{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}"#
        let version = #"{"VersionId": "v1", "IsDefaultVersion": true, "Document": \#(policy)}"#
        let one = { (path: String, name: String) in
            #"{"PolicyName": "\#(name)", "Path": "\#(path)", "Arn": "arn:aws:iam::111111111111:policy\#(path)\#(name)", "#
                + #""DefaultVersionId": "v1", "PolicyVersionList": [\#(version)]}"#
        }
        for path in ["/\(name)/", "/a.v1.json/"] {
            try folder.write(#"{"Policies": [\#(one("/", "a")), \#(one(path, "b"))]}"#, to: "details.json")
            let run = try iamsim("import details.json --into account")
            #expect(run.status == 74, "\(run.output)")
            #expect(!FileManager.default.fileExists(atPath: folder.path("account")))
        }
    }

    // MARK: Schemas and completions

    @Test(arguments: ["question", "scenario", "answer", "report"])
    func schemasAreJSON(_ name: String) throws {
        let schema = try json(try iamsim("schema \(name)").output)
        #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func shellsCompleteTheVerbs(_ shell: String) throws {
        let script = try iamsim("--generate-completion-script \(shell)").output
        for verb in ["test", "table", "explain", "workflow", "import"] { #expect(script.contains(verb)) }
    }
}
