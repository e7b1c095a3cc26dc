import Foundation
import TestSupport
import Testing

/// What files are warned of is told where answers are told, and fails a run where somebody asks for that.
@Suite struct WarningTests {
    private let folder: TemporaryFolder

    private static let void = """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": {"Service": "sqs"},
          "Action": "s3:*", "Resource": "arn:aws:S3:::b/*"}]}
        """.replacingOccurrences(of: "\n", with: "")
    private static let request = """
        {"caller": "arn:aws:iam::111122223333:user/ann", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k",
          "resourceAccount": "111122223333"}
        """.replacingOccurrences(of: "\n", with: "")

    /// A question of which the policy's file is warned.
    private static func question(_ policy: String = "p.json") -> String {
        #"{"policies": {"identity": ["FullAWSAccess"], "resource": "\#(policy)"}, "request": \#(request)}"#
    }

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Self.void, to: "p.json")
        try folder.write(Self.question(), to: "q.json")
        let scenario = Self.question().dropFirst()
        try folder.write(#"{"scenario": "x", "expect": [{"outcome": "allowed"}], "# + scenario, to: "s.json")
        let meant = #"{"scenario": "x", "expect": [{"outcome": "allowed"}], "warnings": IDS, "# + scenario
        try folder.write(meant.replacingOccurrences(of: #""p.json""#, with: Self.void), to: "meant.json")
    }

    private func iamsim(_ arguments: String, input: String = "") throws -> Command.Result {
        try Command.iamsim(arguments.split(separator: " ").map(String.init), in: folder.path, input: input)
    }

    private func warnings(_ text: String) throws -> [[String: Any]] {
        let json = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        return json["warnings"] as? [[String: Any]] ?? []
    }

    private func ids() throws -> [String] {
        try warnings(iamsim("simulate q.json").output).compactMap { $0["id"] as? String }
    }

    @Test func anAnswerHasThem() throws {
        let result = try iamsim("simulate q.json")
        #expect(result.status == 0 && result.errors.contains("p.json:1:"))
        let found = try warnings(result.output)
        #expect(!found.isEmpty)
        for warning in found {
            let place = try #require(warning["location"] as? [String: Any])
            #expect(place["file"] as? String == "p.json")
            #expect(result.errors.contains(try #require(warning["message"] as? String)))
        }
        #expect(try iamsim("explain q.json --format markdown").output.contains("warnings"))
    }

    /// Each line's answer has its own, with the line of the stream, and those of the base again and again.
    @Test(arguments: ["1", "4"]) func eachLineHasItsOwn(jobs: String) throws {
        let inline = Self.question().replacingOccurrences(of: #""p.json""#, with: Self.void)
        let plain = #"{"policies": {"identity": ["FullAWSAccess"]}, "request": \#(Self.request)}"#
        let input = [plain, inline, inline].joined(separator: "\n")
        let result = try iamsim("simulate --lines --jobs \(jobs)", input: input)
        #expect(result.status == 0)
        let found = try result.output.split(separator: "\n").map { try warnings(String($0)) }
        #expect(found.count == 3 && found[0].isEmpty && !found[1].isEmpty)
        for line in 1...2 {
            let places = found[line].compactMap { ($0["location"] as? [String: Any])?["line"] as? Int }
            #expect(!places.isEmpty && places.allSatisfy { $0 == line + 1 })
        }
        let lines = String(repeating: "{}\n", count: 5)
        let based = try iamsim("simulate --lines --jobs \(jobs) --extends q.json", input: lines)
        for line in based.output.split(separator: "\n") { #expect(try !warnings(String(line)).isEmpty, "\(line)") }
    }

    @Test func strictnessFailsARun() throws {
        #expect(try iamsim("test s.json").status == 0)
        let strict = try iamsim("test s.json --strict-warnings")
        #expect(strict.status == 1 && strict.output.contains("1 passed"))
        #expect(strict.errors.contains("--strict-warnings allows none"), "\(strict.errors)")
        #expect(try iamsim("simulate q.json --strict-warnings").status == 1)
        #expect(try iamsim("simulate --lines --strict-warnings --extends q.json", input: "{}\n").status == 1)
        #expect(try iamsim("simulate --lines --extends q.json", input: "{}\n").status == 0)
    }

    /// What a scenario names is meant in its own file, and neither told nor a failure.
    @Test func whatIsMeantFailsNothing() throws {
        let ids = try ids().map { "\"\($0)\"" }.joined(separator: ", ")
        let text = try #require(folder.text(at: "meant.json")).replacingOccurrences(of: "IDS", with: "[\(ids)]")
        try folder.write(text, to: "meant.json")
        let result = try iamsim("test meant.json --strict-warnings --format json")
        #expect(result.status == 0, "\(result.errors)")
        #expect(try warnings(result.output).isEmpty)
    }

    @Test func aWorkflowTellsAndFailsToo() throws {
        try folder.write(
            """
            on: push
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - run: aws sts get-caller-identity

            """, to: "w.yml")
        try folder.write(
            #"{"accounts": {"a": {"id": "111122223333", "resources": {"arn:aws:s3:::b": {"policy": \#(Self.void)}}}}}"#,
            to: "accounts.json")
        let result = try iamsim("workflow w.yml --extends accounts.json --format json")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains(#""warnings""#), "\(result.output)")
        #expect(try iamsim("workflow w.yml --extends accounts.json --strict-warnings").status == 1)
    }
}
