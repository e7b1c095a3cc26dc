import IAM
import SourceText

/// `GetCallerIdentity`, which needs no permission, and which no Deny stops (SV-20).
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>
public struct GetCallerIdentity: Sendable {}

extension GetCallerIdentity: CallOperation {
    func refusal(of call: CallSetting) -> AWSError? {
        call.caller.kind == .anonymous ? .missingToken : nil
    }

    func checks(_ call: CallSetting, _ choices: UndocumentedChoices) -> [AuthorizationCheck] { [] }

    /// Who asks (STS-83). Of AWS services nothing is documented.
    func result(of call: CallSetting) -> CallResult {
        var result = CallResult(operation: "GetCallerIdentity")
        let caller = call.caller
        result.members = [
            .text("Arn", caller.name), .text("UserId", caller.userID ?? ""),
            .text("Account", caller.account?.text ?? ""),
        ]
        return result
    }
}
