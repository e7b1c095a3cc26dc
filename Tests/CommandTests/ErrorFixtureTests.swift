import Foundation
import TestSupport
import Testing

/// What bad input gets: each fixture with the whole output of the command. The golden files were read one by one when
/// they were recorded.
@Suite struct ErrorFixtureTests {
    private static let fixtures = Repository.names(in: "fixtures/errors", suffix: ".yaml")

    @Test(arguments: fixtures)
    func badInputGetsItsDiagnostic(fixture: String) throws {
        let result = try Command.iamsim(["test", "fixtures/errors/\(fixture)"])
        Golden.expect(
            "status: \(result.status)\n\(result.output)\(result.errors)",
            equals: "fixtures/errors/\(fixture.dropLast(".yaml".count)).out")
    }

    @Test func thereAreFixturesForEveryKindOfBadInput() {
        #expect(Self.fixtures.count >= 34)
    }

    private static let scenario = """
        scenario: Is the queue open?
        policies: {identity: [policy.json]}
        request: {caller: "arn:aws:iam::111111111111:user/ann", action: "sqs:SendMessage"}
        expect: [{outcome: denied}]
        """
    private static let policy =
        #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#

    @Test func aPipeIsNotWaitedFor() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.scenario, to: "scenario.yaml")
        #expect(mkfifo(folder.path("policy.json"), 0o600) == 0)
        let result = try Command.iamsim(["test", "scenario.yaml"], in: folder.path, seconds: 10)
        Golden.expect("status: \(result.status)\n\(result.errors)", equals: "fixtures/errors/made/pipe.out")
    }

    @Test func aSymbolicLinkMayNotLeaveTheRoot() throws {
        let outside = try TemporaryFolder()
        try outside.write(Self.policy, to: "policy.json")
        let folder = try TemporaryFolder()
        try folder.write(Self.scenario, to: "scenario.yaml")
        try link(outside.path("policy.json"), at: folder.path("policy.json"))
        let result = try Command.iamsim(["test", "scenario.yaml"], in: folder.path)
        Golden.expect("status: \(result.status)\n\(result.errors)", equals: "fixtures/errors/made/symbolic-link.out")
    }

    @Test func aSymbolicLinkWithinTheRootIsFollowed() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.scenario, to: "scenario.yaml")
        try folder.write(Self.policy, to: "real.json")
        try link(folder.path("real.json"), at: folder.path("policy.json"))
        #expect(try Command.iamsim(["test", "scenario.yaml"], in: folder.path).status == 0)
    }

    private func link(_ target: String, at path: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    }

    @Test func aMissingFileOnTheCommandLineHasAPlaceToo() throws {
        let result = try Command.iamsim(["test", "nowhere.yaml"])
        #expect(result.status == 65)
        #expect(result.errors == "nowhere.yaml:1:1: error: there is no such file [file-not-found]\n")
    }

    @Test func aFolderWithoutScenariosHasNoCase() throws {
        let folder = try TemporaryFolder()
        try folder.write("accounts: {}\n", to: "accounts.yaml")
        let result = try Command.iamsim(["test", "."], in: folder.path)
        #expect(result.status == 65)
        #expect(result.errors.contains("no case found"))
    }

    @Test func anyNumberOfFaultsIsToldInBoundedTime() throws {
        let folder = try TemporaryFolder()
        let members = (0..<20_000).map { "unknown\($0): 1\n" }.joined()
        try folder.write("scenario: many\n" + members, to: "many.yaml")
        let result = try Command.iamsim(["test", "many.yaml"], in: folder.path, seconds: 60)
        #expect(result.status == 65)
        #expect(result.errors.contains("iamsim: and 19901 more\n"))
        withExtendedLifetime(folder) {}
    }
}
