import TestSupport
import Testing

/// A question asked at the prompt: `iamsim explain --caller …`.
@Suite struct PromptTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let allow = #"{"Sid": "All", "Effect": "Allow", "Action": "ec2:*", "Resource": "*"}"#
        let deny = """
            {"Sid": "Region", "Effect": "Deny", "NotAction": "iam:*", "Resource": "*",
             "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-north-1"}}}
            """
        for (name, statement) in [("allow", allow), ("region", deny)] {
            try folder.write("{\"Version\": \"2012-10-17\", \"Statement\": [\(statement)]}", to: "\(name).json")
        }
        try folder.write("documents: {regions: ./region.json, all: ./allow.json}\n", to: "base.yaml")
    }

    private func explain(_ options: String, region: String = "us-east-1") throws -> Command.Result {
        let line = """
            iamsim explain --caller arn:aws:iam::111122223333:user/ann --action ec2:RunInstances \
            --resource 'arn:aws:ec2:\(region):111122223333:instance/*' --region \(region) \(options)
            """
        return try Command.shell(line, in: folder.path)
    }

    // MARK: Levels of an organization

    @Test func severalPoliciesOfOneLevelAreAttachedTogether() throws {
        let options = "--identity allow.json --scp FullAWSAccess --scp region.json"
        #expect(try explain(options).output.contains("with an explicit deny in a service control policy"))
        #expect(try explain(options).status == 2)
        let allowed = try explain(options, region: "eu-north-1")
        #expect(allowed.status == 0, "\(allowed.output)")
        #expect(
            allowed.output.contains(
                "iamsim: --scp: all are taken to be attached at one level; --scp-level states levels\n"))
    }

    /// A level that allows nothing lets nothing through (EV-17).
    @Test func levelsAreStatedRootFirst() throws {
        func status(_ levels: String) throws -> Int32 {
            try explain("--identity allow.json \(levels)", region: "eu-north-1").status
        }
        #expect(try status("--scp-level FullAWSAccess,region.json") == 0)
        #expect(try status("--scp-level FullAWSAccess --scp-level FullAWSAccess,region.json") == 0)
        #expect(try status("--scp-level FullAWSAccess --scp-level region.json") == 2)
        #expect(try status("--scp FullAWSAccess --scp-level region.json") == 64)
        #expect(try status("--scp-level FullAWSAccess,") == 64)
        #expect(try status("--rcp region.json --rcp-level region.json") == 64)
    }

    /// Names of documents, files with and without an ending, and what AWS attaches.
    @Test func policiesAreNamedAsEverywhere() throws {
        try folder.write(try #require(folder.text(at: "allow.json")), to: "plain")
        let region = "eu-north-1"
        #expect(try explain("--identity plain", region: region).status == 0)
        #expect(try explain("--identity ./plain", region: region).status == 0)
        #expect(try explain("--extends base.yaml --identity all --scp FullAWSAccess --scp regions").status == 2)
        #expect(
            try explain("--extends base.yaml --identity all --scp-level FullAWSAccess,regions", region: region).status
                == 0)
        #expect(try explain("--identity FullAWSAccess").status == 0)
    }

    @Test func whatIsNoPolicyIsToldByItsOption() throws {
        let missing = try explain("--identity allow.json --scp FullAwsAccess")
        #expect(missing.status == 65)
        #expect(
            missing.output.hasSuffix(
                "iamsim: --scp: there is no file `FullAwsAccess`; did you mean `FullAWSAccess`?\n"))
        let unknown = try explain("--extends base.yaml --identity al")
        #expect(unknown.status == 65)
        #expect(
            unknown.output
                == "iamsim: --identity: no document is named `al`; did you mean `all`? [unknown-document]\n")
    }

    // MARK: What is wrong is told by the option

    @Test(arguments: [
        ("--caller nobody --action s3:GetObject", "--caller: "),
        ("--caller arn:aws:iam::111122223333:user/a --action s3", "--action: "),
        ("--caller arn:aws:iam::111122223333:user/a --action s3:GetObject --resource bucket", "--resource: "),
        (
            "--caller arn:aws:iam::111122223333:user/a --action s3:GetObject --resource-account 12",
            "--resource-account: "
        ),
        ("--caller arn:aws:iam::111122223333:user/a --action s3:GetObject --identity .", "--identity: "),
        ("--caller arn:aws:iam::111122223333:user/a --action s3:GetObject --scp-level base.yaml", ""),
        (
            "--caller arn:aws:iam::111122223333:user/a --action s3:GetObject --trust arn:aws:iam::1:policy/x",
            "--trust: "
        ),
    ])
    func noTextIsShownThatNobodyWrote(_ options: String, _ words: String) throws {
        let result = try Command.shell("iamsim explain \(options)", in: folder.path)
        #expect(result.status == 65)
        #expect(result.output.contains("iamsim: \(words)") || words.isEmpty, "\(result.output)")
        #expect(!result.output.contains("(command line)"), "\(result.output)")
        #expect(!result.output.contains("{\""), "\(result.output)")
    }
}
