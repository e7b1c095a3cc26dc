import IAM
import SourceText

/// `GetCallerIdentity`, which needs no permission, and which no Deny stops (SV-20).
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>
struct CallerIdentity: CallOperation {
    func refusal(of call: CallSetting) -> AWSError? {
        call.caller.kind == .anonymous ? .missingToken : nil
    }

    func checks(_ call: CallSetting, _ choices: UndocumentedChoices) -> [AuthorizationCheck] { [] }

    func result(of call: CallSetting) -> CallResult? {
        CallResult(operation: .getCallerIdentity, nextCaller: call.setting.caller)
    }
}
