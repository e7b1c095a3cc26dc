public import IAM

/// A policy as its parts, of which any can be left out, so that a counterexample can be made smaller.
public struct PolicySketch: Sendable, Equatable {
    /// The value of `Version`.
    public var version = "2012-10-17"
    /// The statements.
    public var statements: [StatementSketch]

    /// Makes a policy of statements.
    public init(_ statements: [StatementSketch]) {
        self.statements = statements
    }

    /// The policy as JSON.
    public var json: String {
        let texts = statements.map(\.json).joined(separator: ",\n    ")
        return "{\"Version\": \"\(version)\", \"Statement\": [\n    \(texts)]}"
    }

    /// A policy that allows, or denies, everything.
    /// - Parameter type: resource-based policies name everybody.
    public static func everything(_ effect: String, as type: PolicyType) -> PolicySketch {
        PolicySketch([StatementSketch.everything(effect, as: type)])
    }

    static func random(as type: PolicyType, _ dice: inout Dice) -> PolicySketch {
        var policy = PolicySketch([StatementSketch.random(as: type, &dice)])
        policy.statements += dice.some(3) { StatementSketch.random(as: type, &$0) }
        if dice.once(in: 12) { policy.version = "2008-10-17" }
        return policy
    }

    var smaller: [PolicySketch] {
        statements.indices.flatMap { index -> [PolicySketch] in
            let less = statements.count > 1 ? [removing(index)] : []
            return less
                + statements[index].smaller.map { statement in
                    var policy = self
                    policy.statements[index] = statement
                    return policy
                }
        }
    }

    /// The policy without one of its statements.
    public func removing(_ index: Int) -> PolicySketch {
        var policy = self
        policy.statements.remove(at: index)
        return policy
    }
}

/// A statement as the JSON of its elements.
public struct StatementSketch: Sendable, Equatable {
    /// `Allow` or `Deny`.
    public var effect: String
    /// `"Action": …` or `"NotAction": …`.
    public var action: String
    /// `"Resource": …` or `"NotResource": …`; none in trust policies.
    public var resource: String?
    /// `"Principal": …` or `"NotPrincipal": …`, in resource-based policies.
    public var principal: String?
    /// Entries of `Condition`, each with an operator of its own.
    public var conditions: [ConditionSketch] = []

    var json: String {
        var members = [#""Effect": "\#(effect)""#, action]
        members += [principal, resource].compactMap { $0 }
        if !conditions.isEmpty {
            members.append(#""Condition": {\#(conditions.map(\.json).joined(separator: ", "))}"#)
        }
        return "{\(members.joined(separator: ", "))}"
    }

    /// Resource control policies cannot name all actions of all services at once.
    private static let controlled = #""Action": ["s3:*", "sts:*", "kms:*"]"#

    /// A statement about everything.
    public static func everything(_ effect: String, as type: PolicyType) -> StatementSketch {
        StatementSketch(
            effect: effect, action: type == .resourceControl ? controlled : #""Action": "*""#,
            resource: type == .trust ? nil : #""Resource": "*""#,
            principal: type.hasPrincipal ? #""Principal": "*""# : nil)
    }

    var smaller: [StatementSketch] {
        var candidates = conditions.indices.map { index in
            var statement = self
            statement.conditions.remove(at: index)
            return statement
        }
        for (part, simple) in [(\StatementSketch.action, #""Action": "*""#)] where self[keyPath: part] != simple {
            var statement = self
            statement[keyPath: part] = simple
            candidates.append(statement)
        }
        if let resource, resource != #""Resource": "*""# {
            var statement = self
            statement.resource = #""Resource": "*""#
            candidates.append(statement)
        }
        return candidates
    }
}

/// One operator with one key and its values.
public struct ConditionSketch: Sendable, Equatable {
    /// The operator, such as `ForAnyValue:StringLike`.
    public var comparison: String
    /// The key.
    public var key: String
    /// The values, as JSON.
    public var values: String

    /// Makes a condition.
    public init(comparison: String, key: String, values: String) {
        self.comparison = comparison
        self.key = key
        self.values = values
    }

    var json: String { #""\#(comparison)": {"\#(key)": \#(values)}"# }
}

extension PolicyType {
    /// Whether statements of the type name principals.
    var hasPrincipal: Bool {
        switch self {
        case .trust, .resource, .resourceControl, .vpcEndpoint: true
        case .identity, .permissionsBoundary, .session, .serviceControl: false
        }
    }
}
