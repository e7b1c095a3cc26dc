import Reports
import SourceText

/// What `--strict-warnings` makes of warnings: they fail a run that is good otherwise.
enum StrictWarnings {
    /// - Parameter warnings: those that nobody means; none where they may be.
    /// - Throws: `ExitStatus.gateFailed` where there are any; it is told.
    static func check(_ warnings: [Diagnostic]) throws(ExitStatus) {
        guard let first = warnings.first else { return }
        let count = Report.told(warnings.count, "warning")
        let place = PlainText.escaped(first.location.description)
        Terminal.complain("iamsim: \(count), and --strict-warnings allows none; the first is at \(place)")
        throw .gateFailed
    }
}
