import SourceText
import TestSupport
import Testing

@Suite struct SourceFileTests {
    /// The place after each scalar of a text, by the file and by the count of the marks.
    @Test(arguments: [
        "ab\ncd\n", "ab\r\ncd\r\n", "ab\rcd\r", "\n\n\r\n\r\r\n", "é🐟\ne\u{301}x", "a\r", "", "\u{FEFF}{}",
        "a\u{2028}b\nc",
    ])
    func linesEndAtAnyKindOfLineBreakAndColumnsAreScalars(text: String) {
        let file = SourceFile(path: "a", text: text)
        let marked = MarkedText(text.unicodeScalars.map { "↓\($0)" }.joined() + "↓")
        for place in marked.places {
            let position = file.position(of: place.offset)
            #expect(position == (place.line, place.column), "byte \(place.offset)")
        }
    }

    @Test func placesPastTheEndAreTheEnd() {
        let file = SourceFile(path: "a", text: "ab\nc")
        #expect(file.position(of: 4) == (2, 2))
        #expect(file.position(of: 400) == (2, 2))
        #expect(file.line(around: 400) == "c")
    }

    @Test(
        arguments: [
            (0, "ab"), (1, "ab"), (2, "ab"), (4, "é"), (6, "é"), (7, ""), (8, "d"), (9, "d"), (10, ""),
        ] as [(Int, String)])
    func aLineIsFoundWithoutItsEnding(offset: Int, line: String) {
        #expect(SourceFile(path: "a", text: "ab\r\né\n\rd\n").line(around: offset) == line)
    }

    @Test func aLocationKnowsItsPlace() {
        let file = SourceFile(path: "policies/a.json", text: "{\n  \"é\": 1\n}")
        let location = SourceLocation(file: file, offset: 9, end: 10)
        #expect(location.line == 2)
        #expect(location.column == 7)
        #expect(location.description == "policies/a.json:2:7")
        #expect(SourceLocation(startOf: file).description == "policies/a.json:1:1")
        #expect(SourceLocation(file: file, offset: 9, end: 3).end == 9)
    }

    @Test func locationsAreEqualByFileNameAndOffsets() {
        let (one, other) = (SourceFile(path: "a", text: "x"), SourceFile(path: "a", text: "x"))
        let place = SourceLocation(file: one, offset: 0, end: 1)
        #expect(place == SourceLocation(file: other, offset: 0, end: 1))
        #expect(place.hashValue == SourceLocation(file: other, offset: 0, end: 1).hashValue)
        #expect(place != SourceLocation(file: one, offset: 0, end: 0))
        #expect(place != SourceLocation(file: SourceFile(path: "b", text: "x"), offset: 0, end: 1))
    }

    /// Lines and columns are noted down every few thousand bytes.
    @Test func placesFarBehindAndFarToTheRightAreExact() {
        let long = String(repeating: "é🐟 ", count: 2_000)
        let file = SourceFile(path: "a", text: "\(long)\r\n\(long)\nx\(long)")
        var (line, column) = (1, 1)
        for offset in file.bytes.indices {
            if !UTF8Scalar.isContinuation(file.bytes[offset]), offset.isMultiple(of: 7) || offset > 40_000 {
                #expect(file.position(of: offset) == (line, column), "byte \(offset)")
            }
            if file.bytes[offset] == 0x0A {
                (line, column) = (line + 1, 1)
            } else if offset + 1 < file.bytes.count,
                !UTF8Scalar.isContinuation(file.bytes[offset + 1])
            {
                column += 1
            }
        }
    }
}
