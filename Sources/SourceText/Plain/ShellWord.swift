/// Text as one word of a command that somebody pastes into a shell.
public enum ShellWord {
    /// A word as POSIX's shells take it for one, whatever it holds: between single quotes every byte but the quote itself stands
    /// for itself.
    public static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { ASCII.isAlphanumeric($0) || "_./-".utf8.contains($0) }
        if isPlain, let first = word.utf8.first, first != UInt8(ascii: "-") { return word }
        return "'" + Text(word).split(at: "'").map(\.string).joined(separator: #"'\''"#) + "'"
    }
}
