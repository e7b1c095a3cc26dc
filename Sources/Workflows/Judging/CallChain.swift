import IAM
import SourceText

/// Calls in a row, each signed with what the one before yields, as a question.
struct CallChain {
    private let calls: [PredictedCall]
    /// Who signs the first call, where it is signed and that is known.
    private let caller: String?
    /// Longer chains are not asked: each call repeats all before it.
    static let limit = 8
    /// What nobody tells, each once.
    let unknown: [String]

    /// - Parameter calls: at least the last ones; those that lead to the first of them are found by themselves.
    init(_ calls: [PredictedCall], in organization: Organization?) {
        var calls = calls
        while calls.count <= Self.limit, case .session(let before) = calls.first?.signer { calls.insert(before, at: 0) }
        var unknown = calls.count > Self.limit ? ["what more than \(Self.limit) calls in a row come to"] : []
        if calls.count > Self.limit { calls = Array(calls.suffix(1)) }
        self.calls = calls
        switch calls.first?.signer {
        case .keys(let id):
            caller = Self.user(id, organization)
            if caller == nil { unknown += id.text.map { ["whose access key `\($0)` is"] } ?? id.unknownNames }
        case .unknown(let why):
            caller = nil
            unknown.append(why)
        case .session, nil: caller = nil
        }
        var seen = NameSet(unknown)
        unknown += calls.flatMap(\.unknown).filter { seen.insert($0) }
        self.unknown = unknown
    }

    /// The user to whom a key belongs; a value that is an ARN names whoever it names.
    private static func user(_ id: ExpressionValue, _ organization: Organization?) -> String? {
        guard let text = id.text else { return nil }
        return text.hasPrefix("arn:") ? text : organization?.user(ofAccessKey: Text(text))?.description
    }

    /// The members `call` or `steps` of a question.
    var question: JSONValue {
        let steps = calls.enumerated().map { index, call in
            (name: "\(index + 1) \(call.operation)", value: body(call, after: index == 0 ? nil : calls[index - 1]))
        }
        if steps.count == 1, let only = steps.first { return .object([("call", only.value)]) }
        return .object([("steps", .object(steps))])
    }

    private func body(_ call: PredictedCall, after before: PredictedCall?) -> JSONValue {
        var members: [(name: String, value: JSONValue)] = []
        if before == nil, let caller { members.append(("caller", .string(caller))) }
        if let region = call.region { members.append(("region", .string(region))) }
        members.append((call.operation, .object(call.parameters.map { completed($0, in: before?.role ?? caller) })))
        return .object(members)
    }

    /// The name of a role stands for a role in the account of the credentials (CAC-4).
    private func completed(
        _ parameter: (name: String, value: JSONValue), in source: String?
    ) -> (name: String, value: JSONValue) {
        guard parameter.name == "RoleArn", case .string(let text) = parameter.value, !text.hasPrefix("arn:aws"),
            let account = source.flatMap({ ARN(Text($0)) })?.account
        else { return parameter }
        return ("RoleArn", .string("arn:aws:iam::\(account):role/\(text)"))
    }
}
