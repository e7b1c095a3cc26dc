import IAM
import SourceText

// Reads the parameters of `AssumeRoleWithSAML`. <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html>
extension AssumeRoleReader {
    private static let samlMembers: [MemberName] = [
        "RoleArn", "PrincipalArn", "SAMLAssertion", "DurationSeconds", "Policy", "PolicyArns",
        "MinimumSessionTokenSize",
    ]

    func readSAML(_ node: Node, _ diagnostics: inout Diagnostics) -> (any CallOperation)? {
        let name = "AssumeRoleWithSAML"
        guard var parameters = CallParameters(node, name, entities: entities, names: names, &diagnostics)
        else { return nil }
        parameters.reader.allow(only: Self.samlMembers, &diagnostics)
        let errors = diagnostics.errorCount
        let role = parameters.role(&diagnostics)
        let provider = parameters.required("PrincipalArn", "principalArn", .roleARN, &diagnostics)
        let policies = parameters.sessionPolicies(in: role?.accountID, &diagnostics)
        let duration = parameters.duration(in: Self.durations, &diagnostics)
        parameters.checkTokenSize(&diagnostics)
        let assertion = readAssertion(&parameters, &diagnostics)
        let tags = (try? assertion?.get())?.tags.compactMap { tag in
            tag.values.first.map { Tag(key: tag.key, value: $0) }
        }
        parameters.check(tags ?? [])
        guard diagnostics.errorCount == errors else { return nil }
        let caller = Principal(vouchedForBy: provider ?? "")
        func refused(_ error: AWSError, _ hints: [FederationHint] = []) -> RefusedCall {
            RefusedCall(name: name, error: error, hints: hints, unsignedCaller: caller)
        }
        if let error = parameters.error { return refused(error) }
        guard let role, let provider, let assertion else { return nil }
        guard let arn = ARN(provider) else { return refused(.invalidARN(provider, of: name)) }
        let providers = SAMLProviders(organization: entities.organization, time: time)
        do {
            let assertion = try assertion.get()
            let federation = try providers.judge(assertion, provider: arn, role: role).get()
            return RoleAssumption(
                operation: Text(name), roleARN: role, roleSessionName: assertion.roleSessionName ?? "",
                tags: tags ?? [], transitiveTagKeys: assertion.transitiveTagKeys,
                sourceIdentity: assertion.sourceIdentity, durationSeconds: duration, sessionPolicies: policies,
                federation: federation)
        } catch {
            return refused(error.error, error.hints)
        }
    }

    /// An assertion: base64, `{file: PATH}`, or its contents as a question abbreviates them.
    /// - Returns: `nil`, with a diagnostic or a fault of a parameter, where there is none to read.
    private func readAssertion(
        _ parameters: inout CallParameters, _ diagnostics: inout Diagnostics
    ) -> Result<SAMLAssertion, RefusedToken>? {
        guard let node = parameters.reader.required("SAMLAssertion", &diagnostics) else { return nil }
        guard node.kind == .mapping else {
            // The size is checked before anything is decoded.
            let text = parameters.text("SAMLAssertion", "sAMLAssertion", .samlAssertion, &diagnostics)
            guard parameters.error == nil, let text else { return nil }
            return Base64.decode(text).map(Self.assertion) ?? .failure(Self.unreadable("this is not base64"))
        }
        guard let reader = NodeReader(node, "`SAMLAssertion`", &diagnostics) else { return nil }
        guard let file = reader["file"] else { return readContents(reader, &diagnostics).map { .success($0) } }
        reader.allow(only: ["file"], &diagnostics)
        let limit = SAMLDocument.maximumSize
        guard let bytes = names.bytes(at: file, limit: limit, &diagnostics) else { return nil }
        parameters.checkEncodedAssertion(bytes.count)
        return parameters.error == nil ? Self.assertion(bytes) : nil
    }

    private static func assertion(_ bytes: [UInt8]) -> Result<SAMLAssertion, RefusedToken> {
        do {
            return .success(try SAMLDocument.assertion(bytes))
        } catch {
            return .failure(unreadable(error.text))
        }
    }

    private static func unreadable(_ why: String) -> RefusedToken {
        RefusedToken(
            error: .invalidToken("Invalid base64 SAMLResponse"),
            hints: [FederationHint(trap: .unreadable, text: "the assertion cannot be read: \(why)")])
    }

    // MARK: Contents

    private static let contentMembers: [MemberName] = [
        "attributes", "recipient", "nameID", "nameIDFormat", "issuer", "notOnOrAfter", "sessionNotOnOrAfter",
    ]

    private func readContents(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> SAMLAssertion? {
        reader.allow(only: Self.contentMembers, &diagnostics)
        var assertion = SAMLAssertion()
        assertion.isComplete = false
        assertion.issuer = reader.text("issuer", &diagnostics)
        assertion.subject = reader.text("nameID", &diagnostics)
        assertion.subjectFormat = reader.text("nameIDFormat", &diagnostics)
        assertion.recipient = reader.text("recipient", &diagnostics)
        assertion.expiry = moment(reader["notOnOrAfter"], &diagnostics)
        assertion.sessionExpiry = moment(reader["sessionNotOnOrAfter"], &diagnostics)
        guard let attributes = reader["attributes"] else { return assertion }
        guard NodeReader(attributes, "`attributes`", &diagnostics) != nil else { return nil }
        assertion.attributes = attributes.members.map { member in
            let values = member.value.expectTexts("`\(member.name)`", &diagnostics)
            return (SAMLAssertion.fullName(member.key.text), values)
        }
        return assertion
    }

    private func moment(_ node: Node?, _ diagnostics: inout Diagnostics) -> Timestamp? {
        guard let node else { return nil }
        if node.isScalar, let moment = Timestamp(conditionValue: node.text) { return moment }
        diagnostics.error("wrong-value", "expected a time such as `2026-01-01T00:00:00Z`", at: node.location)
        return nil
    }
}
