import IAM

/// What random statements are made of: forms that policies have, ordinary and odd.
extension StatementSketch {
    static func random(as type: PolicyType, _ dice: inout Dice) -> StatementSketch {
        let effect = type == .resourceControl ? "Deny" : dice.pick(["Allow", "Allow", "Deny"])
        var statement = StatementSketch(
            effect: effect, action: action(&dice), resource: type == .trust ? nil : resource(type, &dice),
            principal: type.hasPrincipal ? principal(type, &dice) : nil)
        var operators: Set<String> = []
        statement.conditions = (dice.once(in: 2) ? dice.some(3, ConditionSketch.random) : []).filter {
            operators.insert($0.comparison).inserted
        }
        return statement
    }

    private static let actions = [
        "*", "s3:*", "s3:Get*", "S3:getobject", "s3:GetObject", "s*:*", "*:GetObject", "s3:?etObject", "sts:AssumeRole",
        "sts:TagSession", "sts:*", "iam:*Role*", "kms:Decrypt", "ec2:Describe*",
    ]

    private static func action(_ dice: inout Dice) -> String {
        let name = dice.once(in: 5) ? "NotAction" : "Action"
        return #""\#(name)": \#(list(actions, &dice))"#
    }

    private static let resources = [
        "*", "arn:aws:s3:::data/*", "arn:aws:s3:::data", "arn:aws:s3:::data/${aws:username}/*",
        "arn:aws:s3:::data/${aws:username, 'none'}/*", "arn:aws:s3:::data/${k:l}", "arn:*:s3:*:*:*",
        "arn:aws:iam::111111111111:role/*", "arn:aws:iam::*:role/deploy", "arn:aws:s3:::da?a/ann/${*}",
        "arn:aws:s3:::*x",
        "arn:aws:s3:::data/*a*a*x", "arn:aws:kms:eu-west-1:111111111111:key/*", "arn:aws:s3:::data/é*",
    ]

    private static func resource(_ type: PolicyType, _ dice: inout Dice) -> String {
        let name = dice.once(in: 5) ? "NotResource" : "Resource"
        return #""\#(name)": \#(list(resources, &dice))"#
    }

    private static let principals = [
        #""*""#, #"{"AWS": "*"}"#, #"{"AWS": "111111111111"}"#, #"{"AWS": "arn:aws:iam::222222222222:root"}"#,
        #"{"AWS": ["arn:aws:iam::111111111111:user/ann", "222222222222"]}"#,
        #"{"AWS": ["arn:aws:iam::111111111111:user/ann", "111111111111"]}"#,
        #"{"AWS": "arn:aws:iam::111111111111:role/deploy"}"#,
        #"{"AWS": ["arn:aws:sts::111111111111:assumed-role/deploy/run", "arn:aws:iam::111111111111:role/deploy"]}"#,
        #"{"AWS": "arn:aws:sts::111111111111:federated-user/bob"}"#, #"{"Service": "ec2.amazonaws.com"}"#,
        #"{"Service": "ec2.amazonaws.com", "AWS": "111111111111"}"#,
    ]

    private static func principal(_ type: PolicyType, _ dice: inout Dice) -> String {
        if type == .resourceControl { return #""Principal": "*""# }
        let name = dice.once(in: 6) ? "NotPrincipal" : "Principal"
        return #""\#(name)": \#(dice.pick(principals))"#
    }

    fileprivate static func list(_ choices: [String], _ dice: inout Dice) -> String {
        if dice.once(in: 2) { return #""\#(dice.pick(choices))""# }
        let values = (0..<Int.random(in: 1...3, using: &dice)).map { _ in #""\#(dice.pick(choices))""# }
        return "[\(values.joined(separator: ", "))]"
    }
}

extension ConditionSketch {
    /// Values that suit a kind of operator, and beside them some that do not.
    private static func values(for comparison: ConditionOperator.Comparison) -> [String] {
        switch comparison {
        case .bool, .null: ["true", "false"]
        case .numericEquals, .numericNotEquals, .numericLessThan, .numericLessThanEquals, .numericGreaterThan,
            .numericGreaterThanEquals:
            ["0", "1", "12", "-1.5", "1e3", "one"]
        case .dateEquals, .dateNotEquals, .dateLessThan, .dateLessThanEquals, .dateGreaterThan,
            .dateGreaterThanEquals:
            ["2026-01-01T00:00:00Z", "2026-01-01", "1767225600", "2026", "soon"]
        case .ipAddress, .notIPAddress: ["10.0.0.0/8", "10.1.2.3", "2001:db8::/32", "0.0.0.0/0"]
        case .binaryEquals: ["AQID", "AQ==", "", "?"]
        case .arnEquals, .arnNotEquals, .arnLike, .arnNotLike:
            ["arn:aws:s3:::data/*", "arn:aws:iam::*:user/${aws:username}", "arn:*:iam::*:*", "*"]
        default: ["1", "1*", "a", "b?", "", "é", "${aws:username}", "${k:l}", "${k:none, 'a'}", "*", "A"]
        }
    }

    /// The keys that random requests may have, and one that they never have.
    static let keys = ["k:a", "k:l", "K:A", "aws:username", "aws:PrincipalTag/team", "k:none", "aws:CurrentTime"]

    static func random(_ dice: inout Dice) -> ConditionSketch {
        let comparison = dice.pick(ConditionOperator.Comparison.allCases)
        let quantifier = dice.pick(["", "", "ForAnyValue:", "ForAllValues:"])
        let suffix = comparison != .null && dice.once(in: 4) ? "IfExists" : ""
        return ConditionSketch(
            comparison: "\(quantifier)\(comparison.rawValue)\(suffix)", key: dice.pick(keys),
            values: StatementSketch.list(values(for: comparison), &dice))
    }
}
