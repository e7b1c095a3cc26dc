import IAM
import STS
import Testing

/// Letter case in the keys of tags (STS-92).
@Suite struct TagKeyTests {
    /// A role with one tag and a Deny on it, and a session with another tag.
    private func answer(role: String, session: String, choices: String = "{}") throws -> Answer {
        try Asking.answer(
            """
            accounts: {a: {id: '111111111111', roles: {R: {tags: {'\(role)': kept}, policies: [\(Policies.identity("*")),
              {Version: '2012-10-17', Statement: [{Effect: Deny, Action: '*', Resource: '*',
              Condition: {StringEquals: {'aws:PrincipalTag/\(role)': kept}}}]}]}}}}
            request: {caller: {role: 'arn:aws:iam::111111111111:role/R', session: s1, tags: {'\(session)': other}},
              action: 's3:GetObject', resource: 'arn:aws:s3:::b/k'}
            choices: \(choices)
            """)
    }

    @Test func asciiLettersFold() throws {
        let found = try answer(role: "lock", session: "LOCK")
        #expect(found.decision == .allowed)
        #expect(found.caveats.isEmpty)
        #expect(try answer(role: "lock", session: "other").decision == .explicitDeny)
    }

    /// A session's tag does not take the place of the role's by a letter that only Unicode folds; what AWS does is
    /// undocumented, so that the answer says what it hangs on. The letters are the Kelvin sign, the long s, and a capital Ä.
    @Test(arguments: [("lock", "loc\u{212A}"), ("secret", "\u{17F}ecret"), ("\u{E4}", "\u{C4}")])
    func otherLettersDoNot(_ role: String, _ session: String) throws {
        let found = try answer(role: role, session: session)
        #expect(found.decision == .explicitDeny)
        #expect(found.caveats == [Caveat(point: .tagKeysFoldBeyondASCII, otherwise: .allowed)])
        let otherwise = try answer(role: role, session: session, choices: "{tagKeysFoldBeyondASCII: true}")
        #expect(otherwise.decision == .allowed)
    }

    /// Texts that are canonically equivalent are two keys.
    @Test func composedAndDecomposedLettersAreTwoKeys() throws {
        let found = try answer(role: "caf\u{E9}", session: "cafe\u{301}")
        #expect(found.decision == .explicitDeny)
        #expect(found.caveats.isEmpty)
    }

    /// Two tags of one call, whose keys are one by the other reading: AWS would refuse the call.
    @Test func twoKeysOfOneCallMayBeOne() throws {
        var call = Call(parameters: "Tags: {'k': a, '\u{212A}': b}")
        let found = try call.answer()
        #expect(found.decision == .allowed)
        #expect(found.caveats.contains(Caveat(point: .tagKeysFoldBeyondASCII, otherwise: .failed)))
        call.choices = "{tagKeysFoldBeyondASCII: true}"
        #expect(try call.answer().decision == .failed)
    }
}
