public import IAM
public import SourceText

/// How many policies may count together: each statement of each is asked, whichever file it comes from. AWS attaches 10 to 25
/// managed policies to a user, group or role, and 5 to a level of an organization.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
public enum PolicyLimits {
    /// How many policies one list may name.
    public static let ofList = 200
    /// How many a user may have with those of its groups, and all levels of an organization together.
    public static let together = 1_000
}

extension PolicyNames {
    /// Reads one policy or a list of them; those that stand inline are named after their type and place. One that is named again
    /// counts once, as AWS attaches none twice.
    public func list(_ node: Node, as type: PolicyType, _ diagnostics: inout Diagnostics) -> [Policy] {
        var policies: [Policy] = []
        var known: Set<NamedDocument> = []
        for (index, element) in node.elementsOrSelf.enumerated() {
            let read = policy(element, as: type, place: "\(type.rawValue)[\(index)]", &diagnostics)
            guard let read, known.insert(NamedDocument(read)).inserted else { continue }
            guard policies.count < PolicyLimits.ofList else {
                diagnostics.error(
                    "too-many-policies",
                    "a list names at most \(PolicyLimits.ofList) policies, and AWS attaches at most 25 to a user, group or role; "
                        + "found \(node.count)", at: node.location)
                return policies
            }
            policies.append(read)
        }
        return policies
    }

    /// Complains of more policies than may count together.
    /// - Parameter what: whose they are.
    static func checkTogether(_ count: Int, of what: String, at place: SourceLocation, _ diagnostics: inout Diagnostics)
    {
        if count <= PolicyLimits.together { return }
        diagnostics.error(
            "too-many-policies",
            "\(what) come to \(count) policies, of which at most \(PolicyLimits.together) are asked",
            at: place)
    }
}

/// A policy by what it is and what it is called.
private struct NamedDocument: Hashable {
    let document: ObjectIdentifier
    let name: Text

    init(_ policy: Policy) {
        document = ObjectIdentifier(policy.document)
        name = Text(policy.name)
    }
}
