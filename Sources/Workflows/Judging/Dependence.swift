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
        let changed = parameters.map { parameter -> (name: String, value: JSONValue) in
            switch (parameter.name, parameter.value) {
            case ("RoleSessionName", _) where key == "sts:RoleSessionName": return (parameter.name, .string(value))
            case ("Tags", .array(let tags)) where key.hasPrefix("aws:RequestTag/"):
                return (parameter.name, .array(tags.map { $0.tag(name ?? "", value) }))
            case ("WebIdentityToken", _): return (parameter.name, parameter.value.replacing(name ?? "", value))
            default: return parameter
            }
        }
        var call = self
        call.parameters = changed
        return call
    }
}

extension JSONValue {
    /// A tag, its value replaced where it has a key.
    fileprivate func tag(_ key: String, _ value: String) -> JSONValue {
        guard case .object(let members) = self,
            members.contains(where: {
                if case .string(let own) = $0.value { $0.name == "Key" && own == Text(key) } else { false }
            })
        else { return self }
        return .object(members.map { $0.name == "Value" ? ("Value", .string(value)) : $0 })
    }

    /// The same with another text in each member of a name, however deep.
    fileprivate func replacing(_ name: String, _ value: String) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(
            members.map {
                $0.name.isSame(as: name) ? ($0.name, .string(value)) : ($0.name, $0.value.replacing(name, value))
            })
    }
}
