public import SourceText

/// An Amazon Resource Name: `arn:partition:service:region:account:resource`. The resource is all the rest and may
/// hold colons and slashes (PL-81 ff.). <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
public struct ARN: Hashable, Sendable, CustomStringConvertible {
    /// The whole name.
    public let text: Text
    /// Where the second to the sixth component begin.
    private let starts: InlineStarts

    /// Five offsets without an array of their own.
    private struct InlineStarts: Hashable, Sendable {
        var partition = 0
        var service = 0
        var region = 0
        var account = 0
        var resource = 0

        subscript(index: Int) -> Int {
            get {
                switch index {
                case 0: partition
                case 1: service
                case 2: region
                case 3: account
                default: resource
                }
            }
            set {
                switch index {
                case 0: partition = newValue
                case 1: service = newValue
                case 2: region = newValue
                case 3: account = newValue
                default: resource = newValue
                }
            }
        }
    }

    /// Reads a name of six components that begins with `arn:`; `nil` from anything else.
    public init?(_ text: Text) {
        guard text.hasPrefix("arn:") else { return nil }
        var starts = InlineStarts()
        var count = 0
        for (index, byte) in text.bytes.enumerated() where byte == UInt8(ascii: ":") {
            starts[count] = index + 1
            count += 1
            if count == 5 { break }
        }
        guard count == 5 else { return nil }
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
        self.starts = InlineStarts(
            partition: 4, service: 5 + partition.bytes.count, region: regionStart, account: accountStart,
            resource: resourceStart)
    }

    /// Whether the name is that of an IAM role.
    public var isRole: Bool { isOf("iam") && hasType("role/") && hasAccount }
    /// Whether the name is that of an IAM user.
    public var isUser: Bool { isOf("iam") && hasType("user/") && hasAccount }
    /// Whether the name is that of an account's root, `arn:aws:iam::111122223333:root`.
    public var isAccountRoot: Bool { isOf("iam") && resource == "root" && hasAccount }

    private func isOf(_ service: String) -> Bool {
        text.bytes[range(of: 2)].elementsEqual(service.utf8)
    }

    private func hasType(_ type: String) -> Bool {
        text.bytes[range(of: 5)].starts(with: type.utf8)
    }

    private var hasAccount: Bool {
        let account = text.bytes[range(of: 4)]
        return account.count == 12 && account.allSatisfy(ASCII.isDigit)
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
