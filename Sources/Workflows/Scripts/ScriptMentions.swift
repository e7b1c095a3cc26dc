/// How often a script speaks of what matters to the steps behind it, in commands that were followed.
struct ScriptMentions {
    /// The places of the commands that were followed.
    let followed: Set<Int>
    /// Places that speak of `$GITHUB_ENV`.
    private(set) var environment = 0
    /// Calls of STS that yield credentials.
    private(set) var calls = 0

    init(followed: Set<Int>) {
        self.followed = followed
    }

    mutating func visit(_ commands: [ShellCommand]) {
        for command in commands { visit(command) }
    }

    private mutating func visit(_ command: ShellCommand) {
        if followed.contains(command.offset) {
            let words = command.outputs + command.words
            environment += words.count { $0.pieces.contains(.variable("GITHUB_ENV")) }
            if Self.yieldsCredentials(command) { calls += 1 }
        }
        for word in command.words + command.assignments.map(\.value) { visit(word) }
        for case .text(let word) in command.inputs { visit(word) }
        switch command.body {
        case .group(let inner), .subshell(let inner), .function(_, let inner): visit(inner)
        case .loop(_, let words, let inner):
            for word in words { visit(word) }
            visit(inner)
        case .branches(let branches): for branch in branches { visit(branch.condition + branch.commands) }
        case nil: break
        }
    }

    private mutating func visit(_ word: ShellWord) {
        for piece in word.pieces {
            if case .output(let commands) = piece { visit(commands) }
        }
    }

    private static func yieldsCredentials(_ command: ShellCommand) -> Bool {
        command.words.contains { word in
            word.plain.map { $0.hasPrefix("assume-role") || $0 == "get-session-token" || $0 == "get-federation-token" }
                ?? false
        }
    }
}
