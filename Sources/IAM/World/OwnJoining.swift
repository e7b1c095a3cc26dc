import SourceText

/// How the policies of single services' resources count, where it is not as everywhere (SV-23, SV-25).
public enum OwnJoining {
    /// Whether the policy that a resource has, and those of the caller, must both allow an action.
    /// <https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html>
    /// <https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/resource-based-policies.html>
    public static func needsBothSides(_ action: Action, on resource: RequestResource) -> Bool {
        if action.isOf(service: "vpc-lattice-svcs") { return true }
        guard let arn = resource.arn, arn.service == agents else { return false }
        return calls.contains(action) && arn.resource.hasPrefix("runtime/")
    }

    /// The agent of an endpoint that is called: AWS asks for the same action on it, by policies of its own; `nil` where nothing
    /// else is asked.
    public static func agent(of resource: RequestResource, for action: Action) -> RequestResource? {
        guard let arn = resource.arn, needsBothSides(action, on: resource), arn.service == agents else { return nil }
        let parts = arn.resource.split(at: "/")
        guard parts.count > 2 else { return nil }
        let rest = arn.resource.count - parts[0].count - parts[1].count - 1
        return RequestResource(arn.text[..<(arn.text.count - rest)])
    }

    /// Whether a call of an agent names no endpoint of it.
    public static func lacksEndpoint(_ resource: RequestResource, for action: Action) -> Bool {
        guard resource.arn?.service == agents, needsBothSides(action, on: resource) else { return false }
        return agent(of: resource, for: action) == nil
    }

    private static let agents: Text = "bedrock-agentcore"

    /// What runs an agent.
    /// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrockagentcore.html>
    private static let calls = Set<Action>(
        service: "bedrock-agentcore",
        [
            "GetAgentCard", "InvokeAgentRuntime", "InvokeAgentRuntimeCommand", "InvokeAgentRuntimeForUser",
            "InvokeAgentRuntimeWithWebSocketStream", "InvokeAgentRuntimeWithWebSocketStreamForUser",
            "StopRuntimeSession",
        ])

    /// The policy of a resource that has none; `nil` where that of nobody counts.
    public static func defaultPolicy(of resource: RequestResource, for action: Action) -> Policy? {
        isMounting(action, resource) ? Policy.ofFileSystemWithoutPolicy : nil
    }

    /// Adds whether a client reaches a file system by a mount target, as it mostly does: nothing tells it.
    public static func addMountTarget(
        for action: Action, on resource: RequestResource, to context: inout RequestContext
    ) {
        guard isMounting(action, resource) else { return }
        context.set("elasticfilesystem:AccessedViaMountTarget", .single("true"), .assumed)
    }

    private static func isMounting(_ action: Action, _ resource: RequestResource) -> Bool {
        guard let arn = resource.arn, arn.service == "elasticfilesystem" else { return false }
        return mounting.contains(action) && arn.resource.hasPrefix("file-system/")
    }

    private static let mounting = Set<Action>(
        service: "elasticfilesystem", ["ClientMount", "ClientRootAccess", "ClientWrite"])
}
