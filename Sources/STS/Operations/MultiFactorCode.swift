import IAM
import SourceText

/// `SerialNumber` and `TokenCode`: a device of the calling user, and the six digits that it shows.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html>
struct MultiFactorCode: Sendable {
    let serialNumber: Text?
    let tokenCode: Text?

    /// - Returns: `nil` where the call passes neither.
    init?(serialNumber: Text?, tokenCode: Text?) {
        guard serialNumber != nil || tokenCode != nil else { return nil }
        self.serialNumber = serialNumber
        self.tokenCode = tokenCode
    }

    /// Whether both parameters are there.
    var isComplete: Bool { serialNumber != nil && tokenCode != nil }

    /// What AWS refuses: half a code, a device that is not the caller's, and a code that it does not show (STS-71). Only
    /// users and root users have devices; of one of whose devices nothing is said, any is taken to be right.
    func refusal(of call: CallSetting) -> AWSError? {
        guard let serialNumber, let tokenCode else {
            return Self.failed(", must provide both MFA serial number and one time pass code.").because(
                "STS-71", "the call passes one of SerialNumber and TokenCode", advice: "pass both, or neither")
        }
        guard let device = device(serialNumber, call) else {
            return Self.failed(
                ", unable to validate MFA code.  Please verify your MFA serial number is valid and associated with "
                    + "this user."
            ).because(
                "STS-71", "`\(serialNumber)` is no device of the caller; users and root users alone have devices",
                advice: "pass the serial number of a device of the caller\(known(call))")
        }
        guard let code = device.code, code != tokenCode else { return nil }
        return Self.failed(" with invalid MFA one time pass code.").because(
            "STS-71", "the device does not show the TokenCode that the call passes", advice: "pass the code it shows")
    }

    private func device(_ serialNumber: Text, _ call: CallSetting) -> MFADevice? {
        let unknown = MFADevice(serialNumber: serialNumber, code: nil)
        // The ARN of a virtual device names the account of its user.
        if let owner = ARN(serialNumber)?.accountID, owner != call.caller.account { return nil }
        switch call.caller.kind {
        case .root: return unknown
        case .user:
            guard let user = call.caller.arn.flatMap({ call.world.user($0) }), let devices = user.mfaDevices
            else { return unknown }
            return devices.first { $0.serialNumber == serialNumber }
        case .roleSession, .federatedUser, .service, .anonymous, .federated: return nil
        }
    }

    /// The devices that the caller has.
    private func known(_ call: CallSetting) -> String {
        let devices = call.caller.arn.flatMap { call.world.user($0) }?.mfaDevices ?? []
        return devices.isEmpty ? "" : ": " + devices.map { "`\($0.serialNumber)`" }.joined(separator: ", ")
    }

    private static func failed(_ rest: String) -> AWSError {
        .accessDenied("MultiFactorAuthentication failed\(rest)")
    }
}
