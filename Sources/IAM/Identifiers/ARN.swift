public import SourceText

/// An Amazon Resource Name: `arn:partition:service:region:account:resource`. The resource is all the rest and may
/// hold colons and slashes (PL-81 ff.). <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
public struct ARN: Hashable, Sendable, CustomStringConvertible {
    /// The whole name.
    public let text: Text
    /// Where the second to the sixth component begin.
    private let starts: [Int]

    /// Reads a name of six components that begins with `arn:`; `nil` from anything else.
    public init?(_ text: Text) {
        guard text.hasPrefix("arn:") else { return nil }
        var starts: [Int] = []
        for (index, byte) in text.bytes.enumerated() where byte == UInt8(ascii: ":") && starts.count < 5 {
            starts.append(index + 1)
        }
        guard starts.count == 5 else { return nil }
        self.text = text
        self.starts = starts
    }

    /// The bytes of a component, 0 (`arn`) to 5 (the resource).
    func range(of component: Int) -> Range<Int> {
        let start = component == 0 ? 0 : starts[component - 1]
        let end = component == 5 ? text.bytes.count : starts[component] - 1
        return start..<end
    }

    private func component(_ index: Int) -> Text {
        Text(bytes: text.bytes[range(of: index)])
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
    public func resource(ofType type: Text) -> Text? {
        resource.dropping(prefix: Text(bytes: type.bytes + [UInt8(ascii: "/")]))
    }

    /// The last part of the resource: the name without type and path.
    public var name: Text {
        resource.split(at: "/").last ?? resource
    }

    /// The whole name.
    public var description: String { text.string }
}

extension ARN {
    /// The name of a role, user or session, composed of its parts.
    /// - Parameter service: `iam` or `sts`.
    public init(partition: Text, service: Text, account: AccountID, resource: Text) {
        let text = Text("arn:\(partition):\(service)::\(account):\(resource)")
        let regionStart = 4 + partition.bytes.count + 1 + service.bytes.count + 1
        self.text = text
        let accountStart = regionStart + 1
        let resourceStart = accountStart + account.text.bytes.count + 1
        self.starts = [4, 5 + partition.bytes.count, regionStart, accountStart, resourceStart]
    }

    /// Whether the name is that of an IAM role.
    public var isRole: Bool { service == "iam" && resource(ofType: "role") != nil && accountID != nil }
    /// Whether the name is that of an IAM user.
    public var isUser: Bool { service == "iam" && resource(ofType: "user") != nil && accountID != nil }
    /// Whether the name is that of an account's root, `arn:aws:iam::111122223333:root`.
    public var isAccountRoot: Bool { service == "iam" && resource == "root" && accountID != nil }

    /// Whether the name is that of a session of `GetFederationToken`.
    public var isFederatedUser: Bool {
        service == "sts" && accountID != nil && resource(ofType: "federated-user") != nil
    }

    /// Role name and session name of `arn:aws:sts::111122223333:assumed-role/Role/Session`.
    public var assumedRole: (role: Text, session: Text)? {
        guard service == "sts", accountID != nil, let parts = resource(ofType: "assumed-role")?.split(at: "/"),
            parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty
        else { return nil }
        return (parts[0], parts[1])
    }
}
