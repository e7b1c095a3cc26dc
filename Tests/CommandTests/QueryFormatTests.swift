import Foundation
import TestSupport
import Testing
import XMLText

/// `iamsim simulate --format xml`: the words of the AWS Query protocol, a golden file for each call of `calls.yaml`
/// (STS-70, STS-81 to STS-83).
@Suite struct QueryFormatTests {
    private static let file = "fixtures/sts/calls.yaml"
    private static let namespace = "https://sts.amazonaws.com/doc/2011-06-15/"

    static let cases: [String] = {
        let list = try? Command.iamsim(["test", "--list", file]).output
        return (list ?? "").split(separator: "\n").map { String($0.dropFirst("\(file): ".count)) }
    }()

    @Test func eachOperationHasACase() {
        #expect(Self.cases.count == 17)
    }

    @Test(arguments: cases)
    func aResponseIsAsRecorded(name: String) throws {
        let result = try Command.iamsim(["simulate", Self.file, "--case", name, "--format", "xml"])
        Golden.expect(result.output, equals: "fixtures/sts/\(name).xml")
    }

    /// Read back by libxml2, the values are those of the JSON answer; the exit status is the same, too.
    @Test(arguments: cases)
    func aResponseReadsBack(name: String) throws {
        let xml = try Command.iamsim(["simulate", Self.file, "--case", name, "--format", "xml"])
        let json = try Command.iamsim(["simulate", Self.file, "--case", name])
        #expect(xml.status == json.status)
        let answer = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let root = try XMLParser().parse(Array(xml.output.utf8))
        func find(_ path: String...) -> String? {
            path.reduce([root]) { found, name in
                found.flatMap { $0.elements(named: XMLName(name, namespace: Self.namespace)) }
            }.first?.text
        }
        if let error = answer["aws"] as? [String: Any] {
            #expect(root.name == XMLName("ErrorResponse", namespace: Self.namespace))
            #expect(find("Error", "Code") == error["code"] as? String)
            #expect(find("Error", "Message") == error["message"] as? String)
            #expect(find("Error", "Type") == "Sender")
            return
        }
        let operation = try #require(root.name.local.hasSuffix("Response") ? root.name.local.dropLast(8) : nil)
        let result = "\(operation)Result"
        guard let session = answer["session"] as? [String: Any] else {
            #expect(operation == "GetCallerIdentity")
            #expect(find(result, "Credentials") == nil)
            return
        }
        #expect(find(result, "Credentials", "Expiration") == session["expires"] as? String)
        #expect(find(result, "SourceIdentity") == session["sourceIdentity"] as? String)
        #expect(find(result, "Credentials", "AccessKeyId")?.utf8.count == 20)
        let arn = find(result, "AssumedRoleUser", "Arn") ?? find(result, "FederatedUser", "Arn")
        if let arn { #expect(arn == session["arn"] as? String) }
        #expect((arn == nil) == (operation == "GetSessionToken" || operation == "AssumeRoot"))
    }

    @Test func aPlainRequestHasNoResponse() throws {
        let request = "scenarios/basics/bucket-policy.yaml"
        let name = try Command.iamsim(["test", "--list", request]).output.split(separator: "\n").first ?? ""
        let title = String(name.dropFirst("\(request): ".count))
        let result = try Command.iamsim(["simulate", request, "--case", title, "--format", "xml"])
        #expect(result.status == 64)
        #expect(result.output.isEmpty)
        #expect(try Command.iamsim(["simulate", "--lines", "--format", "xml"]).status == 64)
    }
}
