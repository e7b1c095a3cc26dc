/// Reads strict JSON (RFC 8259) into a located tree. It stops at the first fault of syntax; duplicate members are
/// all reported.
public enum JSONParser {
    /// Reads the one value of a file.
    /// - Returns: the value, or `nil` where the text is not JSON; `diagnostics` then says why.
    public static func parse(_ file: SourceFile, _ diagnostics: inout Diagnostics) -> Node? {
        file.bytes.withUnsafeBufferPointer { bytes in
            var scanner = JSONScanner(file: file, bytes: bytes)
            let complete = scanner.scanDocument()
            diagnostics.add(contentsOf: scanner.diagnostics)
            guard complete else { return nil }
            return SourceTree(file: file, tape: scanner.tape, decoded: scanner.decoded, isJSON: true).node(at: 0)
        }
    }
}

/// The state of one reading. Each `scan…` leaves the cursor behind what it read and returns false after a fault.
struct JSONScanner {
    let file: SourceFile
    var cursor: ByteCursor
    var tape: [SourceTree.Entry] = []
    var decoded: [UInt8] = []
    var diagnostics = Diagnostics()
    private var depth = 0

    init(file: SourceFile, bytes: UnsafeBufferPointer<UInt8>) {
        self.file = file
        self.cursor = ByteCursor(bytes)
        tape.reserveCapacity(bytes.count / 6)
    }

    mutating func scanDocument() -> Bool {
        if file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            let place = SourceLocation(file: file, offset: 0, end: 3)
            diagnostics.warning("byte-order-mark", "the file begins with a byte order mark; JSON has none", at: place)
            cursor.index = 3
        }
        cursor.skipBlanks()
        guard !cursor.isAtEnd else { return fail("empty-file", "expected a JSON value, found nothing") }
        guard scanValue() else { return false }
        cursor.skipBlanks()
        guard cursor.isAtEnd else { return failAtToken("expected the end of the file after the JSON value") }
        return !diagnostics.hasErrors
    }

    private mutating func scanValue() -> Bool {
        guard let byte = cursor.current else { return failAtToken("expected a JSON value") }
        switch byte {
        case UInt8(ascii: "{"): return nested { $0.scanObject() }
        case UInt8(ascii: "["): return nested { $0.scanArray() }
        case UInt8(ascii: "\""): return scanString()
        case UInt8(ascii: "t"): return scanWord("true", .boolean)
        case UInt8(ascii: "f"): return scanWord("false", .boolean)
        case UInt8(ascii: "n"): return scanWord("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return scanNumber()
        default: return failAtToken("expected a JSON value")
        }
    }

    private mutating func nested(_ scan: (inout JSONScanner) -> Bool) -> Bool {
        depth += 1
        defer { depth -= 1 }
        guard depth <= SourceLimits.depth else {
            return fail("too-deep", "lists and objects nest deeper than \(SourceLimits.depth) levels")
        }
        return scan(&self)
    }

    private mutating func scanObject() -> Bool {
        let start = open(.mapping)
        var count = 0
        guard scanMembers(count: &count) else { return false }
        close(start, count: count)
        if count > 1 { reportDuplicates(inObjectAt: start) }
        return true
    }

    private mutating func scanMembers(count: inout Int) -> Bool {
        cursor.skipBlanks()
        if cursor.skip("}") { return true }
        while true {
            guard cursor.current == UInt8(ascii: "\"") else {
                return failAtToken("expected a member name in double quotes")
            }
            count += 1
            guard scanName() else { return false }
            cursor.skipBlanks()
            guard cursor.skip(":") else { return failAtToken("expected `:` after the member name") }
            cursor.skipBlanks()
            guard scanValue() else { return false }
            cursor.skipBlanks()
            if cursor.skip("}") { return true }
            guard scanComma(before: "}", of: "an object") else { return false }
        }
    }

    private mutating func scanArray() -> Bool {
        let start = open(.sequence)
        var count = 0
        cursor.skipBlanks()
        if !cursor.skip("]") {
            repeat {
                guard scanValue() else { return false }
                count += 1
                cursor.skipBlanks()
                if cursor.skip("]") { break }
                guard scanComma(before: "]", of: "a list") else { return false }
            } while true
        }
        close(start, count: count)
        return true
    }

    /// Reads the comma between two members or elements, and refuses one that nothing follows.
    private mutating func scanComma(before closing: Unicode.Scalar, of container: String) -> Bool {
        let place = cursor.index
        guard cursor.skip(",") else { return failAtToken("expected `,` or `\(closing)`") }
        cursor.skipBlanks()
        guard cursor.current == UInt8(ascii: closing) else { return true }
        cursor.index = place
        return fail("trailing-comma", "a comma before the `\(closing)` of \(container); JSON allows none", width: 1)
    }

    private mutating func scanWord(_ word: String, _ kind: SourceTree.Kind) -> Bool {
        let start = cursor.index
        for byte in word.utf8 {
            guard cursor.current == byte else {
                cursor.index = start
                return failAtToken("expected a JSON value")
            }
            cursor.index += 1
        }
        appendScalar(kind, start: start, textStart: start, textEnd: cursor.index)
        return true
    }

    private mutating func scanNumber() -> Bool {
        let start = cursor.index
        guard cursor.skipNumber() else {
            cursor.index = start
            return failAtToken("expected a number such as `-1.5e3`")
        }
        appendScalar(.number, start: start, textStart: start, textEnd: cursor.index)
        return true
    }

    private mutating func open(_ kind: SourceTree.Kind) -> Int {
        tape.append(SourceTree.Entry(kind: kind, start: UInt32(cursor.index), end: 0, next: 0))
        cursor.index += 1
        return tape.count - 1
    }

    private mutating func close(_ start: Int, count: Int) {
        tape[start].count = UInt32(count)
        tape[start].end = UInt32(cursor.index)
        tape[start].next = UInt32(tape.count)
    }

    mutating func appendScalar(
        _ kind: SourceTree.Kind, start: Int, textStart: Int, textEnd: Int, isDecoded: Bool = false
    ) {
        tape.append(
            SourceTree.Entry(
                kind: kind, isDecoded: isDecoded, start: UInt32(start), end: UInt32(cursor.index),
                textStart: UInt32(textStart), textEnd: UInt32(textEnd), next: UInt32(tape.count + 1)))
    }
}
