import SourceText

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The file that GitHub shows as the summary of a step, where the command runs in one.
enum GitHubSummary {
    /// GitHub shows nothing of a step's summary that has more bytes.
    /// <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary>
    static let limit = 1_048_576
    private static let mark = "\n… cut here: GitHub shows no summary of over 1 MiB\n"

    /// Appends Markdown, as the step may have written some already.
    static func append(_ text: String) throws(ExitStatus) {
        guard let value = getenv("GITHUB_STEP_SUMMARY"), value.pointee != 0 else { return }
        let path = String(cString: value)
        let descriptor = open(
            path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
            throw complain(String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw complain("it is no regular file") }
        try Terminal.write(part(of: Array(text.utf8), fitting: limit - Int(status.st_size)), to: descriptor)
    }

    /// As many whole lines as there is room for, and a line that says so where some are left out.
    static func part(of text: [UInt8], fitting room: Int) -> [UInt8] {
        if text.count <= room { return text }
        let kept = text.prefix(max(0, room - mark.utf8.count))
        guard let end = kept.lastIndex(of: 0x0A) else { return room < mark.utf8.count ? [] : Array(mark.utf8) }
        return kept[...end] + Array(mark.utf8)
    }

    private static func complain(_ reason: String) -> ExitStatus {
        Terminal.complain("iamsim: cannot write the summary of the job: \(reason)")
        return .cannotWrite
    }
}
