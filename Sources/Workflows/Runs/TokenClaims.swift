import STS
import SourceText

/// The claims of the token that GitHub makes for a job (GH-1 to GH-6). <https://docs.github.com/actions/reference/security/oidc>
struct TokenClaims {
    /// The workflow in which the job stands, and the one that began.
    let call: WorkflowCall
    let run: WorkflowRun
    /// The environment that the job names; unknown, or `null` where it names none.
    let environment: ExpressionValue
    let audience: ExpressionValue

    /// How the subject names the repository.
    enum Form: Sendable {
        /// By its name alone.
        case classic
        /// With the numbers of owner and repository, as repositories since 2026 have it (GH-5).
        case immutable
        /// By its name, and as that of a pull request: so may `pull_request_target` be told, which is undocumented (GH-3).
        case pullRequest

        /// The forms other than the classic one that the token of a run may have.
        static func others(in run: WorkflowRun) -> [Form] {
            run.event == "pull_request_target" ? [.immutable, .pullRequest] : [.immutable]
        }

        /// The form in words.
        var words: String {
            switch self {
            case .classic: "with the subject in its classic form"
            case .immutable: "with the subject in its immutable form (repo:owner@1/name@2:…)"
            case .pullRequest:
                "with the subject of a pull request, as that of pull_request_target is undocumented (GH-3)"
            }
        }
    }

    /// What a token says.
    struct Claims {
        /// The claims by name.
        var values: [Claim.NamedClaim] = []
        /// Names without which there is no saying what the token is.
        var unknown: [String] = []
        /// Condition keys whose claims are made up, with the names behind them.
        var madeUp: [(parameter: String, names: [String])] = []

        mutating func set(_ name: Text, _ value: String) {
            values.append(Claim.NamedClaim(name, .string(Text(value))))
        }

        /// The token.
        var token: AssumeRoleWithWebIdentity.Token { .claims(WebIdentityToken(claims: values)) }

        /// Sets a claim that a name of the context `github` tells; where nobody tells it, it is made up.
        mutating func set(_ claim: String, _ run: WorkflowRun, else madeUpValue: String) {
            let value = run.values["github.\(claim)"]
            set(Text(claim), value ?? madeUpValue)
            if value == nil { madeUp.append(("\(TokenClaims.issuer):\(claim)", ["github.\(claim)"])) }
        }
    }

    private static let issuer = "token.actions.githubusercontent.com"
    private static let ownerNumber = "1001"
    private static let repositoryNumber = "2002"

    /// The claims, and what they hang on that nobody tells.
    func claims(_ form: Form) -> Claims {
        guard let repository = run.repository else { return Claims(unknown: ["github.repository"]) }
        guard let audience = audience.text, let environment = environment.text else {
            return Claims(unknown: self.audience.unknownNames + self.environment.unknownNames)
        }
        var claims = Claims()
        claims.set("iss", "https://\(Self.issuer)")
        claims.set("aud", audience)
        claims.set("sub", subject(repository, form, environment))
        claims.set("repository", repository)
        claims.set("ref", run.ref)
        claims.set("workflow", call.entry.name)
        if !environment.isEmpty { claims.set("environment", environment) }
        claims.set("repository_owner_id", run, else: Self.ownerNumber)
        claims.set("repository_id", run, else: Self.repositoryNumber)
        claims.set("actor", run, else: "unknown")
        claims.set("actor_id", run, else: "3003")
        if let path = workflowPath {
            claims.set("job_workflow_ref", "\(repository)/\(path)@\(run.ref)")
        } else {
            claims.set("job_workflow_ref", run, else: "unknown")
        }
        return claims
    }

    /// The claims of a token that a script asks for. One without an audience is for the owner of the repository.
    func claims(_ form: Form, for audience: ScriptValue.ScriptText?) -> Claims {
        let owner = run.repository.map { String($0.prefix { $0 != "/" }) }
        let usual: ExpressionValue =
            owner.map { .string("https://github.com/\($0)") } ?? .unknown(["github.repository"])
        let asked: ExpressionValue? = audience.map { $0.unknown.isEmpty ? .string($0.supposed) : .unknown($0.unknown) }
        return TokenClaims(call: call, run: run, environment: environment, audience: asked ?? usual).claims(form)
    }

    /// The path of the job's workflow in its repository, where the path of the file shows it.
    private var workflowPath: String? {
        let parts = call.workflow.file.path.split(separator: "/")
        return parts.lastIndex(of: ".github").map { parts[$0...].joined(separator: "/") }
    }

    /// The subject (GH-3): an environment wins over the event, and a pull request over its ref. That of
    /// `pull_request_target` is undocumented; the form of a branch is taken.
    private func subject(_ name: String, _ form: Form, _ environment: String) -> String {
        let repository = named(name, form)
        if !environment.isEmpty { return "repo:\(repository):environment:\(Self.encoded(environment))" }
        if run.event == "pull_request" || form == .pullRequest { return "repo:\(repository):pull_request" }
        return "repo:\(repository):ref:\(run.ref)"
    }

    /// The repository as the subject has it; numbers that nobody tells are made up.
    private func named(_ repository: String, _ form: Form) -> String {
        let names = repository.split(separator: "/", maxSplits: 1)
        guard form == .immutable, names.count == 2 else { return repository }
        let owner = run.values["github.repository_owner_id"] ?? Self.ownerNumber
        let number = run.values["github.repository_id"] ?? Self.repositoryNumber
        return "\(names[0])@\(owner)/\(names[1])@\(number)"
    }

    /// Colons of an environment's name are encoded.
    private static func encoded(_ name: String) -> String {
        name.split(separator: ":", omittingEmptySubsequences: false).joined(separator: "%3A")
    }
}
