import ArgumentParser
import SourceText

/// What is wrong with a command line, in words that quote it: an argument of several lines, such as a file's name, forges no
/// line of a log.
struct UsageComplaint {
    private let arguments: [String]

    /// - Parameter arguments: those of the command line, without the command's own name.
    init(_ arguments: [String]) {
        self.arguments = arguments
    }

    /// An error of the parser that names the verb which somebody most likely meant, where the first argument is none.
    /// - Parameter verbs: those that there are.
    func replacement(for error: any Error, verbs: [String]) -> any Error {
        guard let verb = arguments.first, verb.utf8.first != UInt8(ascii: "-"), verb != "help",
            !verbs.containsName(verb)
        else { return error }
        let hint = Suggestion.nearest(to: verb, among: verbs).map { "; did you mean “\($0)”?" }
        return ValidationError(
            "There is no command “\(verb)”\(hint ?? ": there are \(verbs.joined(separator: ", ")).")")
    }

    /// The parser's words, in which each argument stands on one line.
    func plain(_ message: String) -> String {
        quoted.reduce(message) { Self.replacing($1, in: $0) }
    }

    private static func replacing(_ argument: Text, in message: String) -> String {
        let wanted = Array(argument.bytes)
        let plain = Array(PlainText.escaped(argument.string).utf8)
        var bytes: [UInt8] = []
        var rest = Array(message.utf8)[...]
        while let byte = rest.first {
            let isFound = byte == wanted[0] && rest.starts(with: wanted)
            bytes += isFound ? plain : [byte]
            rest = rest.dropFirst(isFound ? wanted.count : 1)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What the parser may quote and has several lines: arguments, and the names and values of `--name=value`; longer ones
    /// first, as they hold the others.
    private var quoted: [Text] {
        arguments.flatMap { argument -> [Text] in
            let parts = Text(argument).split(at: "=", maxSplits: 1)
            return parts.count == 2 ? [Text(argument)] + parts : [Text(argument)]
        }
        .filter { argument in argument.bytes.contains { $0 == 0x0A || $0 == 0x0D } }
        .sorted { $0.count > $1.count }
    }
}
