public import SourceText

/// An Amazon Resource Name: `arn:partition:service:region:account:resource`. The resource is all the rest and may
/// hold colons and slashes (PL-81 ff.). <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
public struct ARN: Sendable, CustomStringConvertible {
    /// The whole name.
    public let text: Text
    /// Where service, region, account and resource begin; the partition always stands behind `arn:`.
    private let starts: (service: UInt32, region: UInt32, account: UInt32, resource: UInt32)

    /// Reads a name of six components that begins with `arn:`; `nil` from anything else.
    public init?(_ text: Text) {
        guard text.hasPrefix("arn:"), let service = text.firstIndex(of: ":", from: 4),
            let region = text.firstIndex(of: ":", from: service + 1),
            let account = text.firstIndex(of: ":", from: region + 1),
            let resource = text.firstIndex(of: ":", from: account + 1)
        else { return nil }
        self.text = text
        starts = (UInt32(service + 1), UInt32(region + 1), UInt32(account + 1), UInt32(resource + 1))
    }

    /// A component: 0 (`arn`) to 5 (the resource).
    func component(_ index: Int) -> Text {
        switch index {
        case 0: text[0..<3]
        case 1: text[4..<Int(starts.service) - 1]
        case 2: text[Int(starts.service)..<Int(starts.region) - 1]
        case 3: text[Int(starts.region)..<Int(starts.account) - 1]
        case 4: text[Int(starts.account)..<Int(starts.resource) - 1]
        default: text[Int(starts.resource)...]
        }
    }

    /// `aws`, `aws-cn`, `aws-us-gov` …
    public var partition: Text { component(1) }
    /// The service, such as `iam` or `s3`.
    public var service: Text { component(2) }
    /// The region; empty where names of the service have none.
    public var region: Text { component(3) }
    /// The account as it is written: twelve digits, `aws`, or empty.
    public var account: Text { component(4) }
    /// The account, where the name holds twelve digits (PL-230).
    public var accountID: AccountID? { AccountID(account) }
    /// The last component: a name, or a type and a name.
    public var resource: Text { component(5) }

    /// The resource after its type, as `path/name` of `role/path/name`; `nil` where the type is another one.
    public func resource(ofType type: String) -> Text? {
        let resource = resource
        let length = type.utf8.count
        guard resource.count > length, resource.hasPrefix(type), resource[length] == UInt8(ascii: "/") else {
            return nil
        }
        return resource[(length + 1)...]
    }

    /// The last part of the resource: the name without type and path.
    public var name: Text {
        resource.suffix(behindLast: "/")
    }

    /// The whole name.
    public var description: String { text.string }
}

extension ARN {
    /// The name of a role, user or session, composed of its parts.
    /// - Parameter service: `iam` or `sts`.
    public init(partition: Text, service: Text, account: AccountID, resource: Text) {
        self.text = Text(joining: "arn:", partition, ":", service, "::", account.text, ":", resource)
        let region = UInt32(4 + partition.count + 1 + service.count + 1)
        let owner = region + 1
        starts = (UInt32(5 + partition.count), region, owner, owner + UInt32(account.text.count) + 1)
    }

    /// Whether the name is that of an IAM role.
    public var isRole: Bool { isOf("iam") && hasType("role/") && hasAccount && region.isEmpty }
    /// Whether the name is that of an IAM user.
    public var isUser: Bool { isOf("iam") && hasType("user/") && hasAccount }
    /// Whether the name is that of an account's root, `arn:aws:iam::111122223333:root`.
    public var isAccountRoot: Bool { isOf("iam") && resource == "root" && hasAccount && region.isEmpty }

    /// Whether the name is that of an origin access identity of CloudFront,
    /// `arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E…`.
    public var isOriginAccessIdentity: Bool {
        isOf("iam") && account == "cloudfront" && hasType("user/CloudFront Origin Access Identity ")
    }

    private func isOf(_ service: String) -> Bool {
        component(2) == service
    }

    private func hasType(_ type: String) -> Bool {
        resource.hasPrefix(type)
    }

    private var hasAccount: Bool {
        let account = account
        return account.count == 12 && account.isDigits
    }

    /// Whether the name is that of a session of `GetFederationToken`.
    public var isFederatedUser: Bool {
        isOf("sts") && hasType("federated-user/") && hasAccount
    }

    /// Role name and session name of `arn:aws:sts::111122223333:assumed-role/Role/Session`.
    public var assumedRole: (role: Text, session: Text)? {
        guard isOf("sts"), hasAccount, let parts = resource(ofType: "assumed-role")?.split(at: "/"),
            parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty
        else { return nil }
        return (parts[0], parts[1])
    }
}

extension ARN {
    /// Whether the name is that of a role which IAM Identity Center keeps.
    var isOfIdentityCenter: Bool { resource.hasPrefix("role/aws-reserved/") }

    /// Whether the name is that of a role which is linked to a service.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html>
    public var isServiceLinkedRole: Bool { isRole && resource.hasPrefix("role/aws-service-role/") }

    /// Whether customers cannot change whom the role trusts (SV-8).
    public var hasFixedTrust: Bool { isServiceLinkedRole || isRole && isOfIdentityCenter }
}

extension ARN: Hashable {
    /// Whether two names are the same, character by character.
    public static func == (left: ARN, right: ARN) -> Bool { left.text == right.text }

    /// Hashes the whole name.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
