import SourceText

/// A file of the repository that a script reads. What the script makes of it is shown, so that only files are read that hold
/// what scripts and calls of STS take: a workflow may name any file, among them such as hold passwords.
struct ScriptFile {
    /// What the file holds, as text.
    let text: String

    private static let endings: [Text] = [".sh", ".bash", ".env"]
    /// Members of the JSON that calls take: policies, and parameters by the API's own names.
    private static let members: NameSet = [
        "Statement", "RoleArn", "RoleSessionName", "Policy", "PolicyArns", "Tags", "TransitiveTagKeys",
        "SourceIdentity",
        "DurationSeconds", "ExternalId", "SerialNumber", "TargetPrincipal", "TaskPolicyArn",
    ]

    /// - Returns: `nil` where the bytes are no text, or the text is none of those.
    init?(path: String, bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        self.text = text
        let isScript = Self.endings.contains { Text(path).hasSuffix($0) } || text.hasPrefix("#!")
        guard isScript || isARN || isJSONOfCalls(path) else { return nil }
    }

    /// Whether the file holds an ARN, and nothing else.
    private var isARN: Bool {
        text.hasPrefix("arn:") && !text.unicodeScalars.dropLast().contains { $0.properties.isWhitespace }
    }

    /// Whether the file holds a policy, parameters, or a list of tags or of policies' ARNs.
    private func isJSONOfCalls(_ path: String) -> Bool {
        guard let first = text.unicodeScalars.first(where: { !$0.properties.isWhitespace }),
            "{[".unicodeScalars.contains(first)
        else { return false }
        var ignored = Diagnostics()
        guard let root = JSONParser.parse(SourceFile(path: path, text: text), &ignored) else { return false }
        if root.kind == .mapping { return root.members.contains { Self.members.contains($0.name) } }
        return root.elements.allSatisfy { $0["Key"] != nil && $0["Value"] != nil || $0["arn"] != nil }
    }
}
