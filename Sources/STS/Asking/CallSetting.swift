import IAM
import SourceText

/// A call in its place: who calls, what exists, and what is stated.
struct CallSetting: Sendable {
    let setting: Setting
    let call: STSCall

    var caller: Principal { setting.principal }
    var world: World { setting.world }
    var circumstances: Circumstances { setting.circumstances }

    /// The keys of the caller, of what is asked for, and of the endpoint, where the global one counts as us-east-1, which is
    /// only moderately certain (STS-36).
    func baseContext(
        owner: AccountID?, tags: Tags = Tags(), _ choices: UndocumentedChoices
    ) -> RequestContext {
        var context = call.context
        context.reserve(24)
        circumstances.derivation.add(principal: caller, choices, to: &context)
        circumstances.derivation.add(resourceAccount: owner, tags: tags, to: &context)
        world.addKeys(caller: caller, owner: owner, to: &context)
        if let region = call.region {
            context.set(.requestedRegion, region)
        } else {
            context.set(.requestedRegion, choices[.globalEndpointIsUsEast1] ? "us-east-1" : "another region")
            context.doubt(.requestedRegion, .globalEndpointIsUsEast1)
        }
        KeysSentTogether.add(KeysSentTogether.companions(of: call.context), to: &context)
        KeysSentTogether.leaveOpen(besides: call.context, in: &context) { KeysSentTogether.companions(of: $0) }
        return context
    }
}
