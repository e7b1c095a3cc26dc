import IAM
import SourceText
import TestSupport
import Testing

@Suite struct EvaluatorTests {
    private func request(
        _ action: Text = "s3:GetObject", on resource: Text = "arn:aws:s3:::data/key", by caller: Principal? = nil,
        owner: Text = "111111111111", context: String = "{}"
    ) throws -> Request {
        Request(
            principal: try caller ?? Callers.user(), action: try #require(Action(action)),
            resource: try #require(RequestResource(resource)), resourceAccount: AccountID(owner),
            context: try Sample.context(context))
    }

    /// PL-31: a statement without a resource speaks of the resource that it belongs to.
    @Test func theFirstPartThatDoesNotFitIsRecorded() throws {
        let policy = try Sample.policy(
            #"""
            "Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": "s3:Get*",
            "Resource": "arn:aws:s3:::data/*",
            "Condition": {"StringEquals": {"k:a": "1", "k:b": "2"}}
            """#, as: .resource)
        func mismatch(_ request: Request) -> StatementPart? {
            let evaluation = Evaluator.evaluate(request, by: ApplicablePolicies(resource: policy))
            return evaluation.policyTypes[1].policies[0].statements[0].mismatch
        }
        let good = #"{"k:a": "1", "k:b": "2"}"#
        #expect(mismatch(try request(context: good)) == nil)
        #expect(mismatch(try request("s3:PutObject", context: good)) == .action)
        #expect(mismatch(try request(by: Callers.user(in: "222222222222"), context: good)) == .principal)
        #expect(mismatch(try request(on: "arn:aws:s3:::other/key", context: good)) == .resource)
        #expect(mismatch(try request(context: #"{"k:b": "2"}"#)) == .condition(0))
        #expect(mismatch(try request(context: #"{"k:a": "1", "k:b": "3"}"#)) == .condition(1))
    }

    @Test func denyingStatementsDecideADeny() throws {
        let allow = try Sample.policy(#""Sid": "A", "Effect": "Allow", "Action": "*", "Resource": "*""#, name: "allow")
        let deny = try Sample.policy(#""Sid": "D", "Effect": "Deny", "Action": "s3:*", "Resource": "*""#, name: "deny")
        let bucket = try Sample.policy(
            #""Sid": "B", "Effect": "Deny", "Principal": "*", "Action": "*""#, as: .resource, name: "bucket")
        let both = Evaluator.evaluate(
            try request(), by: ApplicablePolicies(identity: [allow, deny], resource: bucket))
        #expect(both.decision.verdict == .explicitDeny)
        #expect(both.decision.blockedBy.types == [.identity, .resource])
        #expect(both.decidingStatements.map(\.statement.sid) == ["D", "B"])
        #expect(both.decidingStatements.map(\.policy) == ["deny", "bucket"])
        #expect(both.decidingStatements.map(\.type) == [.identity, .resource])
    }

    @Test func allowingStatementsDecideAnAllowAndNoneASilence() throws {
        let allow = try Sample.policy(#""Sid": "A", "Effect": "Allow", "Action": "s3:*", "Resource": "*""#)
        let allowed = Evaluator.evaluate(try request(), by: ApplicablePolicies(identity: [allow]))
        #expect(allowed.decision == .allowed)
        #expect(allowed.decidingStatements.map(\.statement.sid) == ["A"])
        let silent = Evaluator.evaluate(try request("ec2:RunInstances"), by: ApplicablePolicies(identity: [allow]))
        #expect(silent.decision.verdict == .implicitDeny)
        #expect(silent.decidingStatements.isEmpty)
        #expect(Evaluator.decide(try request(), by: ApplicablePolicies()).blockedBy.types == [.identity])
    }

    /// EV-9: a resource without an owner belongs to nobody else.
    @Test func accountsAreTheSameUnlessAnOwnerSaysOtherwise() throws {
        #expect(try request().isSameAccount)
        #expect(try !request(owner: "222222222222").isSameAccount)
        #expect(try request(owner: "").isSameAccount)
    }

    @Test func everyPolicyTypeIsRecordedWithItsVerdict() throws {
        let evaluation = Evaluator.evaluate(
            try request("sts:AssumeRole"), by: ApplicablePolicies(resourceRule: .trustMustSpeak))
        #expect(evaluation.policyTypes.map(\.type) == [.identity, .trust])
        #expect(evaluation.policyTypes.map(\.result.verdict) == [.implicitDeny, .implicitDeny])
        #expect(PolicyTypeResult(denies: true, allows: true).verdict == .explicitDeny)
        #expect(PolicyTypeResult(allows: true).verdict == .allowed)
    }
}
