import Dispatch
import Foundation
import SourceText

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What the objects of a repository hold, asked of one `git cat-file --batch` that stays as long as somebody asks.
///
/// Objects are named by their hashes alone: a path may hold a line end, at which a question of the protocol ends.
final class GitObjects: @unchecked Sendable {
    private let folder: String
    /// One question is asked at a time.
    private let turn = DispatchSemaphore(value: 1)
    private var session: (process: Process, input: Pipe, output: Pipe)?
    /// What was read and not asked for yet.
    private var pending: [UInt8] = []

    init(folder: String) {
        self.folder = folder
    }

    /// The content of an object, up to a number of bytes.
    func content(of hash: Text, limit: Int) -> Result<[UInt8], FileAccess.Fault> {
        turn.wait()
        defer { turn.signal() }
        do {
            return try ask(hash, limit: limit)
        } catch {
            // Whatever the process still says belongs to this question.
            session = nil
            pending = []
            return .failure(.failed("git does not give it"))
        }
    }

    /// The protocol is at odds with what is expected of it.
    private struct Broken: Error {}

    private func ask(_ hash: Text, limit: Int) throws -> Result<[UInt8], FileAccess.Fault> {
        let (input, output) = try begin()
        try input.fileHandleForWriting.write(contentsOf: Array(hash.bytes) + [0x0A])
        // `HASH blob SIZE`, or `HASH missing`, as of an object that a partial clone left out.
        let words = try line(output).split(separator: 0x20).map { Text(bytes: $0) }
        guard words.count == 3 else { return .failure(.failed("git does not have it")) }
        guard words[0] == hash, let size = Int(words[2].string) else { throw Broken() }
        if size > limit {
            try skip(size + 1, output)
            return .failure(.tooLarge(limit))
        }
        while pending.count < size + 1 { try more(output) }
        let content = Array(pending[..<size])
        pending.removeFirst(size + 1)
        return .success(content)
    }

    private func begin() throws -> (input: Pipe, output: Pipe) {
        if let session { return (session.input, session.output) }
        let (input, output) = (Pipe(), Pipe())
        let arguments = ["cat-file", "--batch"]
        guard let process = GitCommand.start(arguments, in: folder, input: input, output: output) else {
            throw Broken()
        }
        session = (process, input, output)
        return (input, output)
    }

    private func line(_ output: Pipe) throws -> [UInt8] {
        var end = pending.firstIndex(of: 0x0A)
        while end == nil {
            try more(output)
            end = pending.firstIndex(of: 0x0A)
        }
        let line = Array(pending[..<(end ?? 0)])
        pending.removeFirst(line.count + 1)
        return line
    }

    private func skip(_ count: Int, _ output: Pipe) throws {
        var left = count
        while left > 0 {
            if pending.isEmpty { try more(output) }
            let skipped = min(left, pending.count)
            pending.removeFirst(skipped)
            left -= skipped
        }
    }

    private func more(_ output: Pipe) throws {
        let descriptor = output.fileHandleForReading.fileDescriptor
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Broken() }
            pending += buffer[..<count]
            return
        }
    }
}
