import SourceText

// What is particular to resource control policies (EV-24, EV-25, PL-48, PL-49).
// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html>
extension PolicyReader {
    /// Whether a document is the text of `RCPFullAWSAccess`: one statement that allows everybody everything.
    static func isResourceControlFullAccess(_ node: Node) -> Bool {
        guard let statements = node["Statement"]?.elementsOrSelf, let statement = statements.first,
            statements.count == 1, statement["Condition"] == nil
        else { return false }
        let words: [(MemberName, String)] = [
            ("Effect", "Allow"), ("Principal", "*"), ("Action", "*"), ("Resource", "*"),
        ]
        return words.allSatisfy { name, word in
            guard let values = statement[name]?.elementsOrSelf, values.count == 1 else { return false }
            return values.first?.hasText(word) ?? false
        }
    }

    /// Whether an action may stand in a resource control policy: AWS saves none that names no service, or one that these
    /// policies do not cover.
    mutating func isCovered(_ text: Text, at node: Node) -> Bool {
        guard text != "*" else {
            diagnostics.error(
                "invalid-action", "an action of a resource control policy names its service, as in `s3:*`",
                at: node.location)
            return false
        }
        guard let colon = text.firstIndex(of: ":") else { return true }
        let service = text[..<colon]
        guard !service.bytes.contains(where: Wildcard.isWildcard), !ResourceControlPrefixes.contains(service) else {
            return true
        }
        let hint = Suggestion.hint(for: service.string, among: ResourceControlPrefixes.sorted)
        diagnostics.error(
            "invalid-action",
            "resource control policies do not cover the service `\(service)` (\(ResourceControlPrefixes.date)), so that "
                + "AWS refuses to save this\(hint)", at: node.location)
        return false
    }
}

/// The services whose resources resource control policies cover (EV-28, PL-49). AWS adds to them.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html>
enum ResourceControlPrefixes {
    /// Of when the list is.
    static let date = "list of October 2026"

    /// Whether a service's prefix, in any letter case, is among them.
    static func contains(_ service: Text) -> Bool { all.contains(service.asciiLowercased) }

    /// The prefixes in order, for suggestions.
    static let sorted = all.sorted().map(\.string)

    private static let all: Set<Text> = [
        "aoss", "appconfig", "appstream", "autoscaling", "autoscaling-plans", "budgets", "clouddirectory", "cloudfront",
        "cloudsearch", "cloudtrail-data", "codeartifact", "codebuild", "codecommit", "codepipeline", "cognito-identity",
        "cognito-idp", "comprehend", "comprehendmedical", "compute-optimizer", "cost-optimization-hub", "dax", "dsql",
        "dynamodb", "ecr", "ecr-public", "events", "firehose", "fis", "fms", "gamelift", "health", "inspector-scan",
        "kendra", "kinesisvideo", "kms", "logs", "memorydb", "networkmonitor", "notifications", "opensearch",
        "pca-connector-ad", "personalize", "polly", "pricing", "resource-groups", "rolesanywhere", "s3",
        "secretsmanager", "servicediscovery", "signin", "sqs", "sts", "support", "swf", "textract",
        "timestream-influxdb", "transcribe", "transfer", "translate", "wafv2", "workspaces", "xray",
    ]
}
