import SourceText

// Resources that AWS refuses to save, and ARNs that nothing has (PL-84, PL-86, PL-89, PL-92, PL-192, PL-250).
extension PolicyReader {
    /// Complains of an ARN whose partition, service, region, account or type cannot be.
    mutating func reportImpossible(resource text: Text, at node: Node) {
        guard text.hasPrefix("arn:"), !node.file.isOwn else { return }
        let parts = ARNPattern.components(of: text, variables: version == .v2012)
        let (partition, service) = (parts[1], parts.count > 2 ? parts[2] : "*")
        if !KnownPartitions.mayBe(partition) {
            let hint = Suggestion.hint(for: partition.string, among: KnownPartitions.all.map(\.string))
            return refuse("invalid-resource", "`\(partition)` is no partition of AWS", hint: hint, at: node)
        }
        if service.isEmpty || parts.count < 6 && parts.dropFirst(3).contains(where: \.isEmpty) {
            return refuse(
                "invalid-resource",
                "an ARN has six parts, `arn:partition:service:region:account:resource`, found `\(text)`",
                at: node)
        }
        if let fault = parts.regionFault { return refuse("invalid-resource", fault, at: node) }
        if let fault = parts.typeFault ?? parts.void(variables: version == .v2012) {
            tellVoid("void-resource", fault, at: node)
        }
    }
}

/// The partitions of AWS. <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
private enum KnownPartitions {
    static let all: [Text] = [
        "aws", "aws-cn", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-us-gov",
    ]

    /// Whether a text is one, or a pattern that may be one; a variable is told elsewhere.
    static func mayBe(_ text: Text) -> Bool { text.isOpen || all.contains(text) }
}

extension Text {
    /// Whether the text has wildcards, or what may be a variable.
    fileprivate var isOpen: Bool { bytes.contains { Wildcard.isWildcard($0) || $0 == UInt8(ascii: "$") } }
}

/// What is wrong with the parts of an ARN.
extension [Text] {
    private var service: Text { count > 2 ? self[2] : "*" }
    private var region: Text { count > 3 ? self[3] : "" }
    private var account: Text { count > 4 ? self[4] : "" }

    /// Names of IAM have no region, and of S3 only those of other things than buckets and objects.
    fileprivate var regionFault: String? {
        guard !region.isEmpty, !region.isOpen else { return nil }
        if service == "iam" { return "an ARN of IAM has no region, found `\(region)`" }
        guard service == "s3", count < 6 || !Self.regionalInS3.contains(where: { self[5].hasPrefix($0) }),
            count < 6 || !self[5].isOpen || self[5].contains("/")
        else { return nil }
        return "an ARN of a bucket or of an object has no region, found `\(region)`"
    }

    /// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html>
    private static let regionalInS3: [Text] = [
        "accesspoint", "access-grants", "async-request", "job", "storage-lens", "*", "?", "$",
    ]

    /// What IAM names begins with its type. IAM refuses those that it does not know, and comes to know more.
    fileprivate var typeFault: String? {
        guard service == "iam", count == 6, self[5] != "root" else { return nil }
        let type = self[5][..<(self[5].firstIndex(of: "/") ?? self[5].count)]
        guard !type.isOpen, type.count == self[5].count || !Self.typesOfIAM.contains(type) else { return nil }
        return "what IAM names begins with its type, as in `role/Name`, found `\(self[5])`"
    }

    /// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html>
    private static let typesOfIAM: [Text] = [
        "access-report", "delegation-request", "federated-user", "group", "instance-profile", "mfa", "oidc-provider",
        "policy", "report", "role", "role-template", "saml-provider", "server-certificate", "sms-mfa", "u2f", "user",
    ]

    /// Why no resource has such an ARN, though it may be saved.
    fileprivate func void(variables: Bool) -> String? {
        // Of variables in a region or an account an answer has a caveat.
        let early = dropFirst().prefix(count < 6 ? Swift.min(4, count - 2) : 2)
        if variables, let part = early.first(where: { $0.contains("$") }) {
            return "a variable before the fifth colon stays text, found `\(part)`"
        }
        if !service.isOpen, !service.bytes.allSatisfy({ ASCII.lowercased($0) == $0 }) {
            return "the service of an ARN is in lower case, found `\(service)`"
        }
        if service == "s3", count == 6, account.isDigits, !account.isEmpty, region.isEmpty,
            !Self.regionalInS3.contains(where: { self[5].hasPrefix($0) })
        {
            return "an ARN of a bucket or of an object has no account, found `\(account)`"
        }
        if account.isDigits, !account.isEmpty, account.count != 12 {
            return "an account id has twelve digits, found `\(account)`"
        }
        if count < 6, !region.isEmpty, !region.isOpen, !region.contains("-") {
            return "the fourth part of an ARN is a region, found `\(region)`"
        }
        return nil
    }
}

extension ARN {
    /// Why nothing has the ARN; `nil` where something may. What it names is no pattern.
    public var impossibility: String? {
        let parts = (0..<6).map(component)
        if let fault = parts.regionFault ?? parts.typeFault ?? parts.void(variables: false) { return fault }
        guard service == "s3", region.isEmpty, account.isEmpty else { return nil }
        let bucket = resource.split(at: "/", maxSplits: 1).first ?? ""
        if bucket.bytes.contains(where: Wildcard.isWildcard) { return "the name of a bucket has no wildcard" }
        return resource.hasSuffix("/") && resource.count == bucket.count + 1
            ? "the ARN of a bucket ends with its name" : nil
    }
}
