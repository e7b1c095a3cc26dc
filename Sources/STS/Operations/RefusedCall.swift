import IAM
import SourceText

/// A call that AWS refuses before it looks at anything else.
public struct RefusedCall: CallOperation {
    /// The operation, by the API's own name.
    public let name: String
    /// What AWS answers.
    let error: AWSError
    /// Why a token was not taken, where that can be told more closely.
    var hints: [FederationHint] = []
    /// Who asks where the call is not signed.
    var unsignedCaller: Principal?

    func refusal(of call: CallSetting) -> AWSError? {
        if call.caller.kind == .anonymous { return .missingToken }
        // An endpoint that does not know the operation cannot judge its parameters.
        return name == "AssumeRoot" && call.call.region == nil ? AssumeRoot.unknownOperation : error
    }

    func checks(_ call: CallSetting, _ choices: UndocumentedChoices) -> [AuthorizationCheck] { [] }

    func result(of call: CallSetting) -> CallResult? { nil }
}
