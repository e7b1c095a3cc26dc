import TestSupport
import Testing

/// Files that are made to hurt whoever reads assertions: each ends with an answer or a diagnostic, in little memory and soon.
@Suite struct HostileAssertionTests {
    private static func repeated(_ text: String, upTo size: Int) -> String {
        String(repeating: text, count: size / text.utf8.count)
    }

    private static let entities = (1...30)
        .map { "<!ENTITY l\($0) \"\(String(repeating: "&l\($0 - 1);", count: 10))\">" }.joined()
    private static func attributes(_ size: Int) -> String {
        (0..<size / 10).map { " a\($0)=''" }.joined()
    }

    /// A name, the document, and what the answer or the diagnostic says.
    private static let documents: [(name: String, text: String, says: String)] = [
        ("entity bomb", "<!DOCTYPE a [<!ENTITY l0 \"lol\">\(entities)]><a>&l30;</a>", "a DOCTYPE is not allowed"),
        ("external entity", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", "DOCTYPE"),
        ("external subset", "<!DOCTYPE a SYSTEM \"http://attacker.example/a.dtd\"><a/>", "DOCTYPE"),
        ("ten thousand levels", repeated("<a>", upTo: 30_000) + repeated("</a>", upTo: 40_000), "nest deeper"),
        ("one huge attribute", "<a b='\(repeated("x", upTo: 74_000))'/>", "expected a `Response`"),
        ("many attributes", "<a\(attributes(70_000))/>", "more than the 1000 attributes"),
        ("a megabyte of attributes", "<a\(attributes(1_000_000))/>", "less than or equal to 100000"),
        ("a megabyte of elements", "<a>\(repeated("<b/>", upTo: 1_000_000))</a>", "less than or equal to 100000"),
        ("more than a megabyte", repeated("<a>", upTo: 1_100_000), "over 1048576 bytes"),
        ("another encoding", "<?xml version='1.0' encoding='UTF-7'?><a/>", "the encoding `UTF-7` is not read"),
        ("no XML", "SAMLResponse=PHNhbWxw", "the assertion cannot be read"),
        ("nothing", "", "greater than or equal to 4"),
    ]

    @Test(.timeLimit(.minutes(2)), arguments: documents.indices)
    func itEndsInLittleMemory(index: Int) throws {
        let (_, text, says) = Self.documents[index]
        let folder = try TemporaryFolder()
        try folder.write(text, to: "assertion.xml")
        try folder.write(
            """
            call:
              AssumeRoleWithSAML:
                RoleArn: arn:aws:iam::111111111111:role/Developer
                PrincipalArn: arn:aws:iam::111111111111:saml-provider/Corp
                SAMLAssertion: {file: assertion.xml}
            """, to: "question.yaml")
        // Address space is bounded on Linux; elsewhere the shell may not know the limit.
        let line = "ulimit -v 262144 2>/dev/null; iamsim explain question.yaml --width 1000"
        let result = try Command.shell(line, in: folder.path)
        #expect(result.output.contains(says), "\(result.output.prefix(2_000))")
        #expect(result.status == 3 || result.status == 65)
    }
}
