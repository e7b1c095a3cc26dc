import IAM
import STS
import SourceText

/// Reads what a question asks: exactly one of `request`, `call` and `steps`.
struct AskReader {
    let base: QuestionBase

    var entities: EntityFinder { base.entities }
    var names: PolicyNames { base.names }

    func read(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> Question.Body? {
        let present = ["request", "call", "steps"].filter { reader[$0] != nil }
        guard present.count == 1, let kind = present.first, let node = reader[kind] else {
            diagnostics.error(
                present.isEmpty ? "missing-member" : "two-asks",
                "a question needs exactly one of `request`, `call` and `steps`", at: reader.node.location)
            return nil
        }
        switch kind {
        case "request": return readRequest(node, base.policies, isFirst: true, &diagnostics).map(Question.Body.one)
        case "call": return CallReader(asks: self).read(node, base.policies, &diagnostics).map(Question.Body.one)
        default:
            if let stray = reader["policies"] { base.reportMisplaced(stray, &diagnostics) }
            return StepsReader(asks: self).read(node, &diagnostics).map(Question.Body.steps)
        }
    }

    func readCaller(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> Caller? {
        guard let node = reader.required("caller", &diagnostics) else { return nil }
        if node.kind == .string { LineEnd.report(node.text, "the caller", at: node.location, &diagnostics) }
        return CallerReader(entities: entities, names: names).read(node, &diagnostics)
    }

    // MARK: request

    /// - Parameter isFirst: whether the caller must be stated: not in the later steps of a chain.
    func readRequest(
        _ node: Node, _ policies: StatedPolicies, isFirst: Bool, _ diagnostics: inout Diagnostics
    ) -> Asked? {
        guard let reader = NodeReader(node, "`request`", &diagnostics) else { return nil }
        let names: [MemberName] = ["action", "resource", "resourceAccount", "region", "context", "unknown"]
        reader.allow(only: (isFirst ? ["caller"] : []) + names, &diagnostics)
        let caller = isFirst ? readCaller(reader, &diagnostics) : nil
        let action = reader.required("action", &diagnostics).flatMap { readAction($0, &diagnostics) }
        let resource = readResource(reader["resource"], of: action, &diagnostics)
        let owner = readOwner(reader["resourceAccount"], of: resource, &diagnostics)
        let region = reader.text("region", &diagnostics)
        let context = ContextReader.read(reader, &diagnostics)
        if let action, let resource {
            check(action, on: resource, at: node, &diagnostics)
            ResourceWarnings(action: action, resource: resource, place: (reader["resource"] ?? node).location)
                .report(&diagnostics)
            check(region, of: action, on: resource, at: reader["region"] ?? node, &diagnostics)
            if region == nil, case .single(let given)? = context[.requestedRegion] {
                check(given, of: action, on: resource, at: reader["context"] ?? node, &diagnostics)
            }
        }
        if let arn = resource?.arn { warn(ofBucketBehind: arn, at: node["resource"] ?? node, &diagnostics) }
        guard let action, let resource, caller != nil || !isFirst else { return nil }
        let request = PlainRequest(
            action: action, resource: resource, resourceAccount: owner, region: region, context: context)
        return Asked(caller: caller, policies: policies, ask: .request(request))
    }

    private func readAction(_ node: Node, _ diagnostics: inout Diagnostics) -> Action? {
        let isPlain = node.kind == .string && !node.text.bytes.contains { " \t*?".utf8.contains($0) }
        if isPlain, let action = Action(node.text) {
            warn(of: action, at: node, &diagnostics)
            return action
        }
        let hint = node.kind == .sequence ? "; a scenario asks each by `vary`" : ""
        diagnostics.error(
            "invalid-action", "expected one action such as `s3:GetObject`, found \(node.told)\(hint)",
            at: node.location)
        return nil
    }

    /// Warns of an action that no service can have, so that every policy seems to refuse it: prefixes are made of letters,
    /// digits and hyphens, names of letters and digits.
    /// <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>
    private func warn(of action: Action, at node: Node, _ diagnostics: inout Diagnostics) {
        func isMade(_ text: Text, with more: String) -> Bool {
            text.bytes.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || more.utf8.contains(byte)
            }
        }
        if !isMade(action.service, with: "-") {
            diagnostics.warning(
                "unlikely-action",
                "no service has the prefix `\(action.service)`: it is made of letters, digits and hyphens, as in `s3`",
                at: node.location)
        } else if !isMade(action.name, with: "") {
            diagnostics.warning(
                "unlikely-action",
                "no action has the name `\(action.name)`: it is made of letters and digits, as in `s3:GetObject`",
                at: node.location)
        }
    }

    /// S3 asks the policy of the bucket as well as that of the access point; which bucket lies behind one, nothing says.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html>
    private func warn(ofBucketBehind arn: ARN, at node: Node, _ diagnostics: inout Diagnostics) {
        guard arn.service == "s3", arn.resource(ofType: "accesspoint") != nil else { return }
        let resources = entities.world.accounts.lazy.flatMap(\.resources)
        let bucket = resources.first { $0.policy != nil && $0.arn.service == "s3" && $0.arn.region.isEmpty }
        guard let bucket, bucket.arn.account.isEmpty else { return }
        diagnostics.warning(
            "bucket-not-asked",
            "S3 asks the policy of the bucket behind an access point too, which is not done here: ask for the bucket itself, "
                + "such as `\(bucket.arn)`, as well", at: node.location)
    }

    /// The region of a request is that of its resource, and that of a service which has one endpoint for the whole world.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion>
    private func check(
        _ region: Text?, of action: Action, on resource: RequestResource, at node: Node,
        _ diagnostics: inout Diagnostics
    ) {
        guard let region else { return }
        if let named = resource.arn?.region, !named.isEmpty, named != region {
            diagnostics.error(
                "contradicting-region", "the resource's ARN names the region \(named), not `\(region)`",
                at: node.location)
        } else if Self.worldwide.contains(action.service.asciiLowercased), !Self.homes.contains(region) {
            diagnostics.error(
                "contradicting-region",
                "`\(action.service)` has one endpoint, in us-east-1, wherever it is called from; found `\(region)`",
                at: node.location)
        }
    }

    private static let worldwide: Set<Text> = ["iam", "cloudfront", "route53", "organizations"]
    /// Where these are in each partition.
    private static let homes: Set<Text> = ["us-east-1", "cn-north-1", "cn-northwest-1", "us-gov-west-1"]

    private static let rolesActions = ["AssumeRole", "SetContext", "SetSourceIdentity", "TagSession"].map {
        Action.sts(Text($0))
    }
    private static let unsignedActions = ["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"]
        .map { Action.sts(Text($0)) }

    /// What assumes a role has one as its resource: its trust policy is not to be passed by (SV-2). What is not signed has
    /// no caller that a request could name.
    private func check(
        _ action: Action, on resource: RequestResource, at node: Node, _ diagnostics: inout Diagnostics
    ) {
        let place = node["resource"]?.location ?? node.location
        if Self.unsignedActions.contains(action) {
            diagnostics.error(
                "needs-a-call",
                "`\(action)` is not signed, so that no caller can ask for it: ask a `call` of `\(action.name)`",
                at: node["action"]?.location ?? node.location)
        } else if action == .sts("AssumeRoot"), resource.arn?.isAccountRoot != true {
            diagnostics.error(
                "not-a-root", "`\(action)` needs the ARN of an account's root as its `resource`, found `\(resource)`",
                at: place)
        }
        guard Self.rolesActions.contains(action), resource.arn?.isRole != true,
            !(action == .sts("TagSession") && resource.arn?.isFederatedUser == true)
        else { return }
        diagnostics.error(
            "not-a-role", "`\(action)` needs the ARN of a role as its `resource`, found `\(resource)`", at: place)
    }

    /// What `sts:` actions name must exist. Every other action may name a role or user that is not there, as
    /// `iam:CreateRole` does, or a pattern.
    private func readResource(
        _ node: Node?, of action: Action?, _ diagnostics: inout Diagnostics
    ) -> RequestResource? {
        guard let node else { return RequestResource("*") }
        if node.kind == .string, let resource = RequestResource(node.text) {
            guard let arn = resource.arn else { return resource }
            if action?.isOf(service: "sts") == true {
                if arn.isRole { entities.check(role: arn, at: node.location, &diagnostics) }
            } else {
                entities.mention(arn, at: node.location, &diagnostics)
            }
            return resource
        }
        let hint = node.kind == .sequence ? "; a scenario asks each by `vary`" : ""
        diagnostics.error("malformed-arn", "expected `*` or an ARN, found \(node.told)\(hint)", at: node.location)
        return nil
    }

    /// The stated owner of a resource, which is not to contradict its ARN: where caller and resource stand decides
    /// which policies have to allow.
    private func readOwner(
        _ node: Node?, of resource: RequestResource?, _ diagnostics: inout Diagnostics
    ) -> AccountID? {
        guard let node else { return nil }
        guard node.isScalar, let account = AccountID(node.text) else {
            diagnostics.error(
                "malformed-account-id", "an account id has twelve digits, found \(node.told)", at: node.location)
            return nil
        }
        guard let arn = resource?.arn else { return account }
        if let named = arn.accountID, named != account {
            diagnostics.error(
                "contradicting-account", "the resource's ARN names account \(named.text), not \(account.text)",
                at: node.location)
        } else if let listed = entities.world.resource(arn)?.account, listed.id != account {
            diagnostics.error(
                "contradicting-account", "account `\(listed.name)` lists the resource, not \(account.text)",
                at: node.location)
        }
        return account
    }
}
