import IAM
import SourceText

/// The checks of a call with what decides them, under the question's readings and under others.
struct CallChecks: Sendable {
    let call: CallSetting
    let operation: any CallOperation

    private var choices: UndocumentedChoices { call.circumstances.choices }

    /// The checks, decided.
    var list: CheckList {
        let made = operation.checks(call, choices)
        return CheckList(
            choices, points: made.reduce(into: pointsOfCaller) { $0.formUnion($1.points) }
        ) { choices in
            let checks = choices == self.choices ? made : operation.checks(call, choices)
            return checks.map { inOtherRegion(prepare($0, choices), choices) }
        }
    }

    /// If a call to the global endpoint counts for another region than us-east-1, that may be the one of which the policies
    /// speak (STS-36).
    private func inOtherRegion(_ part: CheckList.Part, _ choices: UndocumentedChoices) -> CheckList.Part {
        guard call.call.region == nil, !choices[.globalEndpointIsUsEast1], self.choices[.globalEndpointIsUsEast1],
            let region = part.policies.namedRegions.first
        else { return part }
        var context = part.request.context
        context.set(.requestedRegion, region)
        context.doubt(.requestedRegion, .globalEndpointIsUsEast1)
        let old = part.request
        let request = Request(
            principal: old.principal, action: old.action, resource: old.resource, resourceAccount: old.resourceAccount,
            context: context.sealed)
        return (request, part.policies)
    }

    /// Whether the service control policies of the role's account cover a call that is not signed (EV-22).
    private var pointsOfCaller: UndocumentedPoints {
        call.caller.isFederated ? UndocumentedPoints(.roleAccountsServiceControlCoversFederation) : []
    }

    private func prepare(_ check: AuthorizationCheck, _ choices: UndocumentedChoices) -> CheckList.Part {
        call.setting.prepare(
            check.action, on: RequestResource(check.resource), owner: check.resource.accountID, policy: check.policy,
            rule: check.rule, context: check.context, choices)
    }
}

extension ApplicablePolicies {
    /// The regions other than us-east-1 that conditions name in full.
    fileprivate var namedRegions: [Text] {
        var regions: [Text] = []
        forEachStatement { statement in
            for condition in statement.conditions where condition.key == .requestedRegion {
                regions += condition.spellings.filter { $0 != "us-east-1" && !$0.contains("*") && !$0.contains("?") }
            }
        }
        return regions
    }
}
