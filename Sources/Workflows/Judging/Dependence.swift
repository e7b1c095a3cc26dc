import IAM
public import STS
import SourceText

/// A decision that hangs on a value that nobody tells: with one that a policy wants it is another one.
public struct Dependence: Sendable {
    /// What would tell the value, such as `github.actor`.
    public let names: [String]
    /// A value that a policy wants.
    public let value: String
    /// The decision with that value.
    public let decision: Outcome
    /// The decision with most other values.
    public let otherwise: Outcome

    /// Asks again with each value that a policy compares a made-up one with.
    static func find(_ call: PredictedCall, _ verdict: CallJudge.Verdict, _ judge: CallJudge) -> Dependence? {
        guard case .answered(let answer) = verdict else { return nil }
        // What hangs on a session hangs on what the session hangs on.
        if case .session(let before) = call.signer,
            let dependence = find(before, judge.verdict(on: before), judge)
        {
            return dependence
        }
        let checks = (answer.steps.last?.answer ?? answer).checks
        for made in call.madeUp {
            let key = ConditionKey(Text(made.parameter))
            for wanted in checks.flatMap({ $0.valuesCompared(with: key) ?? [] }).prefix(8) {
                let value = plain(wanted.string)
                guard let decision = judge.verdict(on: call.with(made.parameter, value)).decision,
                    decision != answer.decision
                else { continue }
                return Dependence(names: made.names, value: value, decision: decision, otherwise: answer.decision)
            }
        }
        return nil
    }

    /// A text that a pattern matches.
    private static func plain(_ pattern: String) -> String {
        String(pattern.map { $0 == "*" || $0 == "?" ? "x" : $0 })
    }
}

extension PredictedCall {
    /// The call with another value for what a condition key shows: a tag, a claim, or the name of the session.
    func with(_ key: String, _ value: String) -> PredictedCall {
        let name = key.split(separator: key.hasPrefix("aws:RequestTag/") ? "/" : ":", maxSplits: 1).last.map(
            String.init)
        var call = self
        call.operation = operation.with(key, named: Text(name ?? ""), Text(value))
        return call
    }
}

extension STSCall.Operation {
    fileprivate func with(_ key: String, named name: Text, _ value: Text) -> STSCall.Operation {
        switch self {
        case .assumeRole(var call):
            if key == "sts:RoleSessionName" { call.roleSessionName = value }
            if key.hasPrefix("aws:RequestTag/") {
                call.tags = call.tags?.map { $0.key == name ? Tag(key: name, value: value) : $0 }
            }
            return .assumeRole(call)
        case .assumeRoleWithWebIdentity(var call):
            if key == "sts:RoleSessionName" {
                call.roleSessionName = value
            } else if case .claims(let token) = call.token {
                call.token = .claims(token.replacing(name, with: value))
            }
            return .assumeRoleWithWebIdentity(call)
        case .assumeRoleWithSAML, .assumeRoot, .getCallerIdentity, .getFederationToken, .getSessionToken: return self
        }
    }
}
