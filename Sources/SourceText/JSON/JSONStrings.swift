extension JSONScanner {
    /// Reads the name of a member.
    mutating func scanName() -> Bool {
        let place = tape.count
        guard scanString() else { return false }
        let (start, end) = (Int(tape[place].textStart), Int(tape[place].textEnd))
        let mark: NameMark
        if tape[place].isDecoded {
            mark = decoded.withUnsafeBufferPointer { NameMark(UnsafeBufferPointer(rebasing: $0[start..<end])) }
        } else {
            mark = NameMark(UnsafeBufferPointer(rebasing: cursor.bytes[start..<end]))
        }
        tape[place].count = mark.number
        return true
    }

    /// Reads a string. Its text stays in the file's bytes unless it has escapes.
    mutating func scanString() -> Bool {
        let start = cursor.index
        cursor.index += 1
        let textStart = cursor.index
        cursor.skipPlainCharacters()
        switch cursor.current {
        case UInt8(ascii: "\""):
            let textEnd = cursor.index
            cursor.index += 1
            appendScalar(.string, start: start, textStart: textStart, textEnd: textEnd)
            return true
        case UInt8(ascii: "\\"):
            return scanEscapedString(start: start, textStart: textStart)
        case let byte?:
            return failControlCharacter(byte)
        case nil:
            cursor.index = start
            return fail("json-syntax", "a string that no `\"` ends", width: 1)
        }
    }

    /// Reads on from the first escape, writing the text into `decoded`.
    private mutating func scanEscapedString(start: Int, textStart: Int) -> Bool {
        let decodedStart = decoded.count
        decoded.append(contentsOf: file.bytes[textStart..<cursor.index])
        while let byte = cursor.current {
            switch byte {
            case UInt8(ascii: "\""):
                cursor.index += 1
                appendScalar(
                    .string, start: start, textStart: decodedStart, textEnd: decoded.count, isDecoded: true)
                return true
            case UInt8(ascii: "\\"):
                guard scanEscape() else { return false }
            case 0..<0x20:
                return failControlCharacter(byte)
            default:
                decoded.append(byte)
                cursor.index += 1
            }
        }
        cursor.index = start
        return fail("json-syntax", "a string that no `\"` ends", width: 1)
    }

    private mutating func scanEscape() -> Bool {
        let start = cursor.index
        cursor.index += 1
        guard let letter = cursor.current else { return fail("json-syntax", "the file ends inside a string") }
        if letter == UInt8(ascii: "u") {
            cursor.index = start
            return scanUnicodeEscape()
        }
        guard let byte = Self.shortEscapes[letter] else {
            cursor.index = start
            return fail("bad-escape", "an escape that JSON does not know", width: 2)
        }
        decoded.append(byte)
        cursor.index += 1
        return true
    }

    private mutating func scanUnicodeEscape() -> Bool {
        let start = cursor.index
        guard let first = cursor.skipUnicodeEscape() else {
            return fail("bad-escape", "expected four hexadecimal digits after `\\u`", width: 2)
        }
        var value = UInt32(first)
        if UTF16.isLeadSurrogate(first), let second = cursor.skipUnicodeEscape() {
            guard UTF16.isTrailSurrogate(second) else { return failLoneSurrogate(start) }
            value = 0x10000 + (UInt32(first - 0xD800) << 10) + UInt32(second - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { return failLoneSurrogate(start) }
        decoded.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        return true
    }

    private static let shortEscapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]
}

// MARK: Faults

extension JSONScanner {
    /// Reports each member name that stands a second time in one object (PL-27).
    mutating func reportDuplicates(inObjectAt start: Int) {
        guard mayHoldDuplicates(start) else { return }
        var seen: Set<Text> = []
        let tree = SourceTree(file: file, tape: tape, decoded: decoded)
        for member in tree.node(at: start).members where !seen.insert(member.key.text).inserted {
            diagnostics.error(
                "duplicate-member", "member `\(member.name)` stands twice in one object", at: member.key.location)
        }
    }

    /// A quick look, without allocating, that spares most objects the exact one.
    private func mayHoldDuplicates(_ start: Int) -> Bool {
        guard tape[start].count <= 16 else { return true }
        var key = nextKey(after: start + 1)
        while key < tape.count {
            var other = start + 1
            while other < key {
                if mayBeSame(tape[key], tape[other]) { return true }
                other = nextKey(after: other)
            }
            key = nextKey(after: key)
        }
        return false
    }

    private func nextKey(after key: Int) -> Int {
        Int(tape[Int(tape[key].next)].next)
    }

    private func mayBeSame(_ one: SourceTree.Entry, _ other: SourceTree.Entry) -> Bool {
        if one.isDecoded || other.isDecoded { return true }
        let length = Int(one.textEnd - one.textStart)
        guard other.textEnd - other.textStart == length else { return false }
        let (left, right) = (Int(one.textStart), Int(other.textStart))
        return (0..<length).allSatisfy { cursor.bytes[left + $0] == cursor.bytes[right + $0] }
    }

    mutating func fail(_ id: String, _ message: String, width: Int = 0) -> Bool {
        let place = SourceLocation(file: file, offset: cursor.index, end: cursor.index + width)
        diagnostics.error(id, message, at: place)
        return false
    }

    /// Complains of whatever stands at the cursor, with a hint for what people write when they think of JavaScript.
    mutating func failAtToken(_ expected: String) -> Bool {
        guard let byte = cursor.current else { return fail("json-syntax", "\(expected), found the end of the text") }
        switch byte {
        case UInt8(ascii: "/"), UInt8(ascii: "#"):
            return fail("comment-in-json", "\(expected), found what looks like a comment; JSON has no comments")
        case UInt8(ascii: "'"):
            return fail("json-syntax", "\(expected), found a single quote; JSON strings have double quotes", width: 1)
        default:
            let end = UTF8Scalar.end(of: cursor.index, in: file.bytes, limit: file.bytes.count)
            let found = String(decoding: file.bytes[cursor.index..<end], as: UTF8.self)
            return fail("json-syntax", "\(expected), found `\(found)`", width: end - cursor.index)
        }
    }

    private mutating func failControlCharacter(_ byte: UInt8) -> Bool {
        let name = byte == 0x0A || byte == 0x0D ? "a line break" : "a control character"
        return fail("json-syntax", "\(name) inside a string; write it as an escape such as `\\n`", width: 1)
    }

    private mutating func failLoneSurrogate(_ start: Int) -> Bool {
        cursor.index = start
        return fail("lone-surrogate", "half of a surrogate pair, which is no character", width: 6)
    }
}

extension UTF8 {
    static let encodedReplacementCharacter = UTF8.encode("\u{FFFD}") ?? .init()
}
