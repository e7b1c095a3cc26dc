public import IAM
public import STS
public import SourceText

/// What a question says beside what it asks: who exists, which policies there are, and when. Whoever makes calls as values
/// asks them over it.
public struct QuestionBase {
    var id: Text?
    /// The accounts.
    public let world: World
    let names: PolicyNames
    /// The policies that are stated by type.
    var policies = StatedPolicies()
    /// Where those stand.
    var placeOfPolicies: Node?
    var choices = UndocumentedChoices()
    /// The moment; `nil` where none is stated.
    var time: Timestamp?

    init(world: World, names: PolicyNames) {
        self.world = world
        self.names = names
    }

    /// A question that lists nothing.
    public init(library: PolicyLibrary) {
        self.init(
            world: World(), names: PolicyNames(documents: nil, managed: [], library: library))
    }

    var entities: EntityFinder { EntityFinder(world: world) }

    func question(_ body: Question.Body) -> Question {
        Question(id: id?.string, world: world, choices: choices, time: time, body: body)
    }
}

// What is asked as values: names are looked up, and it is told where nothing has them.
extension QuestionBase {
    /// Asks for calls in a row, of which each later one is signed with what the one before yields.
    /// - Parameters:
    ///   - caller: the ARN of who signs the first call; `nil` where it is not signed.
    ///   - place: where to complain of what does not exist.
    /// - Returns: `nil` where a call names what does not exist; `diagnostics` then says which.
    public func question(
        asking calls: [STSCall], by caller: Text?, at place: SourceLocation, _ diagnostics: inout Diagnostics
    ) -> Question? {
        let errors = diagnostics.errorCount
        let caller = caller.flatMap { self.caller($0, at: place, &diagnostics) }
        let calls = calls.enumerated().map { index, call in
            let account = index == 0 ? caller?.principal.account : nil
            return resolved(call, madeIn: account, at: place, &diagnostics)
        }
        if calls.count > 1, let stray = placeOfPolicies { reportMisplaced(stray, &diagnostics) }
        guard diagnostics.errorCount == errors, let body = body(calls, by: caller) else { return nil }
        let question = question(body)
        VoidParts(question: question, placeOfPolicies: placeOfPolicies, reader: nil).report(&diagnostics)
        return question
    }

    private func body(_ calls: [STSCall], by caller: Caller?) -> Question.Body? {
        guard let first = calls.first else { return nil }
        if calls.count == 1 { return .one(Asked(caller: caller, policies: policies, ask: .call(first))) }
        let steps = calls.enumerated().map { index, call in
            Question.Step(
                name: "\(index + 1) \(call.operation.name.rawValue)",
                asked: Asked(caller: index == 0 ? caller : nil, ask: .call(call)))
        }
        return .steps(steps)
    }

    private func caller(_ text: Text, at place: SourceLocation, _ diagnostics: inout Diagnostics) -> Caller? {
        let reader = CallerReader(entities: entities, names: names)
        guard let arn = ARN(text) else { return reader.refuse("`\(text)`", at: place, &diagnostics) }
        return reader.read(arn, at: place, &diagnostics)
    }

    /// A call with the managed policies that it names by ARN; its role must exist where its account is listed.
    private func resolved(
        _ call: STSCall, madeIn account: AccountID?, at place: SourceLocation, _ diagnostics: inout Diagnostics
    ) -> STSCall {
        var call = call
        if let role = call.operation.roleARN, let arn = ARN(role), arn.isWholeRole {
            entities.check(role: arn, at: place, &diagnostics)
        }
        let owner = call.operation.roleARN.flatMap { ARN($0)?.accountID } ?? account
        call.operation.changePolicies { policies in
            policies.inline?.reportWarnings(at: place, &diagnostics)
            let arns = policies.managedARNs ?? []
            guard PassedPolicies.foreign(arns, to: owner).isEmpty else { return }
            policies.managed = arns.compactMap {
                names.managedPolicy($0, as: .session, at: place, &diagnostics)
            }
        }
        return call
    }

    /// In a chain the policies of which step they are would not be known.
    func reportMisplaced(_ node: Node, _ diagnostics: inout Diagnostics) {
        diagnostics.error(
            "misplaced-policies", "in a chain `policies` stands inside the step that it concerns", at: node.location)
    }
}
