import IAM
import SourceText
import Testing

/// Policies and requests made by chance, the same at each run: what must hold of all of them.
@Suite struct GeneratedPoliciesTests {
    private struct Case {
        let request: Request
        let policies: ApplicablePolicies
    }

    private static func cases(_ count: Int, seed: UInt64) throws -> [Case] {
        var generator = Dice(seed: seed)
        return try (0..<count).map { _ in
            let rule = EvaluationLogic.ResourceRule.allCases.randomElement(using: &generator) ?? .eitherSide
            let hasResource = generator.chance(3)
            let policies = ApplicablePolicies(
                identity: try (0..<Int.random(in: 0...2, using: &generator)).map { _ in
                    try generator.policy(as: .identity)
                },
                resource: hasResource ? try generator.policy(as: .resource) : nil, resourceRule: rule)
            return Case(request: try generator.request(), policies: policies)
        }
    }

    @Test func decideAndEvaluateAgree() throws {
        var verdicts: Set<Verdict> = []
        for one in try Self.cases(2_000, seed: 1) {
            let evaluation = Evaluator.evaluate(one.request, by: one.policies)
            #expect(Evaluator.decide(one.request, by: one.policies) == evaluation.decision)
            verdicts.insert(evaluation.decision.verdict)
        }
        #expect(verdicts.count == 3)
    }

    /// The decision can be read off the recorded statements.
    @Test func whatIsRecordedTellsTheDecision() throws {
        for one in try Self.cases(1_000, seed: 2) {
            let evaluation = Evaluator.evaluate(one.request, by: one.policies)
            for type in evaluation.policyTypes {
                let matching = type.policies.flatMap(\.statements).filter { $0.mismatch == nil }
                #expect(type.result.denies == matching.contains { $0.statement.effect == .deny })
                let allows = matching.filter { $0.statement.effect == .allow }
                #expect(type.result.allows == !allows.isEmpty)
                #expect(type.result.grant == allows.map(\.grant).max() ?? .none)
            }
            var logic = EvaluationLogic(
                caller: .ordinary, resourceRule: one.policies.resourceRule, isSameAccount: one.request.isSameAccount)
            logic.identity = evaluation.policyTypes[0].result
            logic.resource = evaluation.policyTypes[1].result
            #expect(logic.decision.verdict == evaluation.decision.verdict)
            #expect(logic.decision.blockedBy == evaluation.decision.blockedBy)
            #expect(evaluation.decidingStatements.isEmpty == (evaluation.decision.verdict == .implicitDeny))
        }
    }

    @Test func aFurtherDenyNeverWidens() throws {
        var generator = Dice(seed: 3)
        for one in try Self.cases(1_000, seed: 4) {
            var more = one.policies
            more.identity.append(try generator.policy(as: .identity, effects: ["Deny"]))
            let before = Evaluator.decide(one.request, by: one.policies)
            let after = Evaluator.decide(one.request, by: more)
            #expect(before.isAllowed || !after.isAllowed)
            #expect(before.verdict != .explicitDeny || after.verdict == .explicitDeny)
        }
    }

    @Test func aPolicyLessThatOnlyAllowsNeverWidens() throws {
        var generator = Dice(seed: 5)
        for one in try Self.cases(1_000, seed: 6) {
            var more = one.policies
            more.identity.append(try generator.policy(as: .identity, effects: ["Allow"]))
            let less = Evaluator.decide(one.request, by: one.policies)
            #expect(!less.isAllowed || Evaluator.decide(one.request, by: more).isAllowed)
        }
    }

    /// PL-7: the order of statements and policies means nothing.
    @Test func orderMeansNothing() throws {
        for one in try Self.cases(1_000, seed: 7) {
            var reversed = one.policies
            reversed.identity.reverse()
            #expect(Evaluator.decide(one.request, by: one.policies) == Evaluator.decide(one.request, by: reversed))
        }
    }
}

/// Chance with a seed (SplitMix64), and what is made of it.
private struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    /// True all but once in some times.
    mutating func chance(_ times: Int) -> Bool {
        Int.random(in: 0..<times, using: &self) > 0
    }

    private mutating func pick(_ choices: [String]) -> String {
        choices.randomElement(using: &self) ?? ""
    }

    mutating func policy(as type: PolicyType, effects: [String] = ["Allow", "Allow", "Deny"]) throws -> Policy {
        let statements = (0..<Int.random(in: 1...3, using: &self)).map { _ in "{\(statement(type, effects))}" }
        let text = #"{"Version": "2012-10-17", "Statement": [\#(statements.joined(separator: ", "))]}"#
        return Policy(name: "generated", document: try Sample.document(text, as: type))
    }

    private mutating func statement(_ type: PolicyType, _ effects: [String]) -> String {
        var members = [#""Effect": "\#(pick(effects))""#]
        members.append(
            pick([
                #""Action": "*""#, #""Action": ["s3:Get*", "sts:AssumeRole"]"#, #""NotAction": "s3:GetObject""#,
                #""Action": "s3:*""#,
            ]))
        members.append(
            pick([
                #""Resource": "*""#, #""Resource": "arn:aws:s3:::data/*""#, #""NotResource": "arn:aws:s3:::data/*""#,
                #""Resource": "arn:aws:s3:::data/${aws:username, 'none'}/*""#,
            ]))
        if type == .resource { members.append(principal()) }
        if !chance(2) { members.append(#""Condition": \#(condition())"#) }
        return members.joined(separator: ", ")
    }

    private mutating func principal() -> String {
        pick([
            #""Principal": "*""#, #""Principal": {"AWS": "111111111111"}"#,
            #""Principal": {"AWS": ["arn:aws:iam::111111111111:user/ann", "222222222222"]}"#,
            #""Principal": {"AWS": "arn:aws:iam::111111111111:role/deploy"}"#,
            #""NotPrincipal": {"AWS": ["arn:aws:iam::111111111111:user/ann", "111111111111"]}"#,
        ])
    }

    private mutating func condition() -> String {
        pick([
            #"{"StringEquals": {"k:a": "1"}}"#, #"{"StringNotEquals": {"k:a": "1"}}"#,
            #"{"StringLikeIfExists": {"k:a": "1*"}}"#, #"{"Null": {"k:a": "true"}}"#,
            #"{"ForAnyValue:StringLike": {"k:l": ["a*", "b"]}}"#, #"{"ForAllValues:StringNotEquals": {"k:l": "a"}}"#,
        ])
    }

    mutating func request() throws -> Request {
        let account: Text = chance(3) ? "111111111111" : "222222222222"
        let caller = chance(2) ? try Callers.session(in: account) : try Callers.user(in: account)
        let action = pick(["s3:GetObject", "s3:PutObject", "sts:AssumeRole", "ec2:DescribeInstances"])
        let resource = pick(["*", "arn:aws:s3:::data/ann/x", "arn:aws:s3:::data/none/x", "arn:aws:s3:::other/x"])
        let contexts = [
            "{}", #"{"k:a": "1"}"#, #"{"k:a": "12", "k:l": []}"#, #"{"k:l": ["a", "b"], "aws:username": "ann"}"#,
        ]
        return Request(
            principal: caller, action: try #require(Action(Text(action))),
            resource: try #require(RequestResource(Text(resource))),
            resourceAccount: chance(3) ? AccountID("111111111111") : nil, context: try Sample.context(pick(contexts)))
    }
}
