import IAM
import SourceText

/// The condition keys that a question gives, beside what else it says. A given value counts (PL-228), so that where the rest
/// of the question says another one, a Deny on that would be lost without a word.
struct GivenKeys {
    let question: Question
    let asked: Asked
    /// Who asks; `nil` where nobody knows, or the call is not signed.
    let caller: Caller?

    /// Warns of each key that contradicts the caller, the resource, the region or the parameters.
    /// - Parameter context: the member `context`.
    func report(_ context: Node?, _ diagnostics: inout Diagnostics) {
        guard let context, context.kind == .mapping, !context.members.isEmpty else { return }
        let derived = derived
        for member in context.members {
            let key = ConditionKey(member.key.text)
            guard let entry = derived.lazy.compactMap({ $0.entry(key) }).first, entry.origin == .derived,
                let told = Self.difference(member.value, entry.value)
            else { continue }
            diagnostics.warning(
                "contradicting-key", "the rest of the question says that \(key) is \(told); the given value counts",
                at: member.value.location)
        }
    }

    /// The value that follows from the question, where another one is given.
    private static func difference(_ node: Node, _ value: ContextValue) -> String? {
        let given = node.elementsOrSelf.filter(\.isScalar).map(\.text)
        let texts = value.texts
        guard given.count == node.elementsOrSelf.count, given != texts else { return nil }
        if texts.isEmpty { return "an empty list" }
        return texts.prefix(3).map { "`\($0)`" }.joined(separator: ", ") + (texts.count > 3 ? ", …" : "")
    }

    /// The keys of each check as they would be if none were given.
    private var derived: [RequestContext] {
        switch asked.ask {
        case .request(let request):
            guard let caller else { return [] }
            let setting = Setting(question: question, caller: caller, stated: asked.policies)
            return [PlainAnswer(setting: setting, plain: request.withoutContext).context(question.choices)]
        case .call(let call):
            guard let caller = call.operation.unsignedCaller.map({ Caller($0) }) ?? caller else { return [] }
            let setting = Setting(question: question, caller: caller, stated: asked.policies)
            let bare = STSCall(region: call.region, context: .empty, operation: call.operation)
            return call.operation.checks(CallSetting(setting: setting, call: bare), question.choices).map(\.context)
        }
    }
}

extension PlainRequest {
    fileprivate var withoutContext: PlainRequest {
        PlainRequest(
            action: action, resource: resource, resourceAccount: resourceAccount, region: region, context: .empty)
    }
}
