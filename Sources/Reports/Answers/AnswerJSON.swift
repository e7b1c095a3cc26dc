import IAM
public import STS
public import SourceText

/// An answer as data, for programs.
public enum AnswerJSON {
    /// The answer as JSON.
    /// - Parameters:
    ///   - id: the name to repeat, where the question has none of its own.
    ///   - explaining: whether each check is told with its policies, near misses and changes.
    ///   - warnings: what the question and its files are warned of.
    ///   - stream: where the question is a line of a stream, its name, and the number of the line.
    public static func value(
        _ answer: Answer, id: String? = nil, explaining: Bool = false, warnings: [Diagnostic] = [],
        stream: (name: String, line: Int)? = nil
    ) -> JSONValue {
        var members: [(name: String, value: JSONValue)] = [("id", .optional(answer.id ?? id))]
        if !answer.steps.isEmpty { members.append(("step", .optional(answer.step))) }
        members += [
            ("decision", .string(answer.decision.rawValue)),
            ("action", answer.action.map { .string($0.spelling) } ?? .null),
            ("blockedBy", .strings(answer.blockedBy.map(\.name))),
        ]
        if !answer.either.isEmpty { members.append(("either", .strings(answer.either.map(\.rawValue)))) }
        if !answer.dependsOn.isEmpty { members.append(("dependsOn", .array(answer.dependsOn.map(waiting)))) }
        if !answer.anyOf.isEmpty { members.append(("anyOf", .strings(answer.anyOf.map(\.rawValue)))) }
        members += [
            ("aws", answer.error.map(error) ?? .null), ("caveats", .array(answer.caveats.map(caveat))),
            ("assumed", .array(answer.assumed.map { .string($0) })),
            ("session", answer.session.map(session) ?? .null),
        ]
        if !warnings.isEmpty { members.append(("warnings", ToldWarnings(warnings: warnings, stream: stream).json)) }
        if explaining { members += explanation(answer) }
        return .object(members)
    }

    /// A question that could not be read.
    public static func invalid(id: String?, _ diagnostic: Diagnostic?, line: Int?) -> JSONValue {
        let position = diagnostic.map { $0.location.file.position(of: $0.location.offset) }
        let place: [(name: String, value: JSONValue)] = [
            ("line", .number(line ?? position?.line ?? 1)), ("column", .number(position?.column ?? 1)),
            ("message", .string(diagnostic?.message ?? "the question cannot be read")),
        ]
        return .object([("id", .optional(id)), ("invalid", .object(place))])
    }

    private static func waiting(_ waiting: WaitingStatement) -> JSONValue {
        let what: [(name: String, value: JSONValue)] = [
            ("what", .string(waiting.key.key.spelling)),
            ("why", waiting.key.reason.isEmpty ? .null : .string(waiting.key.reason)),
        ]
        return .object(
            what + statementMembers(waiting.statement, type: waiting.type, policy: waiting.policy))
    }

    private static func error(_ error: AWSError) -> JSONValue {
        .object([
            ("code", .string(error.code)), ("status", .number(error.status)), ("message", .string(error.message)),
        ])
    }

    private static func cause(_ cause: AWSError.Cause) -> JSONValue {
        .object([
            ("rule", .string(cause.rule)), ("reason", .string(cause.reason)), ("advice", .string(cause.advice)),
        ])
    }

    private static func caveat(_ caveat: Caveat) -> JSONValue {
        .object([
            ("rule", .string(caveat.rule)), ("text", .string(caveat.point.advice)),
            ("otherwise", .string(caveat.otherwise.rawValue)),
        ])
    }

    private static func session(_ session: Session) -> JSONValue {
        let tags = session.tags.map { tag in
            JSONValue.object([
                ("key", .string(tag.tag.key)), ("value", .string(tag.tag.value)),
                ("origin", .string(tag.origin.rawValue)),
            ])
        }
        return .object([
            ("arn", .string(session.arn.text)), ("tags", .array(tags)),
            ("transitiveTagKeys", .array(session.transitiveTagKeys.map { .string($0) })),
            ("sourceIdentity", session.sourceIdentity.map { .string($0) } ?? .null),
            ("federatedProvider", session.federatedProvider.map { .string($0) } ?? .null),
            ("mfa", .boolean(session.hasMFA)), ("sessionPolicies", .strings(session.sessionPolicies)),
            ("expires", .string(session.expires.text)),
        ])
    }

