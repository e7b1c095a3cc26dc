#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Whether somebody asked the command to stop (Ctrl-C), so that it ends behind a whole line.
enum Interrupts {
    /// Written by the signal handler, which may do nothing else.
    nonisolated(unsafe) private static var flag: sig_atomic_t = 0

    static var happened: Bool { flag != 0 }

    static func catchThem() {
        signal(SIGINT) { _ in Interrupts.flag = 1 }
        signal(SIGTERM) { _ in Interrupts.flag = 1 }
    }

    /// A pipe that nobody reads any more is told by `write`, not by a signal that ends the process.
    static func ignoreBrokenPipes() {
        signal(SIGPIPE, SIG_IGN)
    }
}
