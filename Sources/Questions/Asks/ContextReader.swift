import IAM
import STS
import SourceText

/// Reads condition keys and their values; a list makes a key multivalued.
enum ContextReader {
    /// Warns of a name that no condition key has, and of values that are none of the key's kind.
    private static func reportFaults(of member: Node.Member, _ texts: [Text], _ diagnostics: inout Diagnostics) {
        if let fault = ContextFault.ofKey(member.key.text) {
            diagnostics.warning("unknown-key", fault, at: member.key.location)
        }
        let key = ConditionKey(member.key.text)
        if let fault = texts.lazy.compactMap({ ContextFault.ofValue($0, of: key) }).first {
            diagnostics.warning(
                "malformed-value", "\(fault), which fits nothing of that kind", at: member.value.location)
        }
    }

    /// The moment is given once, or twice the same (PL-232).
    private static func checkTimes(
        _ context: RequestContext, _ node: Node, _ diagnostics: inout Diagnostics
    ) {
        guard case .single(let time) = context["aws:CurrentTime"], case .single(let epoch) = context["aws:EpochTime"],
            let moment = Timestamp(conditionValue: time), let other = Timestamp(conditionValue: epoch), moment != other
        else { return }
        diagnostics.error(
            "contradicting-key", "aws:CurrentTime and aws:EpochTime are not the same moment", at: node.location)
    }

    /// Reads the members `context` and `unknown` of what is asked.
    static func read(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> RequestContext {
        var context = read(reader["context"], &diagnostics)
        if let open = reader["unknown"] { OpenKeys.read(open, into: &context, &diagnostics) }
        return context
    }

    private static func read(_ node: Node?, _ diagnostics: inout Diagnostics) -> RequestContext {
        var context = RequestContext()
        guard let node, NodeReader(node, "`context`", &diagnostics) != nil else { return context }
        for member in node.members {
            let key = ConditionKey(member.key.text)
            if member.value["unknown"] != nil {
                OpenKeys.read(member, into: &context, &diagnostics)
                continue
            }
            if let known = context.entry(key) {
                diagnostics.error(
                    "duplicate-key", "`\(known.key)` and `\(key)` are one condition key", at: member.key.location)
                continue
            }
            guard member.value.elementsOrSelf.count <= RequestContext.valueLimit else {
                diagnostics.error(
                    "too-large",
                    "`\(member.name)` has \(member.value.count) values; at most \(RequestContext.valueLimit) are compared",
                    at: member.value.location)
                continue
            }
            let texts = member.value.expectTexts("`\(member.name)`", &diagnostics)
            reportFaults(of: member, texts, &diagnostics)
            for text in texts where text.bytes.last == 0x0A && !text.trimmed.isEmpty {
                LineEnd.report(text, "the value of `\(key)`", at: member.value.location, &diagnostics)
            }
            if member.value.kind == .sequence || key.isMultivalued {
                context.set(key, .list(texts), .given)
            } else if let text = texts.first {
                context.set(key, .single(text), .given)
            }
        }
        checkTimes(context, node, &diagnostics)
        let ofEndpoints: [ConditionKey] = [
            "aws:SourceVpce", "aws:SourceVpc", "aws:SourceVpcArn", "aws:VpcSourceIp", "aws:VpceAccount",
            "aws:VpceOrgID",
        ]
        if context["aws:SourceIp"] != nil, let key = ofEndpoints.first(where: { context[$0] != nil }) {
            diagnostics.warning(
                "contradicting-key",
                "a request through an endpoint, of which \(key) tells, has no aws:SourceIp; all given values count",
                at: node.location)
        }
        return context
    }
}
