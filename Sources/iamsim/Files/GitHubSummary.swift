#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The file that GitHub shows as the summary of a job, where the command runs in one.
enum GitHubSummary {
    /// GitHub refuses more, of all steps of a job together.
    private static let limit = 900_000

    /// Appends Markdown, as other steps may have written some already.
    static func append(_ text: String) throws(ExitStatus) {
        guard let value = getenv("GITHUB_STEP_SUMMARY"), value.pointee != 0 else { return }
        let path = String(cString: value)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            Terminal.complain("iamsim: cannot write the summary of the job: \(String(cString: strerror(errno)))")
            throw .cannotWrite
        }
        defer { close(descriptor) }
        let told = text.utf8.count > limit ? String(text.prefix(limit / 4)) + "\n…\n" : text
        try Terminal.write(Array(told.utf8), to: descriptor)
    }
}
