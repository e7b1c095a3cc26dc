/// A text in the script behind `<<`.
struct HereDocument {
    /// The line that ends it.
    let end: String
    /// Whether nothing in it is expanded.
    let isLiteral: Bool
    /// Whether its lines lose the tabs at their beginning, as behind `<<-`.
    let isIndented: Bool
    let number: Int
}

// Where input comes from and output goes to.
extension ShellParser {
    /// The descriptor that a word names right before a redirection: `2` of `2>f`, and `{fd}` of `{fd}>f`.
    func descriptor(_ word: ShellWord) -> String? {
        guard next == "<" || next == ">", !word.isQuoted, let plain = word.plain else { return nil }
        let isNumber = !plain.isEmpty && plain.unicodeScalars.allSatisfy { ("0"..."9").contains($0) }
        let isVariable = plain.hasPrefix("{") && plain.hasSuffix("}") && plain.unicodeScalars.count > 2
        return isNumber || isVariable ? plain : nil
    }

    /// Reads a redirection.
    /// - Parameter descriptor: the descriptor that stands before it.
    mutating func redirect(_ command: inout ShellCommand, of descriptor: String? = nil) {
        if next == "<", !follows("<>") {
            readFrom(&command, isInput: descriptor == nil || descriptor == "0")
            return
        }
        let isBoth = follows("<>")
        let isAppending = follows(">>")
        index += isBoth || isAppending || follows(">|") ? 2 : 1
        let isDescriptor = next == "&" && !isBoth
        if isDescriptor { index += 1 }
        skipBlanks()
        let target = word()
        let isFile = !isDescriptor || target.plain.map { !Self.isDescriptor($0) } ?? false
        if isBoth || !(descriptor == nil || descriptor == "1") {
            if isFile { command.others.append(target) }
        } else if isFile || target.plain != "1" {
            command.outputs.append(
                ShellCommand.Output(target: target, isAppending: isAppending, isDescriptor: !isFile))
        }
    }

    /// Whether a word behind `>&` is a descriptor and no file.
    private static func isDescriptor(_ text: String) -> Bool {
        text == "-" || text.unicodeScalars.allSatisfy { ("0"..."9").contains($0) || $0 == "-" }
    }

    private mutating func readFrom(_ command: inout ShellCommand, isInput: Bool) {
        if follows("<<<") {
            index += 3
            skipBlanks()
            let text = word()
            if isInput { command.inputs.append(.text(text)) } else { command.others.append(text) }
        } else if follows("<<") {
            let isIndented = follows("<<-")
            index += isIndented ? 3 : 2
            skipBlanks()
            let end = word()
            if isInput { command.inputs.append(.document(documents.count)) }
            pending.append(
                HereDocument(
                    end: end.plain ?? "", isLiteral: end.isQuoted, isIndented: isIndented, number: documents.count))
            documents.append(ShellWord())
        } else {
            index += 1
            let isDescriptor = next == "&"
            if isDescriptor { index += 1 }
            skipBlanks()
            let source = word()
            if !isInput {
                command.others.append(source)
            } else {
                command.inputs.append(isDescriptor ? .descriptor(source) : .file(source))
            }
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
            var text: [Unicode.Scalar] = []
            while index < scalars.count {
                let start = index
                skipLine()
                var line = scalars[start..<index]
                index = min(index + 1, scalars.count)
                if document.isIndented { line = line.drop { $0 == "\t" } }
                if line.elementsEqual(document.end.unicodeScalars) { break }
                text += line
                text.append("\n")
            }
            documents[document.number] = self.text(text, isLiteral: document.isLiteral)
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
            inner.isInQuotes = true
            inner.expanded(&word, until: nil)
        }
        // Documents inside of documents have no number here.
        return inner.documents.isEmpty ? word : ShellWord(pieces: [.unclear("a document in a document")])
    }
}