    // MARK: With --explain

    private static func explanation(_ answer: Answer) -> [(name: String, value: JSONValue)] {
        var members: [(name: String, value: JSONValue)] = [
            ("checks", .array(answer.checks.map { check($0, answer.providerAudiences) }))
        ]
        if let cause = answer.error?.cause { members.append(("cause", self.cause(cause))) }
        if !answer.steps.isEmpty {
            let steps = answer.steps.map { step in
                JSONValue.object([
                    ("step", .string(step.name)),
                    ("answer", step.answer.map { value($0, explaining: true) } ?? .string("not reached")),
                ])
            }
            members.append(("steps", .array(steps)))
        }
        if let provider = answer.vouchingProvider {
            let token: [(name: String, value: JSONValue)] = [
                ("provider", .string(provider)), ("verified", .boolean(false)),
                ("hints", .array(answer.hints.map(hint))),
            ]
            members.append(("token", .object(token)))
        }
        members += answer.remedies.first.map(remedy) ?? [("changes", .array([])), ("diff", .null)]
        members.append(("otherwise", .array(answer.remedies.dropFirst().map { .object(remedy($0)) })))
        return members
    }

    /// Changes that are needed all together, and those of files as a diff.
    private static func remedy(_ remedy: Remedy) -> [(name: String, value: JSONValue)] {
        let diff = UnifiedDiff.text(of: remedy.policyChanges.edited.files)
        let calls = remedy.callChanges.map { change in
            JSONValue.object([(change.part.rawValue, change.overlay), ("text", .string(change.text))])
        }
        let accounts = remedy.accountChanges.map { change in
            JSONValue.object([
                ("role", .string(change.role.text)), ("maxSessionDuration", .number(change.maxSessionDuration)),
                ("text", .string(change.text)),
            ])
        }
        var members: [(name: String, value: JSONValue)] = [
            ("changes", .array(calls + accounts + remedy.policyChanges.map(change))),
            ("diff", diff.isEmpty ? .null : .string(diff)),
        ]
        if !remedy.rests.isEmpty { members.append(("changesRestOn", .strings(remedy.rests.map(\.rule)))) }
        return members
    }

    private static func hint(_ hint: FederationHint) -> JSONValue {
        .object([("trap", .string(hint.trap.rawValue)), ("text", .string(hint.text))])
    }

    private static func check(_ check: Check, _ audiences: [Text]?) -> JSONValue {
        let evaluation = check.evaluation
        let types = evaluation.policyTypes.map { ($0.type.rawValue, JSONValue.string($0.verdict.rawValue)) }
        let deciding = evaluation.decidingStatements.map {
            statement($0.statement, type: $0.type, policy: $0.policy, more: [])
        }
        let near = check.decision.blockedBy.types.flatMap { type in
            evaluation.nearMisses(of: type).map { near in
                let hints = near.fit.misfits.flatMap {
                    FederationHint.explaining($0, of: check.request, audiences: audiences)
                }
                let differences = JSONValue.array(near.fit.misfits.map(misfit))
                return statement(
                    near.fit.statement, type: type, policy: near.policy.name,
                    more: [("differences", differences)] + (hints.isEmpty ? [] : [("hints", .array(hints.map(hint)))]))
            }
        }
        return .object([
            ("action", .string(check.request.action.spelling)), ("resource", .string(check.request.resource.text)),
            ("decision", .string(check.decision.verdict.rawValue)),
            ("blockedBy", .strings(check.decision.blockedBy.types.map(\.rawValue))),
            ("policyTypes", .object(types.map { (name: $0.0, value: $0.1) })), ("statements", .array(deciding)),
            ("nearMisses", .array(near)), ("context", .array(check.request.context.entries.map(entry))),
        ])
    }

