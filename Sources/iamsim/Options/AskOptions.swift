import ArgumentParser
import IAM
import Questions
import SourceText

/// The options by which a question is asked at the prompt.
struct AskOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Who asks.", valueName: "arn"))
    var caller: String?

    @Option(help: ArgumentHelp("The role that the caller wants to assume.", valueName: "arn"))
    var assumeRole: String?

    @Option(help: ArgumentHelp("The name of the new session.", valueName: "name"))
    var sessionName: String?

    @Option(
        name: .customLong("tag"), help: ArgumentHelp("A session tag, KEY=VALUE; repeatable.", valueName: "key=value"))
    var tags: [String] = []

    @Option(help: ArgumentHelp("The key of a transitive session tag; repeatable.", valueName: "key"))
    var transitive: [String] = []

    @Option(help: ArgumentHelp("The ExternalId of the call.", valueName: "id"))
    var externalId: String?

    @Option(help: ArgumentHelp("The SourceIdentity of the call.", valueName: "name"))
    var sourceIdentity: String?

    @Option(help: ArgumentHelp("The action of a plain request.", valueName: "service:name"))
    var action: String?

    @Option(help: ArgumentHelp("The resource of a plain request.", valueName: "arn"))
    var resource: String?

    @Option(help: ArgumentHelp("The owner of the resource, where its ARN does not tell it.", valueName: "account"))
    var resourceAccount: String?

    @Option(help: ArgumentHelp("The region of the endpoint.", valueName: "region"))
    var region: String?

    @Option(
        help: ArgumentHelp("A condition key, KEY=VALUE; the same key again makes a list.", valueName: "key=value"))
    var context: [String] = []

    @Option(help: ArgumentHelp("An identity policy of the caller; repeatable.", valueName: "file"))
    var identity: [String] = []

    @Option(help: ArgumentHelp("The trust policy of the role.", valueName: "file"))
    var trust: String?

    @Option(help: ArgumentHelp("The policy of the resource.", valueName: "file"))
    var resourcePolicy: String?

    @Option(help: ArgumentHelp("The permissions boundary of the caller.", valueName: "file"))
    var boundary: String?

    @Option(help: ArgumentHelp("A session policy of the caller; repeatable.", valueName: "file"))
    var sessionPolicy: [String] = []

    @Option(help: ArgumentHelp("A service control policy; repeatable: all at one level.", valueName: "policy"))
    var scp: [String] = []

    @Option(
        help: ArgumentHelp(
            "The service control policies of one level, apart by commas; repeatable, root first.",
            valueName: "policy,…"))
    var scpLevel: [String] = []

    @Option(help: ArgumentHelp("A resource control policy; repeatable: all at one level.", valueName: "policy"))
    var rcp: [String] = []

    @Option(
        help: ArgumentHelp(
            "The resource control policies of one level, apart by commas; repeatable, root first.",
            valueName: "policy,…"))
    var rcpLevel: [String] = []

    @Option(name: .customLong("extends"), help: ArgumentHelp("A file with accounts and policies.", valueName: "file"))
    var base: String?

    /// Whether something is asked at all.
    var isGiven: Bool {
        let single = [
            caller, assumeRole, action, externalId, sourceIdentity, resource, resourceAccount, region, trust,
            resourcePolicy, boundary, base,
        ]
        let many = [tags, transitive, context, identity, sessionPolicy, scp, scpLevel, rcp, rcpLevel]
        return single.contains { $0 != nil } || many.contains { !$0.isEmpty }
    }

    func check() throws {
        guard caller != nil else { throw ValidationError("Who asks? Give --caller ARN.") }
        guard (assumeRole == nil) != (action == nil) else {
            throw ValidationError("What is asked? Give either --assume-role ARN or --action SERVICE:NAME.")
        }
        try checkForm()
        for pair in tags + context where !pair.contains("=") {
            throw ValidationError("Expected KEY=VALUE, found “\(pair)”.")
        }
        try checkLevels("scp", scp, scpLevel)
        try checkLevels("rcp", rcp, rcpLevel)
        try TypedInput.check(policyOptions + [("--extends", base)])
        try checkFiles()
    }

    /// What belongs to a call is no part of a plain request, and the other way round: nothing is passed over.
    private func checkForm() throws {
        let ofCall: [(option: String, isGiven: Bool)] = [
            ("--session-name", sessionName != nil), ("--tag", !tags.isEmpty), ("--transitive", !transitive.isEmpty),
            ("--external-id", externalId != nil), ("--source-identity", sourceIdentity != nil),
        ]
        let ofRequest: [(option: String, isGiven: Bool)] = [
            ("--resource", resource != nil), ("--resource-account", resourceAccount != nil),
        ]
        if action != nil, let stray = ofCall.first(where: \.isGiven) {
            throw ValidationError(
                "\(stray.option) is a parameter of a call, which --action does not make: give --assume-role ARN, or "
                    + "--context KEY=VALUE for a condition key.")
        }
        if assumeRole != nil, let stray = ofRequest.first(where: \.isGiven) {
            throw ValidationError("\(stray.option) belongs to --action: the role of --assume-role is the resource.")
        }
    }

    private func checkLevels(_ option: String, _ single: [String], _ levels: [String]) throws {
        if !single.isEmpty, !levels.isEmpty {
            throw ValidationError("Give either --\(option), for one level, or --\(option)-level for each, root first.")
        }
        if let level = levels.first(where: { Self.names(ofLevel: $0).contains("") }) {
            throw ValidationError("--\(option)-level takes the policies of a level, apart by commas, found “\(level)”.")
        }
    }

    private static func names(ofLevel level: String) -> [String] { Text(level).split(at: ",").map(\.string) }

    /// The policies of each level; none where none are given.
    static func levels(_ single: [String], _ levels: [String]) -> [[String]] {
        single.isEmpty ? levels.map(names) : [single]
    }

    /// All policies that are given, each with its option.
    private var policyOptions: [(option: String, path: String?)] {
        let single = [("--trust", trust), ("--resource-policy", resourcePolicy), ("--boundary", boundary)]
        let many = [
            ("--identity", identity), ("--session-policy", sessionPolicy), ("--scp", scp),
            ("--scp-level", scpLevel.flatMap(Self.names)), ("--rcp", rcp),
            ("--rcp-level", rcpLevel.flatMap(Self.names)),
        ]
        return single + many.flatMap { option, files in files.map { (option, $0) } }
    }

    /// Complains of files that are missing by the option that names them.
    private func checkFiles() throws {
        let paths = policyOptions.filter { $0.path.map(isPath) ?? false } + [("--extends", base)]
        for case (let option, let file?) in paths where TypedInput(file) == nil && !FileAccess.exists(file) {
            let hint = Suggestion.hint(for: file, among: Self.own)
            Terminal.complain("iamsim: \(option): there is no file `\(PlainText.escaped(file))`\(hint)")
            throw ExitStatus.badInput
        }
    }

    /// The policies that AWS attaches, which have names everywhere.
    private static let own = ["FullAWSAccess", "RCPFullAWSAccess"]

    /// Whether a policy is a file: as in scenarios, and whatever it is called where no `--extends` brings names.
    func isPath(_ policy: String) -> Bool {
        if policy.hasPrefix("arn:") || Self.own.contains(policy) { return false }
        return base == nil || TypedInput(policy) != nil || PolicyPath.isPath(policy)
    }

    /// What is taken for granted as no option says it.
    var notices: [String] {
        var notices: [String] = []
        for (option, policies) in [("scp", scp), ("rcp", rcp)] where policies.count > 1 {
            notices.append("--\(option): all are taken to be attached at one level; --\(option)-level states levels")
        }
        guard base == nil else { return notices }
        if identity.isEmpty { notices.append("no --identity: the caller is taken to have no identity policies") }
        if assumeRole != nil, trust == nil {
            notices.append("no --trust: the role is taken to have no trust policy, so that nobody may assume it")
        }
        return notices
    }
}
