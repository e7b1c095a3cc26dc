import SourceText

extension Statement {
    /// What tells the statement from others that stand at the same place, as overlays put one over another: all that it says.
    public var mark: String {
        var parts = [effect.rawValue]
        switch action {
        case .action(let patterns): parts += ["Action"] + patterns.all.map(\.spelling.string)
        case .notAction(let patterns): parts += ["NotAction"] + patterns.all.map(\.spelling.string)
        }
        switch resource {
        case .resource(let patterns)?: parts += ["Resource"] + patterns.map(\.spelling.string)
        case .notResource(let patterns)?: parts += ["NotResource"] + patterns.map(\.spelling.string)
        case nil: break
        }
        if let principal { parts += ["Principal"] + principal.spellings.map(\.string) }
        for condition in conditions {
            parts +=
                [condition.operatorSpelling.string, condition.key.spelling.string] + condition.spellings.map(\.string)
        }
        return parts.joined(separator: "\u{0}")
    }
}
