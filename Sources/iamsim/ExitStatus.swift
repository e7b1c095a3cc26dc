/// What the command's exit status says. The README lists them.
enum ExitStatus: Int32, Error, CaseIterable {
    /// As expected.
    case success = 0
    /// A gate failed: a case is not as expected.
    case gateFailed = 1
    /// A single question was answered with a denial.
    case denied = 2
    /// AWS would fail the call of a single question for another reason.
    case callFails = 3
    /// The answer to a single question hangs on what the question leaves open.
    case unknown = 4
    /// The command line cannot be understood.
    case usage = 64
    /// An input could not be read or understood.
    case badInput = 65
    /// A fault of the command itself.
    case internalFault = 70
    /// Output could not be written.
    case cannotWrite = 74
    /// Somebody interrupted the command.
    case interrupted = 130
}
