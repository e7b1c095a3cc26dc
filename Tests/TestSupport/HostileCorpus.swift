/// Texts that would like to be more than text: what is not seen, before, within and behind what some reader obeys.
public enum HostileCorpus {
    /// Blanks, controls, format characters, marks and prepended characters: one of each kind that readers treat in their own way.
    public static let hidden = [
        "", " ", "\t", "\r", "\n", "\r\n", "\u{85}", "\u{A0}", "\u{1680}", "\u{2003}", "\u{2028}", "\u{2029}",
        "\u{202F}",
        "\u{205F}", "\u{3000}", "\0", "\u{1B}[2J", "\u{7F}", "\u{9B}", "\u{AD}", "\u{301}", "\u{34F}", "\u{600}",
        "\u{61C}",
        "\u{6DD}", "\u{70F}", "\u{8E2}", "\u{115F}", "\u{180E}", "\u{200B}", "\u{200D}", "\u{200F}", "\u{202E}",
        "\u{2060}",
        "\u{2066}", "\u{3164}", "\u{FE0F}", "\u{FEFF}", "\u{FFFE}", "\u{110BD}", "\u{110CD}", "\u{111C2}", "\u{E0001}",
        "\u{E0041}", "\u{E0100}", "a", "é", "'", "\"", "`",
    ]

    /// What a log, a page, a spreadsheet or a shell obeys.
    public static let commands = [
        "::error file=a,line=1::x", "##[add-mask]x", "%0A::error::x", "=1+1", "+1", "-1", "@octocat", "\u{FF1D}1+1",
        "\u{FF20}x", "https://evil.example", "www.evil.example", "GH-1", "#1", "|x|", "```",
        "<script>alert(1)</script>",
        "<!-- iamsim:end -->", "]]>", "' ; touch x ; #", "- x", "1. x", "\\",
    ]

    /// All combinations: hidden before, within and behind a command, twice, and after a line end.
    public static let texts = hidden.flatMap { hidden in
        commands.flatMap { command -> [String] in
            let scalars = Array(command.unicodeScalars)
            let within = ([scalars[0]] + hidden.unicodeScalars + scalars.dropFirst()).map(String.init).joined()
            return [hidden + command, within, "x\n\(hidden)\(command)\(hidden)"]
        }
    }

    // MARK: What must hold, told apart from how it is brought about

    /// What a log would obey in a text, or a terminal: none where it is plain.
    /// - Parameter kept: controls that the format itself has, beside line feeds.
    public static func commands(in text: String, keeping kept: [Unicode.Scalar] = []) -> [String] {
        text.utf8.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }.filter { line in
            let seen = Array(line.unicodeScalars.filter { !isVariationSelector($0) })
            let start = seen.drop { $0.properties.isWhitespace }.prefix(2)
            let holds = seen.indices.dropFirst(2).contains {
                seen[$0] == "[" && seen[$0 - 1] == "#" && seen[$0 - 2] == "#"
            }
            return start.elementsEqual("::".unicodeScalars) || holds
                || line.unicodeScalars.contains { isUnseen($0) && !kept.contains($0) }
        }
    }

    private static func isVariationSelector(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0xFE00 && scalar.value <= 0xFE0F
    }

    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        // Most of a text, for which Unicode's tables need not be asked.
        if scalar.value >= 0x20, scalar.value < 0x7F { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default: return scalar.properties.isDefaultIgnorableCodePoint && !isVariationSelector(scalar)
        }
    }

    /// What GitHub would make a mention, a reference, a link or markup of, in Markdown.
    public static func markup(in text: String) -> [String] {
        text.utf8.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }.filter { line in
            let bytes = withoutComments(Array(line.lowercased().utf8))
            func holds(_ text: String, before isNext: (UInt8) -> Bool = { _ in true }) -> Bool {
                let wanted = Array(text.utf8)
                return bytes.indices.contains { index in
                    bytes[index] == wanted[0] && bytes[index...].starts(with: wanted)
                        && index + wanted.count < bytes.count && isNext(bytes[index + wanted.count])
                }
            }
            let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
            return holds("@", before: { $0 != 1 }) || holds("://") || holds("www.") || holds("<")
                || holds("#", before: isDigit)
                || holds("gh-", before: isDigit)
        }
    }

    /// A line in which one byte that no text has stands for each comment.
    private static func withoutComments(_ line: [UInt8]) -> [UInt8] {
        let comment = Array("<!-- -->".utf8)
        var bytes: [UInt8] = []
        var rest = line[...]
        while let byte = rest.first {
            bytes.append(rest.starts(with: comment) ? 1 : byte)
            rest = rest.dropFirst(rest.starts(with: comment) ? comment.count : 1)
        }
        return bytes
    }

    /// The rows of a CSV file; `nil` where it is none.
    public static func rows(ofCSV text: String) -> [[String]]? {
        var rows: [[String]] = [[]]
        var cell: [UInt8] = []
        var isQuoted = false
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case 0x22 where isQuoted && rest.first == 0x22: cell.append(rest.removeFirst())
            case 0x22 where isQuoted || cell.isEmpty: isQuoted.toggle()
            case 0x2C where !isQuoted: end(&cell, &rows)
            case 0x0D where !isQuoted:
                guard rest.popFirst() == 0x0A else { return nil }
                end(&cell, &rows)
                rows.append([])
            default: cell.append(byte)
            }
        }
        return isQuoted || !cell.isEmpty || rows.last != [] ? nil : rows.dropLast()
    }

    private static func end(_ cell: inout [UInt8], _ rows: inout [[String]]) {
        rows[rows.count - 1].append(String(decoding: cell, as: UTF8.self))
        cell = []
    }

    /// Whether a spreadsheet would take a cell for a formula.
    public static func isFormula(_ cell: String) -> Bool {
        let first = cell.unicodeScalars.first { !$0.properties.isWhitespace }
        return first.map { "=+-@\t\r\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains($0) } ?? false
    }
}
