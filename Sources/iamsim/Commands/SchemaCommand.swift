import ArgumentParser
import SourceText

/// `iamsim schema`: the JSON Schema of a file that the command reads or writes.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", _superCommandName: IAMSim.name,
        abstract: "Print the JSON Schema of questions, scenarios, answers or reports, for editors and other programs.")

    @Argument(help: "question, scenario, answer or report.")
    var name: SchemaName

    func run() throws {
        var text = String(decoding: name.bytes, as: UTF8.self)
        if name == .scenario { text = try Self.merged(text) }
        try Terminal.write(text)
    }

    /// A scenario is a question with more: its schema has the definitions of both.
    private static func merged(_ scenario: String) throws -> String {
        var diagnostics = Diagnostics()
        let question = SourceFile(path: "question.json", bytes: SchemaName.question.bytes)
        guard let own = JSONParser.parse(SourceFile(path: "scenario.json", text: scenario), &diagnostics),
            let definitions = JSONParser.parse(question, &diagnostics)?.keeping({ $0 == "$defs" })
        else {
            Terminal.complain("iamsim: a schema of the program cannot be read")
            throw ExitStatus.internalFault
        }
        return JSONWriter.text(JSONValue(definitions.overlaid(with: own)), isIndented: true) + "\n"
    }
}

/// A file that has a schema.
enum SchemaName: String, ExpressibleByArgument, CaseIterable {
    case question, scenario, answer, report

    /// The schema's text.
    var bytes: [UInt8] {
        switch self {
        case .question: PackageResources.question_json
        case .scenario: PackageResources.scenario_json
        case .answer: PackageResources.answer_json
        case .report: PackageResources.report_json
        }
    }
}
