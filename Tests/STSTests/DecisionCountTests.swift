import STS
import Testing

@testable import IAM

/// Explaining an answer decides again and again. How often does not hang on how large the policies are.
@Suite struct DecisionCountTests {
    /// Explaining makes at most so many decisions for each that the answer itself takes.
    private static let bound = 20

    private func counts(_ text: String) throws -> (plain: Int, explained: Int) {
        let question = try Asking.question(text)
        let plain = DecisionCount.during { _ = question.answer() }
        let explained = DecisionCount.during { _ = question.answer(explaining: true) }
        return (plain, explained)
    }

    private static func policy(_ statements: some Sequence<String>) -> String {
        #"{Version: "2012-10-17", Statement: [\#(statements.joined(separator: ", "))]}"#
    }

    private static func plain(_ statements: [String], more: String = "") -> String {
        """
        policies: {identity: [\(policy(statements))]\(more)}
        request:
          {caller: "arn:aws:iam::111111111111:user/ann", action: "s3:GetObject", resource: "arn:aws:s3:::b/k",
          context: {"x:team": a, "x:stage": test}}
        """
    }

    private static func statement(_ number: Int, _ more: String, effect: String = "Allow") -> String {
        #"{Sid: S\#(number), Effect: \#(effect), Action: "s3:GetObject", Resource: "*"\#(more)}"#
    }

    private static let near = (0..<300).map { statement($0, #", Condition: {StringEquals: {"x:team": v\#($0)}}"#) }
    private static let twofold = (0..<300).map {
        statement($0, #", Condition: {StringEquals: {"x:team": v\#($0), "x:stage": w\#($0)}}"#)
    }
    private static let denying =
        [statement(0, "")] + (1..<9).map { statement($0, "", effect: "Deny") }
    private static let manyDenying = [statement(0, "")] + (1..<300).map { statement($0, "", effect: "Deny") }
    private static let levels =
        ", serviceControl: [" + (0..<5).map { _ in "[\(policy(near))]" }.joined(separator: ", ") + "]"

    private static func assuming(_ conditions: String) -> String {
        let trust = (0..<200).map {
            #"{Sid: S\#($0), Effect: Allow, Principal: {AWS: "111111111111"}, "#
                + #"Action: ["sts:AssumeRole", "sts:TagSession"], "#
                + "Condition: {StringEquals: {\(conditions.replacing("N", with: "\($0)"))}}}"
        }
        return """
            policies: {identity: [\(Policies.identity("sts:*"))], trust: \(policy(trust))}
            call:
              caller: arn:aws:iam::111111111111:user/ann
              AssumeRole:
                {RoleArn: "arn:aws:iam::222222222222:role/R", RoleSessionName: run1, ExternalId: given,
                Tags: {team: a, stage: test}}
            """
    }

    private static let questions = [
        plain(near), plain(twofold), plain(denying), plain(manyDenying), plain(near, more: levels),
        assuming(#""sts:ExternalId": wantedN"#), assuming(#""aws:RequestTag/team": [vN, wN]"#),
        assuming(#""sts:ExternalId": wantedN, "aws:RequestTag/team": vN, "aws:RequestTag/stage": wN"#),
    ]

    @Test(arguments: questions.indices)
    func explainingMakesABoundedNumberOfDecisions(_ index: Int) throws {
        let (plain, explained) = try counts(Self.questions[index])
        #expect(plain > 0)
        #expect(explained <= Self.bound * plain, "\(explained) decisions, \(plain) without explaining")
    }

    /// The count itself counts.
    @Test func eachDecisionIsCounted() throws {
        let question = try Asking.question(Self.plain([Self.statement(0, "")]))
        let once = DecisionCount.during { _ = question.answer() }
        #expect(once > 0)
        #expect(DecisionCount.during { for _ in 0..<3 { _ = question.answer() } } == 3 * once)
        #expect(DecisionCount.during {} == 0)
    }
}
