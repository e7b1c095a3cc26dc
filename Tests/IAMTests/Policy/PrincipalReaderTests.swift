import SourceText
import TestSupport
import Testing

@testable import IAM

@Suite struct PrincipalReaderTests {
    private func entries(_ principal: String) throws -> [PrincipalEntry] {
        let members = #""Effect": "Allow", "Principal": \#(principal), "Action": "sts:AssumeRole""#
        guard case .principal(let entries) = try Sample.statement(members, as: .trust).principal else {
            Issue.record("no principal")
            return []
        }
        return entries
    }

    /// PR-20, PL-58 to PL-62.
    @Test func eachFormIsTold() throws {
        let account = try Sample.account("111122223333")
        let prefix = "arn:aws:iam::111122223333:"
        let sts = "arn:aws:sts::111122223333:"
        let forms: [(String, PrincipalEntry)] = [
            (#""*""#, .everyone(asString: true)),
            (#"{"AWS": "*"}"#, .everyone(asString: false)),
            (#"{"AWS": "111122223333"}"#, .account(account, partition: nil)),
            (#"{"AWS": "\#(prefix)root"}"#, .account(account, partition: "aws")),
            (#"{"AWS": "\#(prefix)user/p/Ann"}"#, .user(try Sample.arn(Text("\(prefix)user/p/Ann")))),
            (#"{"AWS": "\#(prefix)role/p/R"}"#, .role(try Sample.arn(Text("\(prefix)role/p/R")))),
            (#"{"AWS": "\#(sts)assumed-role/R/S"}"#, .roleSession(try Sample.arn(Text("\(sts)assumed-role/R/S")))),
            (#"{"AWS": "\#(sts)federated-user/F"}"#, .federatedUser(try Sample.arn(Text("\(sts)federated-user/F")))),
            (#"{"AWS": "AIDAEXAMPLEEXAMPLE123"}"#, .uniqueID("AIDAEXAMPLEEXAMPLE123")),
            (#"{"AWS": "AROAEXAMPLEEXAMPLE123"}"#, .uniqueID("AROAEXAMPLEEXAMPLE123")),
            (#"{"Service": "lambda.amazonaws.com"}"#, .service("lambda.amazonaws.com")),
            (#"{"Federated": "accounts.google.com"}"#, .federated("accounts.google.com")),
            (#"{"Federated": "\#(prefix)oidc-provider/h/p"}"#, .federated(Text("\(prefix)oidc-provider/h/p"))),
            (#"{"CanonicalUser": "79a59df9"}"#, .canonicalUser("79a59df9")),
        ]
        for (text, entry) in forms { #expect(try entries(text) == [entry]) }
    }

    /// PR-21, PL-56.
    @Test func kindsAndValuesStandSideBySide() throws {
        let read = try entries(#"{"Service": ["a.amazonaws.com", "b.amazonaws.com"], "AWS": ["*", "111122223333"]}"#)
        #expect(read.count == 4)
        #expect(read.first == .service("a.amazonaws.com"))
        #expect(try entries("{}").isEmpty)
        #expect(try entries(#"{"AWS": []}"#).isEmpty)
    }

    /// An account's number is often written without quotes in YAML.
    @Test func anUnquotedAccountIsAnAccount() throws {
        #expect(try entries("{AWS: 111122223333}") == [.account(try Sample.account("111122223333"), partition: nil)])
    }

    @Test func notPrincipalIsAnElementOfItsOwn() throws {
        let members = #""Effect": "Deny", "NotPrincipal": {"AWS": "*"}, "Action": "s3:*""#
        guard case .notPrincipal(let entries) = try Sample.statement(members, as: .resource).principal else {
            Issue.record("no NotPrincipal")
            return
        }
        #expect(entries == [.everyone(asString: false)])
    }

    /// PL-56, PL-57, PR-22, PR-23.
    @Test(arguments: [
        ("invalid-principal", #"↓"111122223333""#), ("invalid-principal", #"↓"""#), ("wrong-kind", #"↓["*"]"#),
        ("wrong-kind", "↓5"), ("unknown-member", #"{↓"aws": "*"}"#), ("unknown-member", #"{↓"Group": "x"}"#),
        ("wrong-kind", #"{"AWS": ↓{}}"#), ("wrong-kind", #"{"AWS": ["*", ↓null]}"#), ("wrong-kind", #"{"AWS": ↓true}"#),
        ("invalid-principal", #"{"AWS": ↓""}"#), ("invalid-principal", #"{"AWS": ↓"11112222333"}"#),
        ("invalid-principal", #"{"AWS": ↓"arn:aws:iam::111122223333:group/G"}"#),
        ("invalid-principal", #"{"AWS": ↓"arn:aws:iam::aws:role/R"}"#),
        ("invalid-principal", #"{"AWS": ↓"arn:aws:s3:::bucket"}"#),
        ("invalid-principal", #"{"AWS": ↓"arn:aws:sts::111122223333:assumed-role/R"}"#),
        ("wildcard-in-principal", #"{"AWS": ↓"arn:aws:iam::111122223333:role/*"}"#),
        ("wildcard-in-principal", #"{"AWS": ↓"arn:aws:iam::111122223333:role/a?"}"#),
        ("wildcard-in-principal", #"{"AWS": ["*", ↓"**"]}"#),
        ("wildcard-in-principal", #"{"AWS": ↓"arn:aws:iam::*:root"}"#),
    ])
    func otherFormsAreRefused(_ id: String, _ principal: String) throws {
        let statement = #"{"Effect": "Allow", "Principal": \#(principal), "Action": "sts:AssumeRole"}"#
        let marked = MarkedSource(#"{"Version": "2012-10-17", "Statement": \#(statement)}"#)
        var diagnostics = Diagnostics()
        let node = try #require(SourceParser.parse(marked.file, &diagnostics))
        #expect(PolicyReader.read(node, as: .trust, &diagnostics) == nil)
        #expect(Complaints(diagnostics) == Complaints([id], at: marked))
    }
}
