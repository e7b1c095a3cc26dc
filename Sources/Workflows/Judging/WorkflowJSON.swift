import Questions
import Reports
import STS
public import SourceText

/// What happens when a workflow runs, as data for programs.
public enum WorkflowJSON {
    /// The prediction as JSON.
    public static func value(_ prediction: WorkflowPrediction) -> JSONValue {
        .object([
            ("workflow", .string(prediction.workflow.file.path)), ("refused", .boolean(prediction.isRefused)),
            ("runs", .array(prediction.runs.map(run))),
        ])
    }

    private static func run(_ run: WorkflowPrediction.Run) -> JSONValue {
        .object([
            ("event", .string(run.run.event)), ("ref", .string(run.run.ref)),
            ("repository", .optional(run.run.repository)), ("steps", .array(run.steps.map(step))),
        ])
    }

    private static func step(_ step: WorkflowPrediction.JudgedStep) -> JSONValue {
        let place = step.step.location
        return .object([
            ("job", .string(step.step.job)), ("step", .string(step.step.step)),
            (
                "location",
                .object([
                    ("file", .string(place.file.path)), ("line", .number(place.line)),
                    ("column", .number(place.column)),
                ])
            ),
            ("refused", .boolean(step.isRefused)), ("failure", .optional(step.step.failure?.message)),
            ("calls", .array(step.calls.map(call))), ("notes", .strings(step.step.notes)),
        ])
    }

    private static func dependence(_ dependence: Dependence) -> JSONValue {
        .object([
            ("names", .strings(dependence.names)), ("value", .string(dependence.value)),
            ("decision", .string(dependence.decision.rawValue)), ("otherwise", .string(dependence.otherwise.rawValue)),
        ])
    }

    private static func outcome(
        _ form: TokenClaims.Form, _ judged: WorkflowPrediction.JudgedCall
    ) -> Outcome? {
        judged.otherForms.first { $0.form == form }?.outcome
    }

    private static func call(_ judged: WorkflowPrediction.JudgedCall) -> JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("operation", .string(judged.call.operation.name.rawValue)),
            ("parameters", .object(judged.call.operation.parameters)),
        ]
        switch judged.verdict {
        case .unknown(let names): members.append(("unknown", .strings(names)))
        case .unreadable(let diagnostics):
            members.append(("invalid", .strings(diagnostics.map(\.message))))
        case .answered(let answer):
            members.append(("answer", AnswerJSON.value(answer, explaining: false)))
            members.append(("dependsOn", judged.dependence.map(dependence) ?? .null))
            members.append(("immutableSubject", .optional(outcome(.immutable, judged)?.rawValue)))
            members.append(("pullRequestSubject", .optional(outcome(.pullRequest, judged)?.rawValue)))
            members.append(("change", .optional(judged.change)))
        }
        return .object(members)
    }
}
