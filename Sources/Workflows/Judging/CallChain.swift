import IAM
import STS
import SourceText

/// Calls in a row, each signed with what the one before yields.
struct CallChain {
    private let calls: [PredictedCall]
    /// Who signs the first call, where it is signed and that is known.
    let caller: Text?
    /// Longer chains are not asked: each call repeats all before it.
    static let limit = 8
    /// What nobody tells, each once.
    let unknown: [String]

    /// - Parameter calls: at least the last ones; those that lead to the first of them are found by themselves.
    init(_ calls: [PredictedCall], in world: World?) {
        var calls = calls
        while calls.count <= Self.limit, case .session(let before) = calls.first?.signer { calls.insert(before, at: 0) }
        var unknown = calls.count > Self.limit ? ["what more than \(Self.limit) calls in a row come to"] : []
        if calls.count > Self.limit { calls = Array(calls.suffix(1)) }
        self.calls = calls
        switch calls.first?.signer {
        case .keys(let id):
            caller = Self.user(id, world)
            if caller == nil { unknown += id.text.map { ["whose access key `\($0)` is"] } ?? id.unknownNames }
        case .unknown(let why):
            caller = nil
            unknown.append(why)
        case .part:
            caller = nil
            unknown.append("a part of a session in place of a whole one")
        case .session, nil: caller = nil
        }
        var seen = NameSet(unknown)
        unknown += calls.flatMap(\.unknown).filter { seen.insert($0) }
        self.unknown = unknown
    }

    /// The user to whom a key belongs; a value that is an ARN names whoever it names.
    private static func user(_ id: ExpressionValue, _ world: World?) -> Text? {
        guard let text = id.text else { return nil }
        return text.hasPrefix("arn:") ? Text(text) : world?.user(ofAccessKey: Text(text))?.text
    }

    /// What tells the calls from others.
    var wishes: [PredictedCall.Wish] { calls.map(\.wish) }
    /// The region of each call's endpoint.
    var regions: [Text?] { calls.map { $0.region.map { Text($0) } } }

    /// The calls as they are sent.
    var all: [STSCall] {
        calls.enumerated().map { index, call in
            let source = index == 0 ? caller : calls[index - 1].operation.roleARN
            return STSCall(completed(call.operation, in: source), region: call.region.map { Text($0) })
        }
    }

    /// The name of a role stands for a role in the account of the credentials (CAC-4).
    private func completed(_ operation: STSCall.Operation, in source: Text?) -> STSCall.Operation {
        guard let role = operation.roleARN, !role.hasPrefix("arn:aws"),
            let account = source.flatMap({ ARN($0) })?.account
        else { return operation }
        return operation.assuming(role: Text(joining: "arn:aws:iam::", account, ":role/", role))
    }
}

extension STSCall.Operation {
    /// The same with another role.
    fileprivate func assuming(role: Text) -> STSCall.Operation {
        switch self {
        case .assumeRole(var call):
            call.roleARN = role
            return .assumeRole(call)
        case .assumeRoleWithWebIdentity(var call):
            call.roleARN = role
            return .assumeRoleWithWebIdentity(call)
        case .assumeRoleWithSAML(var call):
            call.roleARN = role
            return .assumeRoleWithSAML(call)
        case .assumeRoot, .getCallerIdentity, .getFederationToken, .getSessionToken: return self
        }
    }
}
