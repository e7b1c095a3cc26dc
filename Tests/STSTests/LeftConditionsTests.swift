import IAM
import STS
import SourceText
import TestSupport
import Testing

/// A new statement keeps each condition of the statement that it follows, or tells that it does without.
@Suite struct LeftConditionsTests {
    /// Conditions that hold, that do not, and that hold as an undocumented point is read (PL-150, PL-185, PL-197), each
    /// under an operator of its own.
    private static let conditions = [
        #"StringLike: {"s3:prefix": ["docs/", "docs/${aws:username}/*"]}"#,
        #"StringNotLike: {"s3:delimiter": ["x*", "${aws:username}*"]}"#,
        #"StringEquals: {"aws:SourceVpc": vpc-1}"#,
        #"StringEqualsIgnoreCase: {"aws:SourceVpc": VPC-2}"#,
        #"StringNotEquals: {"aws:SourceVpce": vpce-1}"#,
        #"NotIpAddress: {"aws:SourceIp": 0.0.0.0/0}"#,
        #"IpAddress: {"aws:SourceIp": "2001:db8::/32"}"#,
        #""Null": {"aws:SourceVpce": ["true", "false"]}"#,
        #"Bool: {"aws:SecureTransport": "true"}"#,
        #"NumericLessThan: {"s3:max-keys": "10"}"#,
        #"DateLessThan: {"aws:CurrentTime": "2001-01-01T00:00:00Z"}"#,
    ]

    private static let places = ["identity", "permissionsBoundary", "resource", "vpcEndpoint"]

    private func question(_ place: String, _ statement: String) throws -> Question {
        let policy = #"{Version: "2012-10-17", Statement: [\#(statement)]}"#
        let all = Policies.identity("*")
        let policies =
            switch place {
            case "identity": "identity: [\(policy)]"
            case "permissionsBoundary": "identity: [\(all)], permissionsBoundary: \(policy)"
            case "vpcEndpoint": "identity: [\(all)], vpcEndpoint: \(policy)"
            default: "identity: [\(all)], resource: \(policy)"
            }
        return try Asking.question(
            """
            policies: {\(policies)}
            request:
              caller: arn:aws:sts::111122223333:assumed-role/Readers/s1
              action: s3:ListBucket
              resource: arn:aws:s3:::papers
              resourceAccount: "\(place == "resource" ? "444455556666" : "111122223333")"
              context: {"s3:prefix": docs/, "s3:delimiter": "/", "aws:SourceVpc": vpc-2, "aws:SourceIp": "2001:db8::1",
                "aws:SecureTransport": "true", "s3:max-keys": "50"}
            """)
    }

    /// A statement on the bucket that speaks of the caller and the action, or of others.
    private func statement(_ place: String, _ conditions: [String], _ dice: inout Dice) -> String {
        let names = place == "resource" || place == "vpcEndpoint"
        let principal = dice.pick([#"{AWS: "111122223333"}"#, #""*""#, #"{AWS: "777788889999"}"#])
        let action = dice.pick(["s3:ListBucket", "s3:ListBucket", "s3:*", "s3:GetBucketTagging"])
        return "{Effect: Allow, \(names ? "Principal: \(principal), " : "")Action: \"\(action)\", "
            + #"Resource: "arn:aws:s3:::papers", Condition: {\#(conditions.joined(separator: ", "))}}"#
    }

    @Test func eachConditionIsKeptOrTold() throws {
        var dice = Dice(seed: 13)
        var (kept, told) = (0, 0)
        for _ in 0..<250 {
            let place = dice.pick(Self.places)
            let chosen = Self.conditions.shuffled(using: &dice).prefix(Int.random(in: 1...4, using: &dice))
            let text = statement(place, Array(chosen), &dice)
            let answer = try question(place, text).answer(explaining: true)
            for change in answer.remedies.flatMap(\.policyChanges) {
                guard case .addStatement(let draft) = change.edit, let policy = change.policy else { continue }
                let block = JSONWriter.text(draft.condition ?? .null)
                let conditions = policy.document.statements.flatMap(\.conditions)
                let left = conditions.filter {
                    !block.contains("\"\($0.key)\": ") || !block.contains("\"\($0.operatorSpelling)\": ")
                }
                kept += conditions.count - left.count
                // A statement on others of which nothing is taken over is not followed.
                if left.count == conditions.count, !speaksOfCaller(policy, answer) { continue }
                told += left.count
                let named = (change.loosens + change.leavesOut).map { "\($0.operatorSpelling) \($0.key)" }
                for condition in left {
                    #expect(named.contains("\(condition.operatorSpelling) \(condition.key)"), "\(place): \(text)")
                }
            }
        }
        #expect(kept > 50 && told > 50, "\(kept) kept, \(told) told")
    }

    private func speaksOfCaller(_ policy: Policy, _ answer: Answer) -> Bool {
        answer.checks.flatMap(\.evaluation.policyTypes).flatMap(\.policies).contains {
            $0.policy.document === policy.document && $0.statements.contains(where: \.readsConditions)
        }
    }

    /// PL-197: the list has a variable without a value, and the new statement does without it, beside the one that fails.
    @Test func aConditionThatHoldsByOneReadingIsNamed() throws {
        let statement = #"""
            {Effect: Allow, Action: "s3:ListBucket", Resource: "arn:aws:s3:::papers", Condition: {
              StringLike: {"s3:prefix": ["docs/", "docs/${aws:username}/*"]}, StringEquals: {"aws:SourceVpc": vpc-1}}}
            """#
        let change = try #require(
            question("identity", statement).answer(explaining: true).remedies.first?.policyChanges.first)
        #expect(change.loosens.map(\.key.spelling) == ["aws:SourceVpc"])
        #expect(change.leavesOut.map(\.key.spelling) == ["s3:prefix"])
    }

    /// What a statement asks of somebody else is asked of the caller too, as far as the caller meets it.
    @Test func ofAStatementForAnotherAccountTheConditionsThatHoldAreTakenOver() throws {
        let statement = #"""
            {Effect: Allow, Principal: {AWS: "777788889999"}, Action: "s3:ListBucket", Resource: "arn:aws:s3:::papers",
              Condition: {Bool: {"aws:SecureTransport": "true"}, StringEquals: {"aws:SourceVpc": vpc-1}}}
            """#
        let change = try #require(
            question("resource", statement).answer(explaining: true).remedies.first?.policyChanges.first)
        guard case .addStatement(let draft) = change.edit else {
            Issue.record("\(change.edit)")
            return
        }
        #expect(JSONWriter.text(draft.condition ?? .null) == #"{"Bool": {"aws:SecureTransport": "true"}}"#)
        #expect(change.loosens.isEmpty)
        #expect(change.leavesOut.map(\.key.spelling) == ["aws:SourceVpc"])
    }
}
