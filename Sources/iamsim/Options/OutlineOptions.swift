import ArgumentParser
import Reports
import SourceText

/// How an explanation is told.
enum ExplanationFormat: String, ExpressibleByArgument, CaseIterable {
    case text, markdown, json
}

/// Options that all commands share which explain answers.
struct OutlineOptions: ParsableArguments {
    @Option(help: "The format: text, markdown or json.")
    var format: ExplanationFormat = .text

    @Option(help: "The width of text in columns (default: of the terminal, else 80).")
    var width: Int?

    @Option(help: "The folder that no path in a file may leave (default: the repository, else the working directory).")
    var root: String?

    func check() throws {
        if let width, !(40...1000).contains(width) { throw ValidationError("--width takes a number from 40 to 1000.") }
    }

    /// Prints an explanation.
    /// - Parameter warnings: what files are warned of, which text leaves to standard error; JSON has them of its own.
    func write(
        _ outline: @autoclosure () -> Outline, warnings: [Diagnostic], json: @autoclosure () -> JSONValue
    ) throws {
        let text =
            switch format {
            case .text: TextOutlineFormat(width: width ?? Terminal.width).render(outline())
            case .markdown: MarkdownOutlineFormat.render(outline().warning(of: warnings))
            case .json: JSONWriter.text(json(), isIndented: true) + "\n"
            }
        try Terminal.write(text)
    }
}
