public import SourceText

/// A principal of a policy whom nobody can be by what a question lists: a user or role that its listed account does not have, or
/// a unique id that nobody has, as AWS shows for deleted ones (PL-46, PL-60). A statement that names such ones alone matches
/// nobody, a Deny too.
public struct UnknownPrincipal: Sendable {
    /// Where the policy names it.
    public let location: SourceLocation
    /// Why it is nobody.
    public let reason: String
    /// Who may have been meant, with a semicolon before it; else empty.
    public let hint: String
    /// The unique id by which it is named: whoever asks may have it.
    public let uniqueID: Text?
}

extension World {
    /// The principals of a policy whom nobody can be.
    public func unknownPrincipals(in document: PolicyDocument) -> [UnknownPrincipal] {
        var hints = Self.hintLimit
        return unknownPrincipals(in: document, &hints)
    }

    /// For how many principals somebody near is looked for among all whom an account has.
    private static var hintLimit: Int { 50 }

    /// - Parameter hints: for how many more somebody near is looked for.
    private func unknownPrincipals(in document: PolicyDocument, _ hints: inout Int) -> [UnknownPrincipal] {
        document.statements.flatMap { statement in
            (statement.principal?.entries ?? []).compactMap { entry in
                fault(of: entry, isHinted: hints > 0).map { fault in
                    hints -= 1
                    return UnknownPrincipal(
                        location: document.place(ofPrincipal: entry, in: statement) ?? statement.location,
                        reason: fault.reason, hint: fault.hint, uniqueID: fault.uniqueID)
                }
            }
        }
    }

    /// Those of all policies of the accounts and their endpoints.
    func allUnknownPrincipals() -> [UnknownPrincipal] {
        let ofAccounts = accounts.flatMap { $0.roles.compactMap(\.trust) + $0.resources.compactMap(\.policy) }
        let ofEndpoints = vpcEndpoints.sorted { $0.key < $1.key }.map(\.value)
        var hints = Self.hintLimit
        return (ofAccounts + ofEndpoints).flatMap { unknownPrincipals(in: $0.document, &hints) }
    }

    private typealias Fault = (reason: String, hint: String, uniqueID: Text?)

    /// Why nobody is who an entry names; `nil` where somebody may be.
    private func fault(of entry: PrincipalEntry, isHinted: Bool) -> Fault? {
        switch entry {
        case .user(let arn):
            user(arn) == nil ? missing(arn.resource, in: arn.accountID, isHinted) : nil
        case .role(let arn):
            role(arn) == nil ? missing(arn.resource, in: arn.accountID, isHinted) : nil
        case .roleSession(let arn):
            // A session's ARN tells its role without the path.
            arn.assumedRole.flatMap { named in
                arn.accountID.flatMap(account)?.role(withLastName: named.role) == nil
                    ? missing(Text(joining: "role/", named.role), in: arn.accountID, isHinted) : nil
            }
        case .uniqueID(let id):
            uniqueIDs.contains(id)
                ? nil : ("nobody is known by the unique id `\(id)`, as AWS shows it of who was deleted", "", id)
        case .everyone, .account, .federatedUser, .service, .federated, .canonicalUser, .originAccessIdentity: nil
        }
    }

    /// - Parameter name: as an ARN has it, `role/path/Name` or `user/path/Name`.
    private func missing(_ name: Text, in id: AccountID?, _ isHinted: Bool) -> Fault? {
        // Who is said to be absent is missing on purpose.
        guard let account = id.flatMap(account), !account.absent.contains(name) else { return nil }
        let reason = "account `\(account.name)` has no `\(name)`"
        guard isHinted else { return (reason, "", nil) }
        let kind: Text = name.hasPrefix("role/") ? "role/" : "user/"
        let known = kind == "role/" ? account.roles.map(\.pathAndName) : account.users.map(\.pathAndName)
        let last = name.suffix(behindLast: "/")
        let moved = known.filter { $0.suffix(behindLast: "/") == last }.min()
        let near = Suggestion.hint(for: name.string, among: known.lazy.map { Text(joining: kind, $0).string })
        return (reason, moved.map { "; did you mean `\(kind)\($0)`?" } ?? near, nil)
    }
}
