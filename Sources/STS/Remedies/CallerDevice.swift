import IAM
import SourceText

/// A device of multi-factor authentication of a calling user, for which a condition asks.
struct CallerDevice {
    let serialNumber: Text
    /// The six digits that the device shows, or some where any will do.
    let code: Text
    /// Whether the accounts list the device; else it is one that the user may have.
    let isListed: Bool

    /// The parameters, as they are told.
    var words: String {
        isListed
            ? "the SerialNumber `\(serialNumber)` and a TokenCode that the device shows"
            : "the SerialNumber of the caller's device, such as `\(serialNumber)`, and a TokenCode that it shows"
    }

    /// What is laid over the parameters.
    var parameters: [(name: String, value: JSONValue)] {
        [("SerialNumber", .string(serialNumber)), ("TokenCode", .string(code))]
    }
}

extension Setting {
    /// The first device of a caller that is a user; `nil` for who can have none, and for whom none is listed.
    var device: CallerDevice? {
        guard principal.kind == .user, principal.session == nil, let arn = principal.arn else { return nil }
        guard let devices = world.user(arn)?.mfaDevices else {
            let serial = Text("arn:\(arn.partition):iam::\(arn.account):mfa/\(arn.name)")
            return CallerDevice(serialNumber: serial, code: "123456", isListed: false)
        }
        return devices.first.map {
            CallerDevice(serialNumber: $0.serialNumber, code: $0.code ?? "123456", isListed: true)
        }
    }

    /// The same question of a user with credentials that `GetSessionToken` made with multi-factor authentication (SES-8).
    /// - Parameter part: where the question names its caller.
    func withMultiFactorSession(_ part: CallChange.Part) -> (setting: Setting, change: CallChange)? {
        guard let device, let caller = caller.withMultiFactorSession, let arn = principal.arn else { return nil }
        let change = CallChange(
            "call GetSessionToken first, with \(device.words), and go on with its credentials", part,
            [("caller", .object([("user", .string(arn.text)), ("mfa", .boolean(true))]))])
        return (Setting(circumstances, caller: caller, stated: stated), change)
    }
}

extension CallSetting {
    /// The first device of the caller.
    var device: CallerDevice? { setting.device }
}

extension Caller {
    /// The user with credentials that `GetSessionToken` made with multi-factor authentication; `nil` for others.
    var withMultiFactorSession: Caller? {
        guard principal.kind == .user, principal.session?.hasMFA != true, let arn = principal.arn,
            let account = principal.account
        else { return nil }
        var state = principal.session ?? Principal.SessionState()
        state.hasMFA = true
        return Caller(
            Principal(user: arn, account: account, uniqueID: principal.uniqueID, tags: principal.tags, session: state),
            sessionPolicies: sessionPolicies)
    }
}
