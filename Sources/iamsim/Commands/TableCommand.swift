public import ArgumentParser
public import Reports
import Scenarios
import SourceText

/// `iamsim table FILE`: the truth table of a scenario.
struct TableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table", _superCommandName: IAMSim.name,
        abstract: "Print the truth table of a scenario: its axes, each check's decision, the outcome and its caveats.",
        discussion: """
            With --into, the table goes between `<!-- iamsim:table FILE -->` and `<!-- iamsim:end -->` of a Markdown \
            document; options may stand in the mark, behind FILE. With --check nothing is written: the exit status is 1, \
            and a diff is printed, where the document is stale.
            """)

    @Argument(help: "The scenario file.")
    var file: String

    @Option(help: "The format: text, markdown or csv.")
    var format: TableFormat?

    @Option(help: ArgumentHelp("The document in which the table is written anew.", valueName: "document"))
    var into: String?

    @Flag(help: "Write nothing, and fail where the document is stale.")
    var check = false

    @OptionGroup var shape: TableOptions
    @OptionGroup var options: ScenarioOptions

    func run() throws {
        if check, into == nil { throw ValidationError("--check needs --into DOCUMENT.") }
        if into != nil, format != nil { throw ValidationError("--into always writes Markdown.") }
        let (scenarios, unreadable, _) = try options.read([file])
        guard unreadable.isEmpty else { throw ExitStatus.badInput }
        guard let scenario = scenarios.first, scenarios.count == 1 else {
            Terminal.complain("iamsim: expected one scenario, found \(scenarios.count)")
            throw ExitStatus.badInput
        }
        let result = try Self.run(scenario)
        guard let into else { return try Terminal.write(try Self.text(of: result, shape, format ?? .text)) }
        let document = TableDocument(path: into, scenario: file)
        try document.write(isChecked: check) { options in
            let own = options.isEmpty ? shape : try TableOptions.parse(options)
            try RepeatedOptions.check(options, of: TableOptions.self)
            return try Self.text(of: result, own, .markdown)
        }
    }

    private static func run(_ scenario: Scenario) throws -> ScenarioResult {
        let runner = ScenarioRunner()
        var budget = ComparisonBudget()
        let results = try scenario.cases.map { testCase in
            if let refusal = budget.refusal(at: testCase.expectation.location) {
                Terminal.complain(refusal.rendered)
                throw ExitStatus.badInput
            }
            let result = runner.run(testCase)
            budget.take(result.answer)
            return result
        }
        return ScenarioResult(scenario: scenario, cases: results)
    }

    private static func text(
        of result: ScenarioResult, _ options: TableOptions, _ format: TableFormat
    ) throws -> String {
        if let twice = options.shape.repeatedColumn {
            Terminal.complain("iamsim: the column `\(PlainText.escaped(twice))` is named twice")
            throw ExitStatus.badInput
        }
        let tables = TruthTable.tables(result, options.shape)
        guard !tables.isEmpty else { throw complain(of: options.shape, TruthTable.tables(result)) }
        return tables.map { table in
            let title = table.title.isEmpty || format == .csv ? "" : format.title(table.title)
            return title + format.render(table)
        }.joined(separator: "\n")
    }
}

extension TableCommand {
    /// Complains of the first column that no table has.
    private static func complain(of shape: TableShape, _ tables: [Table]) -> ExitStatus {
        for table in tables {
            guard let unknown = shape.unknownColumns(in: table).first else { continue }
            let hint = Suggestion.hint(for: unknown, among: table.columns)
            let names = table.columns.map { "`\($0)`" }.joined(separator: ", ")
            Terminal.complain(
                "iamsim: there is no column `\(PlainText.escaped(unknown))`\(hint) The columns are \(names)")
        }
        return .badInput
    }
}

/// What of a truth table is told.
struct TableOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The columns and their order, apart by commas (default: all).", valueName: "names"))
    var columns: String?

    @Flag(help: "Merge rows that agree whatever an axis says; the axis is then `any`.")
    var distinct = false

    @Option(help: ArgumentHelp("Make a table for each value of an axis.", valueName: "axis"))
    var groupBy: String?

    var shape: TableShape {
        let names = (columns ?? "").split(separator: ",").map { name in
            String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        return TableShape(columns: names, isDistinct: distinct, group: groupBy)
    }
}

extension TableFormat: ExpressibleByArgument {}
