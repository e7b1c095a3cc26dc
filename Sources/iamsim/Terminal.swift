import SourceText

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Standard output, standard error and the end of the process.
enum Terminal {
    /// Whether standard output takes colour: a terminal, and `NO_COLOR` is not set.
    static var hasColour: Bool {
        guard isatty(STDOUT_FILENO) == 1 else { return false }
        if let value = getenv("NO_COLOR"), value.pointee != 0 { return false }
        return true
    }

    /// How many columns the terminal has; 80 where there is none.
    static var width: Int {
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0
        else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes to standard output; ends the process quietly when nobody reads it any more.
    static func write(_ text: String) throws(ExitStatus) {
        do {
            try write(Array(text.utf8), to: STDOUT_FILENO)
        } catch {
            if errno != EPIPE, error == .cannotWrite {
                complain("iamsim: cannot write the output: \(String(cString: strerror(errno)))")
            }
            throw error
        }
    }

    /// Writes a line to standard error, or some; nothing in them steers a terminal or a log.
    static func complain(_ text: String) {
        try? write(Array("\(PlainText.escapedLines(text))\n".utf8), to: STDERR_FILENO)
    }

    /// Writes diagnostics to standard error, the first hundred in full: a file can have any number.
    static func complain(of diagnostics: Diagnostics) {
        let limit = 100
        let sorted = diagnostics.sorted
        for diagnostic in sorted.prefix(limit) { complain(diagnostic.rendered) }
        let count = sorted.count + diagnostics.omittedCount
        if count > limit { complain("iamsim: and \(count - limit) more") }
    }

    static func exit(_ status: ExitStatus) -> Never {
        #if canImport(Darwin)
            Darwin.exit(status.rawValue)
        #else
            Glibc.exit(status.rawValue)
        #endif
    }

    /// Writes all of some bytes to a descriptor, also where that does not block and takes only some at a time.
    static func write(_ bytes: [UInt8], to descriptor: Int32) throws(ExitStatus) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { writeSome(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN {
                FileAccess.wait(for: descriptor, POLLOUT)
                continue
            }
            guard count > 0 else { throw .cannotWrite }
            rest = rest.dropFirst(count)
        }
    }

    private static func writeSome(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
        #if canImport(Darwin)
            Darwin.write(descriptor, buffer.baseAddress, buffer.count)
        #else
            Glibc.write(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }
}

/// Colours for terminals.
struct Palette {
    let isOn: Bool

    func red(_ text: String) -> String { paint("31", text) }
    func green(_ text: String) -> String { paint("32", text) }
    func yellow(_ text: String) -> String { paint("33", text) }

    private func paint(_ code: String, _ text: String) -> String {
        isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
