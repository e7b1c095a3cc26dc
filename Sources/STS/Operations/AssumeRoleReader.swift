import IAM
import SourceText

/// Reads the parameters of an `AssumeRole` call.
struct AssumeRoleReader {
    let entities: EntityFinder
    let names: PolicyNames

    private static let members: [MemberName] =
        [
            "RoleArn", "RoleSessionName", "ExternalId", "Tags", "TransitiveTagKeys", "SourceIdentity",
            "DurationSeconds", "Policy", "PolicyArns",
        ] + later
    private static let later: [MemberName] = ["SerialNumber", "TokenCode", "ProvidedContexts"]

    func read(_ node: Node, _ diagnostics: inout Diagnostics) -> AssumeRole? {
        guard let reader = NodeReader(node, "`AssumeRole`", &diagnostics) else { return nil }
        reader.allow(only: Self.members, &diagnostics)
        reader.refuse(notYet: Self.later, &diagnostics)
        let role = reader.required("RoleArn", &diagnostics).flatMap { readRole($0, &diagnostics) }
        let session = reader.required("RoleSessionName", &diagnostics)?.expectText("`RoleSessionName`", &diagnostics)
        let externalID = reader.text("ExternalId", &diagnostics)
        let tags = TagsReader.list(reader["Tags"], &diagnostics)
        let transitive = reader["TransitiveTagKeys"]?.expectTexts("`TransitiveTagKeys`", &diagnostics)
        let sourceIdentity = reader.text("SourceIdentity", &diagnostics)
        let duration = reader["DurationSeconds"]?
            .expectInteger("`DurationSeconds` (seconds)", in: 900...43_200, &diagnostics)
        let policies = readSessionPolicies(reader, &diagnostics)
        guard let role, let session else { return nil }
        let passesNoTags = tags.isEmpty && (reader["Tags"] != nil || transitive?.isEmpty == true)
        return AssumeRole(
            roleARN: role, roleSessionName: session, externalID: externalID, tags: tags,
            transitiveTagKeys: transitive ?? [], passesNoTags: passesNoTags, sourceIdentity: sourceIdentity,
            durationSeconds: duration,
            sessionPolicies: policies)
    }

    private func readRole(_ node: Node, _ diagnostics: inout Diagnostics) -> ARN? {
        guard node.kind == .string, let arn = ARN(node.text), arn.isRole else {
            diagnostics.error(
                "malformed-arn", "expected the ARN of a role, found `\(node.string)`", at: node.location)
            return nil
        }
        _ = entities.role(arn, at: node, &diagnostics)
        return arn
    }

    /// `Policy` and `PolicyArns` together are one set of policies (SES-3).
    private func readSessionPolicies(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> [Policy]? {
        let inline = reader["Policy"].map { readInline($0, &diagnostics) }
        let managed = reader["PolicyArns"].map { names.list($0, as: .session, &diagnostics) }
        // An empty list passes none (SES-3).
        guard inline != nil || reader["PolicyArns"].map({ $0.count > 0 }) == true else { return nil }
        return [inline ?? nil].compactMap { $0 } + (managed ?? [])
    }

    /// A policy as everywhere, or the JSON text that the API takes.
    private func readInline(_ node: Node, _ diagnostics: inout Diagnostics) -> Policy? {
        guard node.kind == .string, node.text.hasPrefix("{") else {
            return names.policy(node, as: .session, place: "session[0]", &diagnostics)
        }
        let file = SourceFile(path: PolicyLibrary.passedText, text: node.string)
        guard let parsed = JSONParser.parse(file, &diagnostics) else { return nil }
        return names.policy(parsed, as: .session, place: "session[0]", &diagnostics)
    }
}
