import IAM
import SourceText

/// A call that AWS refuses before it looks at anything else.
struct RefusedCall: CallOperation {
    /// The operation.
    let name: OperationName
    /// What AWS answers.
    let error: AWSError
    /// Why a token was not taken, where that can be told more closely.
    var hints: [FederationHint] = []
    /// Who asks where the call is not signed.
    var unsignedCaller: Principal?

    func refusal(of call: CallSetting) -> AWSError? {
        if call.caller.kind == .anonymous { return .missingToken }
        // An endpoint that does not know the operation cannot judge its parameters.
        return name == .assumeRoot && call.call.region == nil ? RootAssumption.unknownOperation : error
    }

    func checks(_ call: CallSetting, _ choices: UndocumentedChoices) -> [AuthorizationCheck] { [] }

    func result(of call: CallSetting) -> CallResult? { nil }
}
