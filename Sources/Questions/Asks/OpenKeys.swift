import IAM
import SourceText

/// Reads the condition keys that a question leaves open (CMP-22): those of the list `unknown`, and those whose value is
/// `{unknown: why}`.
enum OpenKeys {
    /// Keys that decide which policies are asked, and not only what they say.
    private static let deciding: [ConditionKey] = [.resourceAccount, "aws:SourceVpce"]

    /// Reads the list `unknown`.
    static func read(_ list: Node, into context: inout RequestContext, _ diagnostics: inout Diagnostics) {
        for element in list.elementsOrSelf {
            guard let text = element.expectText("`unknown`", &diagnostics) else { continue }
            leaveOpen(text, because: "", at: element.location, &context, &diagnostics)
        }
    }

    /// Reads a key of which the value is `{unknown: why}`.
    static func read(_ member: Node.Member, into context: inout RequestContext, _ diagnostics: inout Diagnostics) {
        guard let reader = NodeReader(member.value, "`\(member.name)`", &diagnostics) else { return }
        reader.allow(only: ["unknown"], &diagnostics)
        guard reader.required("unknown", &diagnostics) != nil else { return }
        let reason = reader.text("unknown", &diagnostics) ?? ""
        leaveOpen(member.key.text, because: reason, at: member.key.location, &context, &diagnostics)
    }

    private static func leaveOpen(
        _ text: Text, because reason: Text, at place: SourceLocation, _ context: inout RequestContext,
        _ diagnostics: inout Diagnostics
    ) {
        let key = ConditionKey(text)
        if let fault = ContextFault.ofKey(text) { diagnostics.warning("unknown-key", fault, at: place) }
        if context.entry(key) != nil || context.openKey(key) != nil {
            diagnostics.error("duplicate-key", "the value of `\(key)` is given, and left open", at: place)
        } else if deciding.contains(key) {
            diagnostics.error(
                "wrong-value",
                "`\(key)` cannot be left open, as it decides whose policies are asked: ask once for each value",
                at: place)
        } else {
            context.leaveOpen(key, because: reason)
        }
    }
}
