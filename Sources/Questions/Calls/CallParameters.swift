import IAM
import STS
import SourceText

/// Reads the parameters of a call as they are sent. What the question cannot mean is a diagnostic; what AWS refuses of them is
/// decided later.
struct CallParameters {
    let reader: NodeReader
    private let entities: EntityFinder
    private let names: PolicyNames

    /// - Returns: `nil`, with a diagnostic, where the parameters are no mapping.
    init?(
        _ node: Node, _ operation: OperationName, entities: EntityFinder, names: PolicyNames,
        allowing members: [MemberName], _ diagnostics: inout Diagnostics
    ) {
        guard let reader = NodeReader(node, "`\(operation.rawValue)`", &diagnostics) else { return nil }
        self.reader = reader
        self.entities = entities
        self.names = names
        reader.allow(only: members, &diagnostics)
    }

    /// A text; `nil` where it is missing.
    func text(_ member: MemberName, _ diagnostics: inout Diagnostics) -> Text? { reader.text(member, &diagnostics) }

    /// A text that must be there.
    func required(_ member: MemberName, _ diagnostics: inout Diagnostics) -> Text? {
        guard reader.required(member, &diagnostics) != nil else { return nil }
        return text(member, &diagnostics)
    }

    /// `RoleArn`, which names a role that exists where its account is listed.
    func role(_ diagnostics: inout Diagnostics) -> Text? {
        guard let text = required("RoleArn", &diagnostics), let node = reader["RoleArn"] else { return nil }
        guard let arn = ARN(text), arn.isWholeRole else {
            diagnostics.warning(
                "malformed-arn", "expected the ARN of a role, found `\(text)`: AWS will refuse the call",
                at: node.location)
            return text
        }
        LineEnd.report(text, "`RoleArn`", at: node.location, &diagnostics)
        entities.check(role: arn, at: node.location, &diagnostics)
        return text
    }

    /// `DurationSeconds`.
    func duration(_ diagnostics: inout Diagnostics) -> Int? { number("DurationSeconds", "seconds", &diagnostics) }

    /// `MinimumSessionTokenSize`.
    func tokenSize(_ diagnostics: inout Diagnostics) -> Int? {
        number("MinimumSessionTokenSize", "bytes", &diagnostics)
    }

    private func number(_ member: MemberName, _ unit: String, _ diagnostics: inout Diagnostics) -> Int? {
        let limits = Int(Int32.min)...Int(Int32.max)
        return reader[member]?.expectInteger("`\(member.string)` (\(unit))", in: limits, &diagnostics)
    }

    /// `Tags`; `nil` where the parameter is missing.
    func tags(_ diagnostics: inout Diagnostics) -> [Tag]? {
        reader["Tags"].map { TagsReader.list($0, &diagnostics) }
    }

    /// `TransitiveTagKeys`; `nil` where the parameter is missing.
    func transitiveTagKeys(_ diagnostics: inout Diagnostics) -> [Text]? {
        reader["TransitiveTagKeys"]?.expectTexts("`TransitiveTagKeys`", &diagnostics)
    }

    /// `ProvidedContexts`; `nil` where none are provided (STS-23).
    func providedContexts(_ diagnostics: inout Diagnostics) -> [AssumeRole.ProvidedContext]? {
        guard let node = reader["ProvidedContexts"] else { return nil }
        guard node.kind == .sequence else {
            diagnostics.error(
                "wrong-kind", "expected a list for `ProvidedContexts`, found a \(node.kind.rawValue)", at: node.location
            )
            return nil
        }
        return node.elements.compactMap { element in
            guard let context = NodeReader(element, "a context", &diagnostics) else { return nil }
            context.allow(only: ["ProviderArn", "ContextAssertion"], &diagnostics)
            return AssumeRole.ProvidedContext(
                providerARN: context.text("ProviderArn", &diagnostics),
                contextAssertion: context.text("ContextAssertion", &diagnostics))
        }
    }

    // MARK: Session policies

    /// `Policy` and `PolicyArns` (SES-3).
    /// - Parameter account: the account in which managed policies must be.
    func policies(in account: AccountID?, _ diagnostics: inout Diagnostics) -> PassedPolicies {
        var policies = PassedPolicies()
        policies.inline = reader["Policy"].flatMap { inline($0, &diagnostics) }
        guard let node = reader["PolicyArns"] else { return policies }
        // The API's own form is a list of `{arn: …}`.
        let elements = node.elementsOrSelf.map { $0.count == 1 ? $0["arn"] ?? $0 : $0 }
        for element in elements where element.kind != .string || !element.text.hasPrefix("arn:") {
            diagnostics.error(
                "malformed-arn", "expected the ARN of a managed policy, found \(element.told)",
                at: element.location)
        }
        let arns = elements.map(\.text)
        policies.managedARNs = arns
        // Those of other accounts AWS refuses, whatever they say.
        guard PassedPolicies.foreign(arns, to: account).isEmpty else { return policies }
        policies.managed = elements.compactMap { names.policy($0, as: .session, place: "session", &diagnostics) }
        return policies
    }

    /// A policy as everywhere, or the JSON text that the API takes; only of that text AWS counts blanks.
    private func inline(_ node: Node, _ diagnostics: inout Diagnostics) -> PassedPolicies.Inline? {
        guard node.kind == .string, node.text.trimmed.isJSON else {
            return names.policy(node, as: .session, place: "session[0]", &diagnostics).map { .policy($0) }
        }
        var own = Diagnostics()
        let policy = PassedPolicies.Inline(text: node.text, name: "session[0]", &own)
        own.warnOfText(at: node.location, &diagnostics)
        return policy
    }
}

extension PassedPolicies.Inline {
    /// Tells what a policy's text is warned of, in the place of the whole.
    func reportWarnings(at place: SourceLocation, _ diagnostics: inout Diagnostics) {
        guard case .text(let text, let policy) = self else { return }
        var own = Diagnostics()
        _ = PassedPolicies.Inline(text: text, name: policy.name, &own)
        own.warnOfText(at: place, &diagnostics)
    }
}

extension Diagnostics {
    /// Tells the warnings of a text that stands within another one.
    fileprivate func warnOfText(at place: SourceLocation, _ diagnostics: inout Diagnostics) {
        for warning in warnings { diagnostics.warning(warning.id, "in the text: \(warning.message)", at: place) }
    }
}

extension Text {
    /// Whether the text is meant as JSON, and not as the name of a document or a file; so is one that is empty.
    fileprivate var isJSON: Bool { isEmpty || hasPrefix("{") || hasPrefix("[") }
}
