import IAM

extension QuestionSketch {
    /// A question made by chance.
    public static func random(_ dice: inout Dice) -> QuestionSketch {
        var question = QuestionSketch(action: dice.pick(actions), resource: dice.pick(resources))
        question.caller = dice.once(in: 2) ? dice.pick(Caller.allCases) : .user
        question.resourceAccount = dice.pick(["111111111111", "111111111111", "222222222222", nil])
        question.rule = dice.pick(EvaluationLogic.ResourceRule.allCases)
        question.context = dice.some(4) { dice in [dice.pick(ConditionSketch.keys), dice.pick(values)] }
        question.identity = dice.some(3) { PolicySketch.random(as: .identity, &$0) }
        if !dice.once(in: 3) { question.resourcePolicy = .random(as: question.resourceType, &dice) }
        if dice.once(in: 4) { question.boundary = .random(as: .permissionsBoundary, &dice) }
        if dice.once(in: 5) { question.session = dice.some(2) { PolicySketch.random(as: .session, &$0) } }
        if dice.once(in: 3) { question.serviceControl = levels(as: .serviceControl, &dice) }
        if dice.once(in: 4) { question.resourceControl = levels(as: .resourceControl, &dice) }
        if dice.once(in: 6) { question.endpoint = .random(as: .vpcEndpoint, &dice) }
        return question
    }

    private static let actions = [
        "s3:GetObject", "s3:PutObject", "S3:GETOBJECT", "sts:AssumeRole", "sts:TagSession", "kms:Decrypt",
        "iam:PassRole",
        "ec2:DescribeInstances", "s3:PutBucketPolicy", "iam:DeleteRole",
    ]

    private static let resources = [
        "*", "arn:aws:s3:::data", "arn:aws:s3:::data/ann/x", "arn:aws:s3:::data/none/x", "arn:aws:s3:::data/aaaaaaaaax",
        "arn:aws:iam::111111111111:role/deploy", "arn:aws:iam::222222222222:role/deploy",
        "arn:aws:kms:eu-west-1:111111111111:key/1", "arn:aws-cn:s3:::data/x", "arn:aws:s3:::data/é",
        "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/x",
    ]

    private static let values = [
        #""1""#, #""12""#, #""a""#, #""ann""#, #""""#, "[]", #"["a", "b"]"#, #"["1"]"#, #"["", ""]"#, #""true""#,
        #""True""#,
        #""2026-01-01T00:00:00Z""#, #""1767225600""#, #""10.1.2.3""#, #""2001:db8::1""#, #""::ffff:10.1.2.3""#,
        #""AQID""#, #""arn:aws:s3:::data/ann/x""#, #""é""#, #""*""#,
    ]

    /// The levels of an organization: each has a policy that allows everything, or some of chance.
    private static func levels(as type: PolicyType, _ dice: inout Dice) -> [[PolicySketch]] {
        (0..<Int.random(in: 1...3, using: &dice)).map { _ in
            let full = type == .serviceControl && !dice.once(in: 5) ? [PolicySketch.everything("Allow", as: type)] : []
            return full + dice.some(2) { PolicySketch.random(as: type, &$0) }
        }
    }
}

extension QuestionSketch {
    /// Questions that lack one part of this one.
    var smaller: [QuestionSketch] {
        var candidates: [QuestionSketch] = []
        func add(_ change: (inout QuestionSketch) -> Void) {
            var question = self
            change(&question)
            if question != self { candidates.append(question) }
        }
        add { $0.resourcePolicy = nil }
        add { $0.boundary = nil }
        add { $0.session = nil }
        add { $0.serviceControl = nil }
        add { $0.resourceControl = nil }
        add { $0.endpoint = nil }
        add { $0.caller = .user }
        add { $0.rule = .eitherSide }
        for index in identity.indices { add { $0.identity.remove(at: index) } }
        for index in context.indices { add { $0.context.remove(at: index) } }
        for part in [\QuestionSketch.serviceControl, \.resourceControl] {
            for level in (self[keyPath: part] ?? []).indices {
                add { $0[keyPath: part]?.remove(at: level) }
                for index in (self[keyPath: part]?[level] ?? []).indices {
                    add { $0[keyPath: part]?[level].remove(at: index) }
                }
            }
        }
        for (index, policy) in identity.enumerated() {
            for smaller in policy.smaller { add { $0.identity[index] = smaller } }
        }
        for part in [\QuestionSketch.resourcePolicy, \.boundary, \.endpoint] {
            for smaller in self[keyPath: part]?.smaller ?? [] { add { $0[keyPath: part] = smaller } }
        }
        return candidates
    }
}
