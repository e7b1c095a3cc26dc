import ArgumentParser
import Reports
import SourceText

/// A document with the tables of scenarios.
struct TableDocument {
    let path: String
    /// The scenario whose tables are written, as the command line names it.
    let scenario: String

    /// How many tables of one scenario a document may have, those of the same options counted once: each is made anew.
    private static let limit = 100

    /// Writes the tables of the scenario anew, or complains where they are stale.
    /// - Parameter table: the table for the options of a mark.
    func write(isChecked: Bool, _ table: ([String]) throws -> String) throws {
        let old = try text()
        var names: [String] = []
        var known: [[Text]: String] = [:]
        let replaced: (text: String, count: Int)
        do {
            replaced = try DocumentTables(old).replacing { mark in
                names.append(mark.file)
                guard isMeant(mark.file) else { return nil }
                let options = mark.options.map { Text($0) }
                if let table = known[options] { return table }
                guard known.count < Self.limit else {
                    throw complain(":\(mark.line): there are over \(Self.limit) different tables of one scenario")
                }
                do {
                    let table = try table(mark.options)
                    known[options] = table
                    return table
                } catch let status as ExitStatus {
                    Terminal.complain("iamsim: \(PlainText.escaped(path)):\(mark.line): so the mark asks for it")
                    throw status
                } catch {
                    throw complain(":\(mark.line): the options of the mark: \(TableOptions.message(for: error))")
                }
            }
        } catch DocumentTables.Fault.unended(let line) {
            throw complain(":\(line): the table has no end: <!-- iamsim:end --> is missing")
        } catch DocumentTables.Fault.tooLong(let line) {
            throw complain(":\(line): with this table the document has over \(DocumentTables.limit) bytes")
        }
        guard replaced.count > 0 else {
            let hint = Suggestion.hint(for: scenario, among: names)
            throw complain(": there is no <!-- iamsim:table \(scenario) -->\(hint)")
        }
        if Text(replaced.text) == old { return }
        guard isChecked else { return try FileAccess.write(replaced.text, to: path) }
        try Terminal.write(
            Text(UnifiedDiff.text(of: PlainText.escaped(path), old, replaced.text)).split(at: "\n").dropLast()
                .map { PlainText.escapedLine($0.string) + "\n" }.joined())
        Terminal.complain(
            "iamsim: \(PlainText.escaped(path)) is stale: "
                + "iamsim table \(ShellWord.quoted(scenario)) --into \(ShellWord.quoted(path))")
        throw ExitStatus.gateFailed
    }

    /// Whether a mark names the scenario: as the command line does, or by a path from the document's folder.
    private func isMeant(_ file: String) -> Bool {
        if Text(file) == scenario { return true }
        let folder = Path.parent(of: Path.absolute(path, from: Path.workingDirectory))
        guard let meant = FileAccess.resolved(Path.absolute(file, from: folder)),
            let real = FileAccess.resolved(scenario)
        else { return false }
        return Text(meant) == real
    }

    private func text() throws(ExitStatus) -> String {
        // What a link leads to would be printed by the difference, and is not what is written.
        if FileAccess.exists(path), let obstacle = OutputFile(path).obstacle {
            throw complain(": \(PlainText.escaped(obstacle))")
        }
        switch FileAccess.read(path, isInput: false) {
        case .failure(let fault): throw complain(": \(fault.words.message)")
        case .success(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else { throw complain(": the file is not UTF-8") }
            return text
        }
    }

    private func complain(_ what: String) -> ExitStatus {
        Terminal.complain("iamsim: \(PlainText.escaped(path + what))")
        return .badInput
    }
}
