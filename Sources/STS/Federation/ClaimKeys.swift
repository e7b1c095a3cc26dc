import IAM
import SourceText

/// Which claims of a token are condition keys, and under which names: `<issuer>:<claim>` (STS-51, STS-52, GH-6). All other
/// claims are none: a condition on them sees an absent key.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html>
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html>
enum ClaimKeys {
    /// The keys while the role is assumed, and those of them that later requests see (PR-34).
    static func keys(
        of token: WebIdentityToken, issuer: Text
    ) -> (now: [Principal.FederationKey], later: [Principal.FederationKey]) {
        func key(_ name: String, _ value: ContextValue) -> Principal.FederationKey {
            Principal.FederationKey(ConditionKey(Text("\(issuer):\(name)")), value)
        }
        func single(_ name: String, _ value: Text?) -> [Principal.FederationKey] {
            value.map { [key(name, .single($0))] } ?? []
        }
        var lasting = single("aud", token.audience) + single("sub", token.subject)
        if let methods = token.texts("amr") { lasting.append(key("amr", .list(methods))) }
        lasting += lastingClaims[issuer.string, default: []].flatMap { single($0, token.text(Text($0))) }
        var now = lasting + single("oaud", token.texts("aud")?.first)
        now += otherClaims(of: issuer).flatMap { single($0, token.text(Text($0))) }
        now.append(Principal.FederationKey("sts:RoleAuthorizedByIdp", .single(token.roles == nil ? "false" : "true")))
        if issuer == "accounts.google.com" {
            now += single("google/organization_number", token.text("organization_number", within: "google"))
        }
        return (now, lasting)
    }

    /// The names of claims that are condition keys for an issuer.
    static func names(for issuer: Text) -> [String] {
        ["aud", "sub", "amr", "oaud"] + lastingClaims[issuer.string, default: []] + otherClaims(of: issuer)
    }

    /// Claims of providers of which AWS has a list of their own; of all others, the address.
    private static func otherClaims(of issuer: Text) -> [String] {
        let special = specialClaims(of: issuer)
        return special.isEmpty && !WebIdentityProviders.builtIn.contains(issuer) ? ["email"] : special
    }

    /// Claims of the providers that are built in (PR-34).
    private static let lastingClaims = [
        "www.amazon.com": ["app_id", "user_id"], "graph.facebook.com": ["app_id", "id"],
    ]

    /// Claims that AWS has listed provider by provider since 2026.
    private static func specialClaims(of issuer: Text) -> [String] {
        if isGitHub(issuer) { return gitHub }
        if issuer == "gitlab.com" { return gitLab }
        if buildkiteHosts.contains(where: { $0.matches(issuer) }) { return buildkite }
        if circleCI.matches(issuer) { return ["oidc.circleci.com/project-id"] }
        if oracle.matches(issuer) { return ["rpst_id"] }
        return []
    }

    /// Whether tokens of an issuer are those of GitHub Actions: of github.com, of an enterprise, or of a tenant of ghe.com
    /// (GH-1).
    static func isGitHub(_ issuer: Text) -> Bool {
        gitHubHosts.contains { $0.matches(issuer) }
    }

    private static let gitHubHosts = [
        "token.actions.githubusercontent.com", "token.actions.githubusercontent.com/*", "token.actions.*.ghe.com",
        "github.com/enterprises/*",
    ].map { Wildcard(Text($0)) }
    private static let buildkiteHosts = [
        "agent.buildkite.com", "agent.*.buildkite.dev", "agent.*.buildkite.site",
    ].map { Wildcard(Text($0)) }
    private static let circleCI = Wildcard("oidc.circleci.com/org/*")
    private static let oracle = Wildcard("idcs-*.identity.oraclecloud.com")

    private static let gitHub = [
        "actor", "actor_id", "enterprise_id", "environment", "job_workflow_ref", "ref", "repository", "repository_id",
        "repository_owner_id", "workflow",
    ]
    private static let gitLab = [
        "namespace_id", "pipeline_source", "project_id", "ref_protected", "runner_environment", "user_access_level",
        "user_email", "user_id", "user_login",
    ]
    private static let buildkite = [
        "build_branch", "cluster_id", "cluster_name", "organization_id", "organization_slug", "pipeline_id",
        "pipeline_slug",
    ]
}
