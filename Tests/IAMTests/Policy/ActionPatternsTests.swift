import IAM
import SourceText
import TestSupport
import Testing

/// Long lists of patterns match what their patterns match, in whatever order these stand.
@Suite struct ActionPatternsTests {
    private static let patterns = [
        "s3:GetObject", "s3:Get*", "S3:list*", "sts:AssumeRole", "sts:*", "ec2:Describe*", "iam:PassRole", "s*:Put*",
        "*:Tag*",
        "kms:Decrypt", "kms:?ncrypt",
    ]
    private static let actions = [
        "s3:GetObject", "s3:PutObject", "S3:LISTBUCKET", "sts:assumerole", "ec2:RunInstances", "iam:PassRole",
        "sqs:PutMessage", "ecr:TagResource", "kms:Encrypt", "kms:Decrypt", "dynamodb:Query",
    ]

    @Test func aListMatchesWhatSomePatternMatches() throws {
        var dice = Dice(seed: 20)
        for _ in 0..<300 {
            let spellings = (0..<Int.random(in: 1...24, using: &dice)).map { _ in dice.pick(Self.patterns) }
            let list = spellings.map { "\"\($0)\"" }.joined(separator: ", ")
            let policy = try Sample.policy(#""Effect": "Allow", "Action": [\#(list)], "Resource": "*""#)
            for name in Self.actions {
                let action = try #require(Action(Text(name)))
                let request = Request(
                    principal: try Callers.user(), action: action, resource: try #require(RequestResource("*")),
                    resourceAccount: nil, context: RequestContext())
                let isMatched = spellings.contains { ActionPattern(Text($0))?.matches(action) ?? false }
                let decision = Evaluator.decide(request, by: ApplicablePolicies(identity: [policy]))
                #expect(decision.isAllowed == isMatched, "\(name) by \(list)")
            }
        }
    }
}
