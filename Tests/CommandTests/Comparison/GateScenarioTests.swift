import Foundation
import TestSupport
import Testing

/// What scenarios bring themselves, and files that nobody could read before, are compared like policy files.
@Suite struct GateScenarioTests {
    private let folder: TemporaryFolder

    private static let allow = "{Version: '2012-10-17', Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}"
    private static let deny = "{Version: '2012-10-17', Statement: [{Effect: Deny, Action: 'iam:*', Resource: '*'}]}"
    private static let request = """
        request: {caller: "arn:aws:iam::111122223333:user/ann", action: "s3:GetObject", resource: "arn:aws:s3:::b/k"}
        """

    private static func scenario(_ rest: String) -> String {
        "scenario: May Ann read?\n\(request)\nexpect: [{outcome: allowed}]\n\(rest)\n"
    }

    init() throws {
        folder = try TemporaryFolder()
        for name in ["policies", "scenarios"] { try folder.makeFolder(name) }
        try folder.write(Self.scenario("policies: {identity: [\(Self.allow)]}"), to: "scenarios/plain.yaml")
    }

    private func shell(_ line: String) throws -> Command.Result { try Command.shell(line, in: folder.path) }

    private func commit() throws {
        let result = try shell(
            "git init -q -b main . && git add -A && git -c user.name=x -c user.email=x@example.invalid commit -qm x")
        try #require(result.status == 0, "\(result.output)")
        try #require(try shell("iamsim test --against HEAD --fail-on any").status == 0)
    }

    private func expectTold(_ words: String) throws {
        let result = try shell("iamsim test --against HEAD --fail-on any")
        #expect(result.status == 1, "\(result.output)")
        #expect(result.output.contains(words), "\(result.output)")
    }

    private static let axis = """
        policies: {identity: [FullAWSAccess]}
        vary:
          stage:
            prod: {policies: {permissionsBoundary: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 's3:*', Resource: '*'}]}}}
            dev: {policies: {permissionsBoundary: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}}}
        """

    @Test func valuesOfAnAxisThatExchangePoliciesAreTold() throws {
        try folder.write(Self.scenario(Self.axis), to: "scenarios/axis.yaml")
        try commit()
        let swapped = Self.axis.replacingOccurrences(of: "prod:", with: "x:")
            .replacingOccurrences(of: "dev:", with: "prod:").replacingOccurrences(of: "x:", with: "dev:")
        try folder.write(Self.scenario(swapped), to: "scenarios/axis.yaml")
        try expectTold("changed without a changed answer: scenarios/axis.yaml")
    }

    /// `Id` and `Sid` name policies and statements, and anything else where somebody chose these names.
    @Test(arguments: ["Id", "Sid"])
    func whatIsCalledIdIsComparedToo(name: String) throws {
        let accounts = "accounts: {a: {id: '444455556666', users: {\(name): {policies: [\(Self.deny)]}}}}"
        try folder.write(
            Self.scenario("policies: {identity: [\(Self.allow)]}\n\(accounts)"), to: "scenarios/id.yaml")
        try commit()
        try folder.write(
            Self.scenario(
                "policies: {identity: [\(Self.allow)]}\n\(accounts.replacingOccurrences(of: Self.deny, with: Self.allow))"
            ),
            to: "scenarios/id.yaml")
        try expectTold("changed without a changed answer: scenarios/id.yaml")
    }

    private static let unreadable = """
        Resources: {P: {Type: "AWS::IAM::Policy", Properties: {PolicyName: !Sub "x", PolicyDocument: {Statement: [
          {Effect: Deny, Action: "*", Resource: "*"}]}}}}

        """

    /// A file that could not be read before may have held a Deny.
    @Test(arguments: [
        "git rm -q policies/t.yaml", "echo '{}' > policies/t.yaml", "git mv policies/t.yaml policies/t.txt",
        "echo 'Resources: !X {}' > policies/t.yaml",
        "mkdir k && git mv policies/t.yaml k && echo 'a: !X {}' > k/t.yaml",
    ])
    func aFileThatWasUnreadableIsTold(change: String) throws {
        try folder.write(Self.unreadable, to: "policies/t.yaml")
        try commit()
        try #require(try shell(change).status == 0)
        try expectTold("policies/t.yaml")
    }

    @Test func accountsThatBecomeAScenarioAreTold() throws {
        let accounts = "accounts: {a: {id: '111122223333', users: {ann: {policies: [BOUND]}}}}"
        try folder.write(accounts.replacingOccurrences(of: "BOUND", with: Self.deny), to: "scenarios/base.yaml")
        try commit()
        try folder.write(
            Self.scenario(accounts.replacingOccurrences(of: "BOUND", with: Self.allow)), to: "scenarios/base.yaml")
        try expectTold("scenarios/base.yaml")
    }

    /// Where the base of a scenario leads to other policies by the same words.
    @Test func aBaseInAnotherFolderIsTold() throws {
        for (name, policy) in [("strict", Self.deny), ("loose", Self.allow)] {
            try folder.makeFolder(name)
            try folder.write(
                "accounts: {a: {id: '444455556666', users: {bob: {policies: [./p.yaml]}}}}", to: "\(name)/accounts.yaml"
            )
            try folder.write(policy, to: "\(name)/p.yaml")
        }
        let rest = "policies: {identity: [\(Self.allow)]}\nextends: ../strict/accounts.yaml"
        try folder.write(Self.scenario(rest), to: "scenarios/ext.yaml")
        try commit()
        try folder.write(
            Self.scenario(rest.replacingOccurrences(of: "strict", with: "loose")), to: "scenarios/ext.yaml")
        try expectTold("changed without a changed answer: scenarios/ext.yaml")
    }
}
