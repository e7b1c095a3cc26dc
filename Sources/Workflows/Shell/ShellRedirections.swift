// Where input comes from and output goes to.
extension ShellParser {
    mutating func redirect(_ command: inout ShellCommand) {
        if follows("<<<") {
            index += 3
            skipBlanks()
            command.inputs.append(.text(word()))
        } else if follows("<<") {
            index += follows("<<-") ? 3 : 2
            skipBlanks()
            let isLiteral = next == "'" || next == "\"" || next == "\\"
            command.inputs.append(.document(documents.count))
            pending.append((word().plain ?? "", isLiteral, documents.count))
            documents.append(ShellWord())
        } else if next == "<" {
            index += 1
            skipBlanks()
            // `< <(…)` reads what the commands print.
            if follows("<(") { index += 1 }
            if next == "(" {
                command.inputs.append(.text(ShellWord(pieces: [substitution(from: 1)])))
            } else {
                command.inputs.append(.file(word()))
            }
        } else {
            let isAppending = follows(">>")
            index += isAppending ? 2 : 1
            let isNumber = command.words.last?.plain.map { ["1", "2", "&"].contains($0) } ?? false
            let isErrors = command.words.last?.plain == "2"
            if isNumber { command.words.removeLast() }
            if next == "&" { index += 1 }
            skipBlanks()
            let target = word()
            if !isErrors { command.outputs.append(ShellCommand.Output(target: target, isAppending: isAppending)) }
        }
    }

    mutating func skipBlanks() {
        while next == " " || next == "\t" { index += 1 }
    }

    /// Reads the here-documents that begin on this line.
    mutating func readDocuments() {
        let waiting = pending
        pending = []
        for document in waiting {
            let start = index
            var last = index
            while index < scalars.count {
                last = index
                skipLine()
                var line = String.UnicodeScalarView()
                line.append(contentsOf: scalars[last..<index])
                index = min(index + 1, scalars.count)
                if String(line).drop(while: { $0 == "\t" }) == document.end { break }
                last = index
            }
            documents[document.number] = text(Array(scalars[start..<max(start, last)]), isLiteral: document.isLiteral)
        }
    }

    /// The text of a here-document; what is nested in it counts as deeper.
    func text(_ scalars: [Unicode.Scalar], isLiteral: Bool) -> ShellWord {
        var word = ShellWord(pieces: [.text("")])
        guard depth < Self.depthLimit else { return ShellWord(pieces: [.unclear("a document")]) }
        var inner = ShellParser(scalars, depth: depth + 1)
        if isLiteral {
            inner.literal(&word, until: nil)
        } else {
            inner.expanded(&word, until: nil)
        }
        // Documents inside of documents have no number here.
        return inner.documents.isEmpty ? word : ShellWord(pieces: [.unclear("a document in a document")])
    }
}
