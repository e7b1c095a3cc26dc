#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A line on a terminal that tells how far a long run is: cases done, how many a second, and the time left. Nothing is
/// written elsewhere, nor in the first two seconds.
struct Progress {
    private let total: Int
    private let start = ContinuousClock.now
    private let isShown = isatty(STDERR_FILENO) == 1
    private var done = 0
    private var lastTold = Duration.zero
    /// Whether a line stands on the terminal.
    private var isTold = false

    init(total: Int) {
        self.total = total
    }

    /// One more is done.
    mutating func step() {
        done += 1
        // The clock is not asked for each one.
        guard isShown, done.isMultiple(of: 16) else { return }
        let passed = ContinuousClock.now - start
        guard passed > .seconds(2), passed - lastTold > .milliseconds(200) else { return }
        lastTold = passed
        isTold = true
        write("\r\u{1B}[K" + Self.line(done: done, total: total, passed: passed))
    }

    /// Takes the line away.
    mutating func end() {
        guard isTold else { return }
        isTold = false
        write("\r\u{1B}[K")
    }

    /// The line.
    static func line(done: Int, total: Int, passed: Duration) -> String {
        let seconds = Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18
        let rate = Double(done) / max(seconds, 0.001)
        let left = Int((Double(total - done) / max(rate, 0.001)).rounded(.up))
        return "\(done) of \(total) cases, \(Int(rate)) a second, \(left) s left"
    }

    private func write(_ text: String) {
        try? Terminal.write(Array(text.utf8), to: STDERR_FILENO)
    }
}
