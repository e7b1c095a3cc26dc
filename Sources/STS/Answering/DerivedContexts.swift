package import IAM

extension Question {
    /// The condition keys of each check of what is asked, as they would be if the question gave none.
    /// - Parameter caller: who asks; `nil` where nobody knows, or the call is not signed.
    package func derivedContexts(of asked: Asked, by caller: Caller?) -> [RequestContext] {
        switch asked.ask {
        case .request(let request):
            guard let caller else { return [] }
            let setting = Setting(circumstances, caller: caller, stated: asked.policies)
            return [PlainAnswer(setting: setting, plain: request.withoutContext).context(choices)]
        case .call(let call):
            let operation = placed(call, by: caller)
            guard let caller = operation.unsignedCaller.map({ Caller($0) }) ?? caller else { return [] }
            let setting = Setting(circumstances, caller: caller, stated: asked.policies)
            let bare = STSCall(call.operation, region: call.region)
            return operation.checks(CallSetting(setting: setting, call: bare), choices).map(\.context)
        }
    }

    /// A condition key that the token of an unsigned call brings with more values than one may have; `nil` where there is none.
    package func crowdedKey(of asked: Asked) -> (key: ConditionKey, count: Int)? {
        guard asked.isUnsigned, case .call(let call) = asked.ask,
            let assumption = placed(call, by: asked.caller) as? RoleAssumption
        else { return nil }
        return assumption.federation?.keys.map { ($0.key, $0.value.texts.count) }
            .first { $0.1 > RequestContext.valueLimit }
    }

    /// Who asks the next step of a chain; `nil` where this one is refused, so that no other is reached.
    package func caller(after asked: Asked, by caller: Caller?) -> Caller? {
        let draft = answer(asked, caller: caller, false)
        return draft.decision == .allowed ? draft.nextCaller ?? caller : nil
    }
}

extension PlainRequest {
    fileprivate var withoutContext: PlainRequest {
        PlainRequest(action: action, resource: resource, resourceAccount: resourceAccount, region: region)
    }
}
