// Texts in words that are written in a way of their own: arithmetic, and `$'…'`.
extension ShellParser {
    /// What stands between `((` and `))`; `nil` where those are the parentheses of shells in shells, or no end is found.
    /// - Parameters:
    ///   - length: how long what opens it is.
    ///   - isDivided: whether it has three parts, as that of `for` has.
    mutating func arithmetic(from length: Int = 2, isDivided: Bool = false) -> [ShellWord]? {
        guard depth < Self.depthLimit, let end = endOfArithmetic(index + length) else { return nil }
        let outer = (index, depth)
        index += length
        depth += 1
        var parts = [ShellWord()]
        while index < end {
            if next == ";", isDivided {
                index += 1
                parts.append(ShellWord())
            } else if next == "\\" {
                // The end of a line that goes on, for the most part.
                index += 2
            } else if next == "\"" {
                index += 1
            } else {
                piece(&parts[parts.count - 1])
            }
        }
        depth = outer.1
        guard index == end, parts.count == (isDivided ? 3 : 1) else {
            index = outer.0
            return nil
        }
        index += 2
        return parts
    }

    /// Where the two parentheses stand that end an arithmetic expression.
    private func endOfArithmetic(_ start: Int) -> Int? {
        var place = start
        var open = 0
        while place < scalars.count {
            switch scalars[place] {
            case "\\": place += 1
            case "(": open += 1
            case ")" where open == 0: return place + 1 < scalars.count && scalars[place + 1] == ")" ? place : nil
            case ")": open -= 1
            default: break
            }
            place += 1
        }
        return nil
    }

    /// The rest of `$'…'`: text with escapes as in C.
    /// <https://www.gnu.org/software/bash/manual/html_node/ANSI_002dC-Quoting.html>
    mutating func escaped() -> ShellWord.Piece {
        let start = index
        while let scalar = next, scalar != "'" { index += scalar == "\\" ? 2 : 1 }
        index = min(index, scalars.count)
        let text = scalars[start..<index]
        index = min(index + 1, scalars.count)
        let isPlain = text.allSatisfy { Self.expression($0) == nil }
        return isPlain ? ShellEscapes.text(of: text).map { .text($0) } ?? .unclear("$'…'") : .unclear("$'…'")
    }
}

/// The escapes that shells know in `$'…'`, and in what `echo -e` and `printf` print.
enum ShellEscapes {
    private static let single: [Unicode.Scalar: Unicode.Scalar] = [
        "n": "\n", "t": "\t", "r": "\r", "a": "\u{7}", "b": "\u{8}", "e": "\u{1B}", "E": "\u{1B}", "f": "\u{C}",
        "v": "\u{B}", "\\": "\\", "'": "'", "\"": "\"", "?": "?",
    ]

    /// The text with the escapes read; `nil` where one of them is no character of ASCII, or ends the text.
    static func text(of scalars: some Collection<Unicode.Scalar>) -> String? {
        var rest = Array(scalars)[...]
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            guard scalar == "\\", let mark = rest.first else {
                text.append(scalar)
                continue
            }
            if let plain = single[mark] {
                rest.removeFirst()
                text.append(plain)
            } else if let number = number(&rest) {
                guard let plain = Unicode.Scalar(number), plain.isASCII, number > 0 else { return nil }
                text.append(plain)
            } else if mark == "c" {
                return nil
            } else {
                text.append(scalar)
            }
        }
        return String(text)
    }

    /// A character by its number: `\101`, `\x41`, `\u0041`.
    private static func number(_ rest: inout ArraySlice<Unicode.Scalar>) -> UInt32? {
        let lengths: [Unicode.Scalar: Int] = ["x": 2, "u": 4, "U": 8]
        let mark = rest.first ?? " "
        let length = lengths[mark]
        let digits = rest.dropFirst(length == nil ? 0 : 1).prefix(length ?? 3).prefix { digit in
            digit.isASCII && (length == nil ? ("0"..."7").contains(digit) : digit.properties.isASCIIHexDigit)
        }
        guard let number = UInt32(String(String.UnicodeScalarView(digits)), radix: length == nil ? 8 : 16) else {
            return nil
        }
        rest = rest[digits.endIndex...]
        return number
    }
}
