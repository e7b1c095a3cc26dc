/// The outputs of a job, as large as GitHub lets them be: 1 MB for a job and 50 MB for a run.
/// <https://docs.github.com/actions/how-tos/write-workflows/choose-what-workflows-do/pass-job-outputs>
enum OutputLimits {
    /// In bytes.
    static let limitOfRun = 50_000_000
    private static let limitOfJob = 1_000_000

    /// The outputs, or their names alone where they are too large.
    /// - Parameter left: how many bytes are left for the run.
    static func bounded(_ outputs: ExpressionValue.Members, _ left: inout Int) -> ExpressionValue.Members {
        let size = outputs.all.reduce(0) { $0 + ($1.value.text?.utf8.count ?? 0) }
        if size <= limitOfJob, size <= left {
            left -= size
            return outputs
        }
        var unknown = outputs
        for output in outputs.all {
            unknown.set(output.name, .unknown(["the output `\(output.name)`, as GitHub drops outputs of that size"]))
        }
        return unknown
    }
}
