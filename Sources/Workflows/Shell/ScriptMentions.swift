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
            let words = command.outputs.map(\.target) + command.words
            environment += words.count { $0.pieces.contains(.variable("GITHUB_ENV")) }
            if Self.yieldsCredentials(command) { calls += 1 }
        }
        if ["echo", "printf"].contains(command.words.first?.plain) {
            for word in command.words { calls += Self.spoken(in: word) }
        }
        for word in command.allWords { for commands in word.commands { visit(commands) } }
        visit(command.inner)
    }

    /// How often a text that is printed speaks of a call.
    private static func spoken(in word: ShellWord) -> Int {
        word.pieces.reduce(0) { count, piece in
            guard case .text(let text) = piece else { return count }
            return count
                + ["sts assume-role", "sts get-session-token", "sts get-federation-token"].count(where: text.contains)
        }
    }

    private static func yieldsCredentials(_ command: ShellCommand) -> Bool {
        command.words.contains { word in
            word.plain.map { $0.hasPrefix("assume-role") || $0 == "get-session-token" || $0 == "get-federation-token" }
                ?? false
        }
    }
}
