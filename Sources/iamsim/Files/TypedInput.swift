import ArgumentParser
import Dispatch
import SourceText

/// What somebody types for a file that is a stream: `-` and `/dev/stdin`, or `/dev/fd/63`, as a shell writes `<(…)`.
///
/// A stream can be read once, so that what it held is kept. In files such paths are never followed.
struct TypedInput {
    /// The number by which the process knows the stream.
    let descriptor: Int32

    /// - Returns: `nil` where a file is typed.
    init?(_ path: String) {
        if path == "-" || path == "/dev/stdin" {
            descriptor = 0
            return
        }
        let text = Text(path)
        guard let digits = text.dropping(prefix: "/dev/fd/") ?? text.dropping(prefix: "/proc/self/fd/"),
            let number = Int32(digits.string), number >= 0, Text(String(number)) == digits
        else { return nil }
        descriptor = number
    }

    /// How diagnostics call it.
    var name: String { descriptor == 0 ? StandardInput.name : "/dev/fd/\(descriptor)" }

    /// Reads all of it, JSON or YAML.
    func load(_ diagnostics: inout Diagnostics) -> Node? {
        switch Self.read.content(of: descriptor) {
        case .failure(let fault):
            let words = fault.words
            diagnostics.error(words.id, words.message, at: SourceLocation(startOf: SourceFile(path: name, bytes: [])))
            return nil
        case .success(let bytes):
            let file = SourceFile(path: name, bytes: bytes)
            let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
            return first == UInt8(ascii: "{")
                ? SourceParser.parseJSON(file, &diagnostics) : SourceParser.parse(file, &diagnostics)
        }
    }

    /// Refuses a command line of which two options read one stream, as the second would find nothing, or where a name is
    /// empty, as that of a variable which is not set.
    /// - Parameter inputs: what is typed, each with what takes it.
    static func check(_ inputs: [(option: String, path: String?)]) throws {
        var taken: [(descriptor: Int32, option: String)] = []
        for (option, path) in inputs {
            guard let path else { continue }
            if path.isEmpty { throw ValidationError("\(option) names no file: it is empty.") }
            guard let input = TypedInput(path) else { continue }
            if let other = taken.first(where: { $0.descriptor == input.descriptor }) {
                let stream = input.descriptor == 0 ? "standard input" : input.name
                throw ValidationError("\(other.option) and \(option) both read \(stream): only one can.")
            }
            taken.append((input.descriptor, option))
        }
    }

    private static let read = Contents()

    /// What streams held.
    private final class Contents: @unchecked Sendable {
        private let turn = DispatchSemaphore(value: 1)
        private var known: [Int32: Result<[UInt8], FileAccess.Fault>] = [:]

        func content(of descriptor: Int32) -> Result<[UInt8], FileAccess.Fault> {
            turn.wait()
            defer { turn.signal() }
            let content = known[descriptor] ?? FileAccess.readAll(descriptor, SourceLimits.bytes)
            known[descriptor] = content
            return content
        }
    }
}
