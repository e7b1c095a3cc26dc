#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Whether somebody asked the command to stop (Ctrl-C, a closed terminal, a runner that cancels a job), so that it ends behind a
/// whole line.
enum Interrupts {
    /// Written by the signal handler, which may do little else.
    nonisolated(unsafe) private static var flag: sig_atomic_t = 0
    /// Whether the command waits for input: then nothing is half done, and it ends at once.
    nonisolated(unsafe) private static var isWaiting: sig_atomic_t = 0
    /// How many seconds the command has to end by itself, which it cannot while nobody takes its output.
    private static let grace: UInt32 = 2

    static var happened: Bool { flag != 0 }

    /// Takes note of signals from now on; one that the caller has the command ignore, as `nohup` does, stays ignored.
    static func catchThem() {
        flag = 0
        isWaiting = 0
        signal(SIGALRM) { _ in _exit(ExitStatus.interrupted.rawValue) }
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var before = sigaction()
            guard sigaction(number, nil, &before) == 0, !isIgnored(before) else { continue }
            signal(number) { _ in
                if Interrupts.isWaiting != 0 || Interrupts.flag != 0 { _exit(ExitStatus.interrupted.rawValue) }
                Interrupts.flag = 1
                alarm(Interrupts.grace)
            }
        }
    }

    /// Waits for input; a signal meanwhile ends the process.
    static func waiting<Value>(_ body: () -> Value) -> Value {
        isWaiting = 1
        defer { isWaiting = 0 }
        if happened { _exit(ExitStatus.interrupted.rawValue) }
        return body()
    }

    private static func isIgnored(_ action: sigaction) -> Bool {
        #if canImport(Darwin)
            let handler = unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self)
        #else
            let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        #endif
        return handler == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// A pipe that nobody reads any more is told by `write`, not by a signal that ends the process.
    static func ignoreBrokenPipes() {
        signal(SIGPIPE, SIG_IGN)
    }
}
