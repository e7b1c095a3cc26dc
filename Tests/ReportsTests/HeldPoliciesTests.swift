import Reports
import SourceText
import Testing

/// A policy that stands in a file is found, however its words are written.
@Suite struct HeldPoliciesTests {
    private func held(_ text: String) throws -> Int {
        var diagnostics = Diagnostics()
        let node = SourceParser.parse(SourceFile(path: "a.yaml", text: text), &diagnostics)
        return HeldPolicies(in: try #require(node, "\(diagnostics.all.map(\.rendered))")).documents.count
    }

    /// Texts within texts escape once more each time; YAML and URLs have escapes of their own.
    @Test(arguments: [
        #"policy: '{"Statement": [{"Effect": "Allow"}]}'"#,
        #"policy: '{"State\u006dent": [{"Eff\u0065ct": "Allow"}]}'"#,
        #"policy: '"{\"State\\u006dent\": [{\"Eff\\\\u0065ct\": 1}]}"'"#,
        #"policy: '"State\x6dent": {"\x45ffect": Allow}'"#,
        #"policy: '"\U00000053tatement": {"Effe\u0063t": Allow}'"#,
        "policy: \"%7B%22State%6Dent%22%3A%5B%7B%22%45ffect%22%3A1\"",
        #"provider: {iam: {role: {statements: [{Effect: Allow, Action: "*"}]}}}"#,
    ]) func anEscapedWordIsRead(text: String) throws { #expect(try held(text) == 1, "\(text)") }

    @Test(arguments: [
        #"note: 'statement of the bank'"#, #"note: 'eff\u0065ct'"#, "note: 100%", #"note: 'a\'"#,
        #"note: 'State\u006ent effect'"#, #"note: 'State\u006 effect'"#,
    ]) func whatSpeaksOfNoStatementIsNone(text: String) throws { #expect(try held(text) == 0, "\(text)") }

    /// What could not be parsed, such as a second document, is looked at by its bytes.
    @Test(arguments: [
        ("a: 1\n---\n\"State\\x6dent\": [{\"\\x45ffect\": Allow}]\n", true),
        ("a: 1\n---\n\"State\\\n  ment\": []\n", true), ("{{ x }}: \"\\u0053tatement\"", true),
        ("a: 1\n---\nb: \\", false), ("%", false), ("\\u", false), ("", false),
    ]) func bytesAreLookedAtWithoutTheirEscapes(text: String, isMentioned: Bool) {
        #expect(HeldPolicies.isMentioned(in: Array(text.utf8)) == isMentioned)
    }
}
