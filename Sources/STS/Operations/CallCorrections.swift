import IAM
import SourceText

/// One change of a call that assumes a role.
struct CallCorrection {
    /// The parameter that changes.
    let parameter: String
    /// The change, as it is told.
    let change: CallChange
    let apply: (RoleAssumption) -> RoleAssumption

    /// Parameters that the caller can do without.
    static func omissions(of operation: RoleAssumption) -> [CallCorrection] {
        guard operation.federation == nil else { return [] }
        var found: [CallCorrection] = []
        if !operation.tags.isEmpty {
            let text = "pass no session tags (`role-skip-session-tagging: true` in the GitHub action)"
            let change = CallChange(text, "AssumeRole", [("Tags", .null), ("TransitiveTagKeys", .null)])
            found.append(
                CallCorrection(parameter: "Tags", change: change) {
                    var copy = $0
                    copy.tags = []
                    copy.transitiveTagKeys = []
                    return copy
                })
        }
        if operation.sourceIdentity != nil {
            let change = CallChange("pass no SourceIdentity", "AssumeRole", [("SourceIdentity", .null)])
            found.append(
                CallCorrection(parameter: "SourceIdentity", change: change) {
                    var copy = $0
                    copy.sourceIdentity = nil
                    return copy
                })
        }
        return found
    }
}

/// Finds the parameters for which a condition wants another value than the call passes: at most `mostTried`, as each is
/// tried by deciding again.
struct CallCorrections {
    let operation: RoleAssumption
    let checks: [Check]
    /// A device of multi-factor authentication that the caller may have and does not use.
    let device: CallerDevice?

    static let mostTried = 16
    /// How many values of one key are tried.
    private static let mostValues = 4

    var all: [CallCorrection] {
        // An assertion says even the name of the session.
        guard operation.operation != "AssumeRoleWithSAML" else { return [] }
        let names = corrections("RoleSessionName", operation.roleSessionName, .sessionName) { $0.roleSessionName = $1 }
        // What a token says, the caller cannot change in the call.
        guard operation.federation == nil else { return names }
        let external = corrections("ExternalId", operation.externalID, .externalID) { $0.externalID = $1 }
        let identities = corrections("SourceIdentity", operation.sourceIdentity, .sessionName) {
            $0.sourceIdentity = $1
        }
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
        let change = CallChange(
            "pass \(device.words)", "AssumeRole",
            [("SerialNumber", .string(serialNumber)), ("TokenCode", .string(code))])
        return [
            CallCorrection(parameter: "SerialNumber", change: change) {
                var copy = $0
                copy.multiFactor = MultiFactorCode(serialNumber: serialNumber, tokenCode: code)
                return copy
            }
        ]
    }

    /// Other values of a parameter that a condition wants, and that AWS takes.
    private func corrections(
        _ name: String, _ present: Text?, _ rule: ParameterRule, _ set: @escaping (inout RoleAssumption, Text) -> Void
    ) -> [CallCorrection] {
        wanted(ConditionKey(Text("sts:\(name)"))).filter { $0.value != present && rule.accepts($0.value) }.map {
            wanted in
            let value = wanted.value
            let origin = wanted.variable.map { ", which `\($0)` stands for" } ?? ""
            let change = CallChange(
                "pass the \(name) `\(value)`\(origin)", operation.operation.string, [(name, .string(value))])
            return CallCorrection(parameter: name, change: change) {
                var copy = $0
                set(&copy, value)
                return copy
            }
        }
    }

    /// Tags that a condition wants, and that the call does not pass or passes with another value.
    private var tags: [CallCorrection] {
        var keys: [Text] = []
        for condition in conditions {
            guard let key = condition.condition.key.tag(behind: "aws:RequestTag/"),
                !keys.contains(where: { Tag.fold($0) == Tag.fold(key) })
            else { continue }
            keys.append(key)
        }
        return keys.flatMap { key in
            let present = operation.tags.first { $0.foldedKey == Tag.fold(key) }?.value
            return wanted(ConditionKey(prefix: "aws:RequestTag/", tag: key))
                .filter { $0.value != present && ParameterRule.tagValue.accepts($0.value) }
                .map { correction(Tag(key: key, value: $0.value)) }
        }
    }

    private func correction(_ tag: Tag) -> CallCorrection {
        let others = operation.tags.filter { $0.foldedKey != tag.foldedKey }
        let members = (others + [tag]).map { (name: $0.key.string, value: JSONValue.string($0.value)) }
        let change = CallChange(
            "pass the tag `\(tag.key)` with the value `\(tag.value)`", "AssumeRole", [("Tags", .object(members))])
        return CallCorrection(parameter: "tag \(tag.key)", change: change) {
            var copy = $0
            copy.tags = copy.tags.filter { $0.foldedKey != tag.foldedKey } + [tag]
            return copy
        }
    }

    // MARK: What conditions want

    /// The conditions that an Allow sets, and those that a Deny leaves out, each with a request that meets it.
    private var conditions: [(condition: Condition, request: Request)] {
        checks.flatMap { check in
            check.policies.statements.flatMap { statement in
                statement.conditions.filter { condition in
                    statement.effect == .allow
                        ? condition.comparison.acceptsMoreValues : condition.comparison.comparison.isNegated
                }.map { ($0, check.request) }
            }
        }
    }

    /// The values that would pass conditions on a key, variables resolved; those with wildcards say no value.
    private func wanted(_ key: ConditionKey) -> [(value: Text, variable: Text?)] {
        var known: [(value: Text, variable: Text?)] = []
        for (condition, request) in conditions where condition.key == key {
            for resolved in condition.values(resolvedIn: request.context) where known.count < Self.mostValues {
                guard resolved.isExact, let value = resolved.text, !known.contains(where: { $0.value == value }) else {
                    continue
                }
                known.append((value, resolved.hasVariables ? resolved.spelling : nil))
            }
        }
        return known
    }
}
