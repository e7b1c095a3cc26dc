import SourceText

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Standard input, whole or line by line.
enum StandardInput {
    /// The name under which diagnostics speak of it.
    static let name = "(standard input)"

    /// Reads some bytes; none at the end.
    /// - Throws: `ExitStatus.badInput` where it cannot be read; it is complained of.
    static func readChunk(_ buffer: inout [UInt8]) throws(ExitStatus) -> ArraySlice<UInt8> {
        while true {
            let (count, reason) = Interrupts.waiting { () -> (Int, Int32) in
                let count = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
                let reason = errno
                // A pipe that does not block is waited for all the same.
                if count < 0, reason == EAGAIN { FileAccess.wait(for: STDIN_FILENO, POLLIN) }
                return (count, reason)
            }
            if count >= 0 { return buffer[..<count] }
            if reason == EINTR || reason == EAGAIN { continue }
            Terminal.complain("iamsim: standard input cannot be read: \(String(cString: strerror(reason)))")
            throw .badInput
        }
    }

    /// Reads everything, but not much more than a document may have.
    /// - Throws: `ExitStatus.badInput` where it cannot be read; it is complained of.
    static func readAll() throws(ExitStatus) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var bytes: [UInt8] = []
        while bytes.count <= SourceLimits.bytes {
            let chunk = try readChunk(&buffer)
            if chunk.isEmpty { break }
            bytes += chunk
        }
        return bytes
    }
}

/// Cuts standard input into lines, of which none may grow beyond a limit.
struct LineReader {
    /// A line of over this many bytes is passed over.
    static let limit = 16_000_000

    /// A line with its number, counted from 1; without bytes where it is too long.
    struct Line: Sendable {
        let number: Int
        let bytes: [UInt8]?
    }

    private var buffer = [UInt8](repeating: 0, count: 1 << 18)
    private var pending: [UInt8] = []
    private var isTooLong = false
    private var number = 0
    private var isAtEnd = false

    /// The next lines: as many as one read brings, and none at the end. Empty lines are passed over.
    /// - Throws: `ExitStatus.badInput` where standard input cannot be read; it is complained of.
    mutating func next() throws(ExitStatus) -> [Line] {
        var lines: [Line] = []
        while lines.isEmpty, !isAtEnd {
            let chunk = try StandardInput.readChunk(&buffer)
            if chunk.isEmpty {
                isAtEnd = true
                if !pending.isEmpty || isTooLong { finish([], &lines) }
                break
            }
            var start = chunk.startIndex
            while let end = lineEnd(from: start, to: chunk.endIndex) {
                finish(chunk[start..<end], &lines)
                start = end + 1
            }
            keep(chunk[start...])
        }
        return lines
    }

    /// Where the line that holds a place of the buffer ends.
    private func lineEnd(from start: Int, to end: Int) -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard start < end, let base = bytes.baseAddress, let found = memchr(base + start, 0x0A, end - start) else {
                return nil
            }
            return UnsafeRawPointer(found) - base
        }
    }

    private mutating func finish(_ part: ArraySlice<UInt8>, _ lines: inout [Line]) {
        keep(part)
        number += 1
        if isTooLong {
            lines.append(Line(number: number, bytes: nil))
        } else if pending.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) {
            lines.append(Line(number: number, bytes: pending))
        }
        pending = []
        isTooLong = false
    }

    private mutating func keep(_ part: ArraySlice<UInt8>) {
        if pending.count + part.count > Self.limit {
            isTooLong = true
            pending = []
        }
        if !isTooLong { pending += part }
    }
}
