import IAM
import STS
import SourceText

/// Finds the users and roles that a question names, and complains of those that are missing where their account is
/// listed.
struct EntityFinder {
    let world: World

    /// Complains where the account of a role is listed and does not have it.
    func check(role arn: ARN, at place: SourceLocation, _ diagnostics: inout Diagnostics) {
        guard case .missing(let account) = world.standing(ofRole: arn) else { return }
        complain(ofRole: arn, account, at: place, &diagnostics)
    }

    func complain(
        ofRole arn: ARN, _ account: Account, at place: SourceLocation, _ diagnostics: inout Diagnostics
    ) {
        let name = arn.resource(ofType: "role") ?? arn.resource
        complain("role", name, account, account.roles.lazy.map(\.pathAndName.string), at: place, &diagnostics)
    }

    func complain(
        ofUser arn: ARN, _ account: Account, at place: SourceLocation, _ diagnostics: inout Diagnostics
    ) {
        let name = arn.resource(ofType: "user") ?? arn.resource
        complain("user", name, account, account.users.lazy.map(\.pathAndName.string), at: place, &diagnostics)
    }

    /// Notes that a listed account has no role or user of a name, where one of a similar name is there.
    func mention(_ arn: ARN, at place: SourceLocation, _ diagnostics: inout Diagnostics) {
        guard arn.isRole || arn.isUser, let account = arn.accountID.flatMap({ world.account($0) }),
            !account.absent.contains(arn.resource)
        else { return }
        let what = arn.isRole ? "role" : "user"
        let name = arn.resource(ofType: what) ?? arn.resource
        let isListed = arn.isRole ? account.role(named: name) != nil : account.user(named: name) != nil
        guard !isListed, !name.bytes.contains(where: { "*?".utf8.contains($0) }) else { return }
        let sameName = (arn.isRole ? account.roles.map(\.pathAndName) : account.users.map(\.pathAndName))
            .first { $0.suffix(behindLast: "/") == name.suffix(behindLast: "/") }
        if let sameName {
            return diagnostics.warning(
                "unknown-\(what)",
                "account `\(account.name)` has no \(what) `\(name)`, and can have none: names are unique whatever the path, and "
                    + "it has `\(sameName)`", at: place)
        }
        let hint =
            arn.isRole
            ? Suggestion.hint(for: name.string, among: account.roles.lazy.map(\.pathAndName.string))
            : Suggestion.hint(for: name.string, among: account.users.lazy.map(\.pathAndName.string))
        guard !hint.isEmpty else { return }
        diagnostics.warning(
            "unknown-\(what)", "account `\(account.name)` has no \(what) `\(name)`\(hint)", at: place)
    }

    private func complain(
        _ what: String, _ name: Text, _ account: Account, _ candidates: some Sequence<String>, at place: SourceLocation,
        _ diagnostics: inout Diagnostics
    ) {
        func hint() -> String {
            let near = Suggestion.hint(for: name.string, among: candidates)
            return near.isEmpty ? "; to ask about absence, say `\(name): absent`" : near
        }
        diagnostics.error(
            "unknown-\(what)", "account `\(account.name)` has no \(what) `\(name)`\(hint())", at: place)
    }
}
