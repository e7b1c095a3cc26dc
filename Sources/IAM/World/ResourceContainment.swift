import SourceText

/// Which resources lie in others, so that the policy and the owner of what holds them count for them: objects in a bucket,
/// indexes of a table (SV-17). That one name begins as another does says nothing where names have slashes of their own.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>
enum ResourceContainment {
    /// The ARN of a resource, and those of what may hold it: itself first, then the nearest.
    static func names(of arn: ARN) -> [Text] {
        let rest = arn.resource
        let start = arn.text.count - rest.count
        let slashes = rest.bytes.enumerated().lazy.filter { $0.element == UInt8(ascii: "/") }.map(\.offset)
        let ends =
            switch rule(for: arn) {
            case .nothing: [] as [Int]
            case .components(let count): Array(slashes.dropFirst(count - 1).prefix(1))
            case .anything: Array(slashes)
            }
        let outer = otherName(holding: arn).map { Text(joining: arn.text[..<start], $0) }
        let names = [arn.text] + ends.reversed().map { arn.text[..<(start + $0)] } + [outer].compactMap(\.self)
        guard ResourceForms.services.contains(arn.service) else { return names }
        return names.flatMap { name in [name] + (ARN(name).map(ResourceForms.otherForms) ?? []) }
    }

    /// What holds a resource under a name of its own: the catalog of a region has the policy for all of Glue, an event bus that
    /// of its rules, a cluster of Kafka that of its topics and groups, a registry that of its schemas, a group of model packages
    /// that of its versions, and a repository of CodeArtifact that of its packages.
    private static func otherName(holding arn: ARN) -> Text? {
        let parts = arn.resource.split(at: "/")
        switch arn.service {
        case "glue": return arn.resource == "catalog" ? nil : "catalog"
        case "events" where parts.first == "rule":
            return parts.count > 2 ? Text(joining: "event-bus/", parts[1]) : "event-bus/default"
        case "kafka" where parts.count > 3 && ["group", "topic", "transactional-id"].contains(parts[0]):
            return Text(joining: "cluster/", parts[1], "/", parts[2])
        case "schemas" where parts.first == "schema" && parts.count > 2:
            return Text(joining: "registry/", parts[1])
        case "sagemaker" where parts.first == "model-package" && parts.count > 2:
            return Text(joining: "model-package-group/", parts[1])
        case "codeartifact" where parts.first == "package" && parts.count > 3:
            return Text(joining: "repository/", parts[1], "/", parts[2])
        default: return nil
        }
    }

    private enum Rule {
        /// Nothing holds it.
        case nothing
        /// What its first components name holds it.
        case components(Int)
        /// Nothing is known of the service: whatever it begins with may hold it.
        case anything
    }

    private static func rule(for arn: ARN) -> Rule {
        if arn.service == "s3" {
            if arn.account.isEmpty { return .components(1) }
            return arn.resource.hasPrefix("accesspoint/") ? .components(2) : .nothing
        }
        if arn.service == "dynamodb" {
            let parts = arn.resource.split(at: "/", maxSplits: 3)
            return parts.count == 4 && parts[2] == "index" ? .components(2) : .nothing
        }
        if let count = holders[arn.service] { return .components(count) }
        return alone.contains(arn.service) ? .nothing : .anything
    }

    /// How many components of an ARN name what has the policy: the API, the domain, the bucket of tables.
    private static let holders: [Text: Int] = [
        "acm-pca": 2, "es": 2, "execute-api": 1, "mediastore": 2, "s3-object-lambda": 2, "s3-outposts": 4,
        "s3tables": 2, "s3vectors": 2, "vpc-lattice": 2, "vpc-lattice-svcs": 2,
    ]

    /// Services whose resources have names with slashes, or parts with policies of their own.
    private static let alone: Set<Text> = [
        "backup", "codeartifact", "codecommit", "ecr", "ecr-public", "elasticfilesystem", "events", "glue", "iam",
        "kafka", "kinesis", "kms", "lambda", "logs", "sagemaker", "schemas", "secretsmanager", "sns", "sqs", "ssm",
        "states",
    ]
}
