import SourceText

/// Resources with two names, of which AWS compares policies with one: a request by the other name is about the same resource
/// (SV-24).
public enum ResourceForms {
    /// The resource by the name with which AWS compares policies for an action; `nil` where it has that name already.
    public static func used(for action: Action, _ resource: RequestResource) -> RequestResource? {
        guard let arn = resource.arn else { return nil }
        if arn.service == "logs", action.isOf(service: "logs"), let group = logGroup(arn) {
            let used = withoutEnd.contains(action) ? group : Text(joining: group, ":*")
            return used == arn.text ? nil : RequestResource(used)
        }
        return arn.service == "vpc-lattice-svcs" ? otherForms(of: arn).first.flatMap { RequestResource($0) } : nil
    }

    /// The services that have such resources.
    static let services: Set<Text> = ["logs", "vpc-lattice", "vpc-lattice-svcs"]

    /// The other names of what an ARN names.
    static func otherForms(of arn: ARN) -> [Text] {
        switch arn.service {
        case "logs":
            guard let group = logGroup(arn) else { return [] }
            return [group == arn.text ? Text(joining: group, ":*") : group]
        case "vpc-lattice", "vpc-lattice-svcs":
            let service: Text = arn.service == "vpc-lattice" ? "vpc-lattice-svcs" : "vpc-lattice"
            let parts = [arn.partition, service, arn.region, arn.account, arn.resource]
            return [parts.reduce(into: "arn") { $0 = Text(joining: $0, ":", $1) }]
        default: return []
        }
    }

    /// The ARN of a log group without `:*` at its end; `nil` of anything else, such as a stream in it.
    private static func logGroup(_ arn: ARN) -> Text? {
        let parts = arn.resource.split(at: ":")
        guard parts.first == "log-group", parts.count == 2 || parts.count == 3 && parts[2] == "*" else { return nil }
        return parts.count == 2 ? arn.text : arn.text[..<(arn.text.count - 2)]
    }

    /// Actions for which policies name a log group without `:*`; for all others they name it with that.
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html>
    private static let withoutEnd = Set<Action>(
        service: "logs", ["ListTagsForResource", "TagResource", "UntagResource"])
}
