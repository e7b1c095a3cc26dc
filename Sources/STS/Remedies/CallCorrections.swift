import IAM
import SourceText

/// One change of a call that assumes a role.
struct CallCorrection {
    /// The parameter that changes.
    let parameter: String
    /// The change, as it is told.
    let text: String
    /// What is laid over the parameters, beside the tags.
    var members: [(name: String, value: JSONValue)] = []
    /// The conditions for whose sake the call changes.
    var conditions: [Condition] = []
    let apply: (inout RoleAssumption) -> Void

    /// The change of a call that may have been changed before.
    func change(of operation: RoleAssumption) -> CallChange {
        let changed = applied(to: operation)
        return CallChange(text, operation.operation.rawValue, members + changed.tagMembers(after: operation))
    }

    func applied(to operation: RoleAssumption) -> RoleAssumption {
        var changed = operation
        apply(&changed)
        return changed
    }

    /// How the GitHub action passes none of its tags.
    static let skippingTags = "(`role-skip-session-tagging: true` in the GitHub action)"

    /// Parameters that the caller can do without.
    static func omissions(of operation: RoleAssumption) -> [CallCorrection] {
        guard operation.federation == nil else { return [] }
        var found: [CallCorrection] = []
        if !operation.tags.isEmpty {
            let text = "pass no session tags \(skippingTags)"
            found.append(CallCorrection(parameter: "Tags", text: text) { $0.keepTags { _ in false } })
        }
        if operation.sourceIdentity != nil {
            found.append(
                CallCorrection(
                    parameter: "SourceIdentity", text: "pass no SourceIdentity", members: [("SourceIdentity", .null)]
                ) { $0.sourceIdentity = nil })
        }
        return found
    }
}

/// A condition that a statement sets, and how the call should stand to it.
struct CallWish {
    let condition: Condition
    /// The request of the check in which the condition is met.
    let request: Request
    /// Whether the condition has to hold, as one of an Allow; else it must not, as one of a Deny.
    let mustHold: Bool
    /// Whether the statement speaks of the request, so that its conditions are read.
    let isRead: Bool

    /// Whether the key has to be in the request; `nil` where something else is asked.
    var wantsPresence: Bool? { condition.wantsPresence.map { $0 == mustHold } }

    /// Whether a value that the policy names is one that the call should pass.
    var namesValues: Bool {
        mustHold ? condition.comparison.acceptsMoreValues : condition.comparison.comparison.isNegated
    }

    /// Whether the condition asks that its key is there, and takes a value that it does not name.
    func takes(_ value: Text) -> Bool {
        if let wantsPresence { return wantsPresence }
        return mustHold && namesValues && condition.accepts(value, in: request.context)
    }
}

/// Finds the parameters for which a condition wants another value than the call passes: at most `mostTried`, as each is
/// tried by deciding again.
struct CallCorrections {
    let operation: RoleAssumption
    let checks: [Check]
    /// A device of multi-factor authentication that the caller may have and does not use.
    let device: CallerDevice?
    /// What the conditions of all statements ask for.
    let wishes: [CallWish]

    static let mostTried = 16
    /// How many values of one key are tried.
    static let mostValues = 4

    init(operation: RoleAssumption, checks: [Check], device: CallerDevice?) {
        (self.operation, self.checks, self.device) = (operation, checks, device)
        wishes = checks.flatMap { check in
            check.evaluation.statements.flatMap { evaluation in
                evaluation.statement.conditions.map {
                    CallWish(
                        condition: $0, request: check.request, mustHold: evaluation.statement.effect == .allow,
                        isRead: evaluation.readsConditions)
                }
            }
        }
    }

    var all: [CallCorrection] {
        // An assertion says even the name of the session.
        guard operation.operation != .assumeRoleWithSAML else { return [] }
        let names = corrections("RoleSessionName", operation.roleSessionName, .sessionName) { $0.roleSessionName = $1 }
        // What a token says, the caller cannot change in the call.
        guard operation.federation == nil else { return names }
        let external = corrections("ExternalId", operation.externalID, .externalID) { $0.externalID = $1 }
        let identities =
            corrections("SourceIdentity", operation.sourceIdentity, .sessionName) { $0.sourceIdentity = $1 }
            + anySourceIdentity
        let tags = TagCorrections(operation: operation, corrections: self).all
        return Array((codes + external + names + identities + tags).prefix(Self.mostTried))
    }

    /// Whether a condition asks for multi-factor authentication.
    var wantsCode: Bool {
        checks.contains { $0.reads(.multiFactorAuthPresent) || $0.reads(.multiFactorAuthAge) }
    }

    /// A code of a device, where a condition asks for multi-factor authentication (STS-30).
    private var codes: [CallCorrection] {
        guard operation.multiFactor == nil, wantsCode, let device else { return [] }
        let (serialNumber, code) = (device.serialNumber, device.code)
        let asking = wishes.map(\.condition).filter {
            $0.key == .multiFactorAuthPresent || $0.key == .multiFactorAuthAge
        }
        return [
            CallCorrection(
                parameter: "SerialNumber", text: "pass \(device.words)", members: device.parameters, conditions: asking
            ) { $0.multiFactor = MultiFactorCode(serialNumber: serialNumber, tokenCode: code) }
        ]
    }

    /// A source identity where conditions ask for nothing but that there is one: as the session is named.
    private var anySourceIdentity: [CallCorrection] {
        let asking = wishes.filter {
            $0.isRead && $0.condition.key == .sourceIdentity && $0.takes(operation.roleSessionName)
        }
        guard operation.sourceIdentity == nil, !asking.isEmpty, wanted(.sourceIdentity).isEmpty else { return [] }
        let value = operation.roleSessionName
        return [
            CallCorrection(
                parameter: "SourceIdentity", text: "pass a SourceIdentity, such as `\(value)`",
                members: [("SourceIdentity", .string(value))], conditions: asking.map(\.condition)
            ) { $0.sourceIdentity = value }
        ]
    }

    /// Other values of a parameter that a condition wants, and that AWS takes.
    private func corrections(
        _ name: String, _ present: Text?, _ rule: ParameterRule,
        _ set: @escaping (inout RoleAssumption, Text) -> Void
    ) -> [CallCorrection] {
        wanted(ConditionKey(Text("sts:\(name)"))).filter { $0.value != present && rule.accepts($0.value) }.map {
            wanted in
            let value = wanted.value
            let origin = wanted.variable.map { ", which `\($0)` stands for" } ?? ""
            return CallCorrection(
                parameter: name, text: "pass the \(name) `\(value)`\(origin)", members: [(name, .string(value))],
                conditions: wanted.conditions
            ) { set(&$0, value) }
        }
    }

    /// The values that would pass conditions on a key, variables resolved; those with wildcards say no value, and what a variable
    /// is assumed to be is none.
    func wanted(_ key: ConditionKey) -> [(value: Text, variable: Text?, conditions: [Condition])] {
        var known: [(value: Text, variable: Text?, conditions: [Condition])] = []
        for wish in wishes where wish.condition.key == key && wish.namesValues {
            for resolved in wish.condition.values(resolvedIn: wish.request.context) {
                guard resolved.isExact, !resolved.isAssumed, let value = resolved.text else { continue }
                if let index = known.firstIndex(where: { $0.value == value }) {
                    known[index].conditions.append(wish.condition)
                } else if known.count < Self.mostValues {
                    known.append((value, resolved.hasVariables ? resolved.spelling : nil, [wish.condition]))
                }
            }
        }
        return known
    }
}