    private static func statement(
        _ statement: Statement, type: PolicyType, policy: String, more: [(name: String, value: JSONValue)]
    ) -> JSONValue {
        .object(statementMembers(statement, type: type, policy: policy) + more)
    }

    private static func statementMembers(
        _ statement: Statement, type: PolicyType, policy: String
    ) -> [(name: String, value: JSONValue)] {
        [
            ("policyType", .string(type.rawValue)), ("policy", .string(policy)),
            ("statement", .number(statement.index)), ("sid", statement.sid.map { .string($0) } ?? .null),
            ("effect", .string(statement.effect.rawValue)), ("location", location(statement.location)),
        ]
    }

    private static func location(_ location: SourceLocation) -> JSONValue {
        .object([
            ("file", .string(location.file.path)), ("line", .number(location.line)),
            ("column", .number(location.column)),
        ])
    }

    private static func misfit(_ misfit: StatementNearness.Misfit) -> JSONValue {
        func object(_ part: String, _ found: JSONValue, _ wanted: [Text]) -> JSONValue {
            .object([("part", .string(part)), ("found", found), ("wanted", .array(wanted.map { .string($0) }))])
        }
        switch misfit {
        case .principal(let found, let wanted, _): return object("principal", .string(found), wanted)
        case .action(let found, let wanted, let isNegated):
            return object(isNegated ? "notAction" : "action", .string(found), wanted)
        case .resource(let found, let wanted, let isNegated):
            return object(isNegated ? "notResource" : "resource", .string(found), wanted)
        case .condition(let condition, let found):
            let part = "\(condition.operatorSpelling) \(condition.key)"
            return object(part, found.map(contextValue) ?? .null, condition.spellings)
        }
    }

    private static func contextValue(_ value: ContextValue) -> JSONValue {
        switch value {
        case .single(let text): .string(text)
        case .list(let texts): .array(texts.map { .string($0) })
        }
    }

    private static func entry(_ entry: RequestContext.Entry) -> JSONValue {
        .object([
            ("key", .string(entry.key.spelling)), ("value", contextValue(entry.value)),
            ("origin", .string(entry.origin.rawValue)),
        ])
    }

    private static func change(_ change: PolicyChange) -> JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("policyType", .string(change.type.rawValue)), ("policy", .optional(change.policy?.name)),
        ]
        if change.type == .serviceControl { members.append(("level", .number(change.level))) }
        switch change.edit {
        case .addActions(let actions, let statement):
            members += [("addActions", .array(actions.map { .string($0.spelling) }))] + place(statement)
        case .addValue(let value, let index, let statement):
            let condition = statement.conditions[index]
            members +=
                [("addValue", .string(value)), ("condition", .string(condition.key.spelling))] + place(statement)
        case .addNotActions(let actions, let statement):
            members += [("addNotActions", .array(actions.map { .string($0.spelling) }))] + place(statement)
        case .renameKey(let key, let index, let statement):
            let condition = statement.conditions[index]
            members +=
                [("renameKey", .string(key.spelling)), ("condition", .string(condition.key.spelling))]
                + place(statement)
        case .addStatement(let draft):
            members.append(("addStatement", draft.json))
        case .exempt(let arn, let statement):
            members += [("exempt", .string(arn.text))] + place(statement)
        }
        if !change.alsoServes.isEmpty {
            members.append(("alsoServes", .array(change.alsoServes.map(place))))
        }
        if let point = change.avoids { members.append(("avoids", .string(point.rule))) }
        let passed = change.loosens + change.leavesOut
        if !passed.isEmpty { members.append(("loosens", .array(passed.map { .string($0.key.spelling) }))) }
        return .object(members)
    }

    private static func place(_ place: PolicyPlace) -> JSONValue {
        let level: [(name: String, value: JSONValue)] = place.type.hasLevels ? [("level", .number(place.level))] : []
        return .object([("policyType", .string(place.type.rawValue))] + level)
    }

    private static func place(_ statement: Statement) -> [(name: String, value: JSONValue)] {
        [("statement", .number(statement.index)), ("location", location(statement.location))]
    }
}
