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

    /// A Deny on a tag whose key differs from that of the request by a letter that only Unicode folds, on either side: of the
    /// request, of the session and of the resource (STS-92).
    @Test(arguments: [
        ("aws:RequestTag/key", "\u{212A}ey"), ("aws:RequestTag/\u{17F}ey", "Sey"), ("aws:RequestTag/\u{C4}", "\u{E4}"),
    ])
    func aDenyOnALikeTagHasACaveat(_ condition: String, _ tag: String) throws {
        var call = Call(parameters: "Tags: {'\(tag)': x}")
        let deny = "Effect: Deny, Principal: '*', Action: 'sts:*', Condition: {StringLike: {'\(condition)': '*'}}"
        call.trust =
            "{Version: '2012-10-17', Statement: [{Effect: Allow, Principal: '*', Action: 'sts:*'}, {\(deny)}]}"
        let found = try call.answer()
        #expect(found.decision == .allowed)
        #expect(found.caveats == [Caveat(point: .tagKeysFoldBeyondASCII, otherwise: .explicitDeny)])
        call.choices = "{tagKeysFoldBeyondASCII: true}"
        #expect(try call.answer().decision == .explicitDeny)
    }

    @Test(arguments: ["aws:PrincipalTag/loc\u{212A}", "iam:ResourceTag/\u{17F}tage", "aws:ResourceTag/\u{17F}tage"])
    func soHasOneOnATagOfTheCallerOrOfTheResource(_ key: String) throws {
        let found = try Asking.answer(
            """
            accounts: {a: {id: '111111111111', roles: {R: {tags: {lock: x}, policies: [\(Policies.identity("*")),
              {Version: '2012-10-17', Statement: [{Effect: Deny, Action: '*', Resource: '*',
              Condition: {StringEquals: {'\(key)': x}}}]}]}, S: {tags: {Stage: x}}}}}
            request: {caller: {role: 'arn:aws:iam::111111111111:role/R', session: s1}, action: 'iam:GetRole',
              resource: 'arn:aws:iam::111111111111:role/S'}
            """)
        #expect(found.decision == .allowed)
        #expect(found.caveats == [Caveat(point: .tagKeysFoldBeyondASCII, otherwise: .explicitDeny)])
    }
}
