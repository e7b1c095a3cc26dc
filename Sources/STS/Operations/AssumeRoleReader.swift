import IAM
import SourceText

/// Reads the parameters of an `AssumeRole` call.
struct AssumeRoleReader {
    let entities: EntityFinder

    private static let later = ["Policy", "PolicyArns", "SerialNumber", "TokenCode", "ProvidedContexts"]

    func read(_ node: Node, _ diagnostics: inout Diagnostics) -> AssumeRole? {
        guard let reader = NodeReader(node, "`AssumeRole`", &diagnostics) else { return nil }
        let names = [
            "RoleArn", "RoleSessionName", "ExternalId", "Tags", "TransitiveTagKeys", "SourceIdentity",
            "DurationSeconds",
        ]
        reader.allow(only: names + Self.later, &diagnostics)
        reader.refuse(notYet: Self.later, &diagnostics)
        let role = reader.required("RoleArn", &diagnostics).flatMap { readRole($0, &diagnostics) }
        let session = reader.required("RoleSessionName", &diagnostics)?.expectText("`RoleSessionName`", &diagnostics)
        let externalID = reader.text("ExternalId", &diagnostics)
        let tags = TagsReader.list(reader["Tags"], &diagnostics)
        let transitive = reader["TransitiveTagKeys"]?.expectTexts("`TransitiveTagKeys`", &diagnostics)
        let sourceIdentity = reader.text("SourceIdentity", &diagnostics)
        let duration = reader["DurationSeconds"]?
            .expectInteger("`DurationSeconds` (seconds)", in: 900...43_200, &diagnostics)
        guard let role, let session else { return nil }
        return AssumeRole(
            roleARN: role, roleSessionName: session, externalID: externalID, tags: tags,
            transitiveTagKeys: transitive ?? [], sourceIdentity: sourceIdentity, durationSeconds: duration)
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
}
