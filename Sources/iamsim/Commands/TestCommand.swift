import ArgumentParser
import Reports
import Scenarios
import SourceText

/// `iamsim test [paths…]`: run scenarios and compare each answer with what is expected.
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", _superCommandName: IAMSim.name,
        abstract: "Run scenarios and compare each answer with what is expected.",
        discussion: """
            Exit statuses: 0 as expected; 1 a case is not as expected, the coverage is too low, or --fail-on or --strict-warnings is met; 65 a file cannot be read.
            """)

    @Argument(help: "Scenario files, and folders that are searched for them.")
    var paths: [String] = defaultPaths

    @Option(help: "Run only cases whose `FILE: CASE` matches a pattern with * and ?.")
    var filter: String?

    @Flag(help: "Print the names of the cases, and run none.")
    var list = false

    @Flag(help: "Stop after the first case that fails.")
    var failFast = false

    @Flag(help: "Print each case, not only those that fail.")
    var verbose = false

    @Flag(help: "Fail cases that rest on undocumented behaviour and do not assert their caveats.")
    var strictCaveats = false

    @Flag(help: "Fail where a file is warned of, unless its scenario names the warning under `warnings`.")
    var strictWarnings = false

    @Flag(help: "Tell which statements of the policies decide cases, and which values of condition keys cases have.")
    var coverage = false

    @Option(help: ArgumentHelp("Fail where fewer statements decide a case, in percent.", valueName: "percent"))
    var coverageMin: Int?

    @Option(
        help: ArgumentHelp(
            "Ask the cases of the policies of a commit, too, and tell what changed; expectations do not count.",
            valueName: "ref"))
    var against: String?

    @Option(
        help:
            """
            With --against, fail where a case is newly-allowed or newly-denied, and where a change may be so that no answer \
            tells of; or at whatever is other than it was (any).
            """
    )
    var failOn: ComparisonReport.FailOn?

    @Option(
        help: ArgumentHelp(
            """
            With --against, count the changed files that no scenario reads and whose path matches, with * and ?, and tell \
            them not; repeatable.
            """, valueName: "glob"))
    var ignore: [String] = []

    @OptionGroup var told: ReportOptions
    @OptionGroup var options: ScenarioOptions

    private static let defaultPaths = ["scenarios"]

    func run() throws {
        try told.check(inputs: paths)
        try TypedInput.check(paths.map { ("PATHS", $0) })
        if let coverageMin, !(0...100).contains(coverageMin) {
            throw ValidationError("--coverage-min takes a number from 0 to 100.")
        }
        if failOn != nil, against == nil { throw ValidationError("--fail-on needs --against.") }
        if !ignore.isEmpty, against == nil { throw ValidationError("--ignore needs --against.") }
        if paths == Self.defaultPaths, !FileAccess.exists(Self.defaultPaths[0]) {
            Terminal.complain("iamsim: there is no folder `scenarios` here: name a file or a folder")
            throw ExitStatus.badInput
        }
        if let against { return try compare(with: against) }
        let (scenarios, unreadable, warnings) = try options.read(paths)
        try told.check()
        let selected = CaseFilter.select(filter, of: scenarios)
        if selected.isEmpty, unreadable.isEmpty {
            Terminal.complain("iamsim: no case found")
            throw ExitStatus.badInput
        }
        if list { return try printNames(selected, isComplete: unreadable.isEmpty) }
        var report = try ScenarioRun(
            isVerbose: verbose, stopsAtFailure: failFast, strictCaveats: strictCaveats,
            countsStatements: coverage || coverageMin != nil, printsText: told.printed == .text
        ).report(selected)
        for refusal in report.unreadable { Terminal.complain(refusal.rendered) }
        report.unreadable = unreadable + report.unreadable
        report.warnings = warnings
        report.allowsWarnings = !strictWarnings
        try finish(report)
    }

    /// Writes the report, and ends with what it comes to.
    private func finish(_ report: Report) throws {
        let fault = told.write(report)
        if report.groups.isEmpty, told.printed == .text {
            // Standard error has told what could not be read, and there is nothing else.
        } else if told.printed == .text {
            try Terminal.write((report.coverage.map(TextReportFormat.text) ?? "") + report.summary + "\n")
        } else {
            try Terminal.write(told.printed.render(report))
        }
        if let fault { throw fault }
        if !report.unreadable.isEmpty { throw ExitStatus.badInput }
        if report.count(.failed) > 0 { throw ExitStatus.gateFailed }
        if let coverageMin, let percent = report.coverage?.percent, percent < coverageMin {
            Terminal.complain("iamsim: the coverage is \(percent) %, less than the \(coverageMin) % of --coverage-min")
            throw ExitStatus.gateFailed
        }
        try StrictWarnings.check(report.allowsWarnings ? [] : report.warnings)
    }

    /// Tells what changed since a commit.
    private func compare(with base: String) throws {
        guard !list, !coverage, coverageMin == nil, !strictCaveats, !failFast, !verbose else {
            throw ValidationError(
                "--against tells what changed, and nothing else: run --coverage, --strict-caveats, --list and such apart."
            )
        }
        let run = ComparisonRun(base: base, filter: filter, failOn: failOn, ignored: ignore, options: options)
        var report = try run.report(paths)
        report.allowsWarnings = !strictWarnings
        let fault = told.write(report)
        try Terminal.write(told.printed.render(report))
        if let fault { throw fault }
        try StrictWarnings.check(report.allowsWarnings ? [] : report.warnings)
        if report.fails { throw ExitStatus.gateFailed }
    }

    private func printNames(_ selected: [CaseFilter.Selection], isComplete: Bool) throws {
        for (scenario, cases) in selected {
            for testCase in cases {
                try Terminal.write(PlainText.escaped("\(scenario.path): \(testCase.title)") + "\n")
            }
        }
        if !isComplete { throw ExitStatus.badInput }
    }
}
