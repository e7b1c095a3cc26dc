public import IAM

/// Changes of a question of which properties tell the effect.
extension QuestionSketch {
    /// A statement of an effect, made by chance.
    public static func statement(_ effect: String, as type: PolicyType, _ dice: inout Dice) -> StatementSketch {
        var statement = StatementSketch.random(as: type, &dice)
        statement.effect = effect
        return statement
    }

    /// Whether what a policy type says of the caller counts at all.
    public func listens(to type: PolicyType) -> Bool {
        switch type {
        case .trust, .resource: type == resourceType && !(caller == .root && action == "s3:PutBucketPolicy")
        case .identity, .permissionsBoundary, .session: ![.root, .service, .anonymous].contains(caller)
        case .resourceControl: ["s3:", "sts:", "kms:"].contains { action.lowercased().hasPrefix($0) }
        case .serviceControl, .vpcEndpoint: true
        }
    }

    /// Adds a policy; a boundary, a session policy or a level where none was narrows by itself.
    public mutating func add(_ policy: PolicySketch, as type: PolicyType) {
        switch type {
        case .identity: identity.append(policy)
        case .trust, .resource: if type == resourceType { Self.join(policy, to: &resourcePolicy) }
        case .permissionsBoundary: Self.join(policy, to: &boundary)
        case .session: session = (session ?? []) + [policy]
        case .serviceControl: serviceControl = Self.joined(policy, serviceControl)
        case .resourceControl: resourceControl = Self.joined(policy, resourceControl)
        case .vpcEndpoint: Self.join(policy, to: &endpoint)
        }
    }

    private static func join(_ policy: PolicySketch, to other: inout PolicySketch?) {
        other = PolicySketch((other?.statements ?? []) + policy.statements)
    }

    private static func joined(_ policy: PolicySketch, _ levels: [[PolicySketch]]?) -> [[PolicySketch]] {
        guard var levels, !levels.isEmpty else { return [[policy]] }
        levels[0].append(policy)
        return levels
    }

    /// Takes one Allow away, wherever it stands.
    public mutating func removeAnAllow(_ dice: inout Dice) {
        for index in identity.indices { Self.removeAnAllow(from: &identity[index], &dice) }
        for part in [\QuestionSketch.resourcePolicy, \.boundary, \.endpoint] {
            guard var policy = self[keyPath: part] else { continue }
            Self.removeAnAllow(from: &policy, &dice)
            self[keyPath: part] = policy
        }
        for level in serviceControl?.indices ?? 0..<0 {
            for index in serviceControl?[level].indices ?? 0..<0 {
                guard var policy = serviceControl?[level][index] else { continue }
                Self.removeAnAllow(from: &policy, &dice)
                serviceControl?[level][index] = policy
            }
        }
    }

    private static func removeAnAllow(from policy: inout PolicySketch, _ dice: inout Dice) {
        let allows = policy.statements.indices.filter { policy.statements[$0].effect == "Allow" }
        guard !allows.isEmpty, policy.statements.count > 1, dice.once(in: 2) else { return }
        policy.statements.remove(at: dice.pick(allows))
    }

    /// Changes the order of everything that has none.
    public mutating func shuffle(_ dice: inout Dice) {
        for index in identity.indices { identity[index].statements.shuffle(using: &dice) }
        identity.shuffle(using: &dice)
        resourcePolicy?.statements.shuffle(using: &dice)
        boundary?.statements.shuffle(using: &dice)
        endpoint?.statements.shuffle(using: &dice)
        session?.shuffle(using: &dice)
        serviceControl = serviceControl?.map { $0.shuffled(using: &dice) }
        resourceControl = resourceControl?.map { $0.shuffled(using: &dice) }
    }
}
