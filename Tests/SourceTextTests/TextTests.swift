import SourceText
import Testing

@Suite struct TextTests {
    /// PL-2: no normalization. `String` disagrees, which is why `Text` exists.
    @Test func textsAreComparedByTheirBytes() {
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        #expect(composed == decomposed)
        #expect(Text(composed) != Text(decomposed))
        #expect(Set([Text(composed), Text(decomposed)]).count == 2)
        #expect(Text("a") != Text("A"))
        #expect(Text("abc") == Text(bytes: [0x78, 0x61, 0x62, 0x63, 0x78][1..<4]))
    }

    @Test func bytesAndStringsAreTheSameText() {
        #expect(Array(Text("é🐟").bytes) == Array("é🐟".utf8))
        #expect(Text("é🐟").string == "é🐟")
        #expect("\(Text("a"))" == "a")
        #expect(Text("").isEmpty)
        #expect(!Text("\0").isEmpty)
    }

    @Test(
        arguments: [
            ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 2), ("🐟", 1), ("👨‍👩‍👧", 5), ("\r\n", 2), ("日本", 2),
        ] as [(String, Int)])
    func scalarsAreCountedAndNotCharactersOrBytes(text: String, count: Int) {
        #expect(Text(text).scalarCount == count)
    }

    @Test func orderIsThatOfTheScalars() {
        let sorted = ["\u{10000}", "z", "é", "Z", "", "za", "\u{FFFD}"].map { Text($0) }.sorted()
        #expect(sorted == ["", "Z", "z", "za", "é", "\u{FFFD}", "\u{10000}"])
    }

    /// PL-4: only ASCII letters lose their case.
    @Test(arguments: [
        ("sts:AssumeRole", "sts:assumerole"), ("@AZ[`az{", "@az[`az{"), ("ÄÖÜ", "ÄÖÜ"), ("\u{212A}", "\u{212A}"),
        ("İ", "İ"),
        ("", ""),
    ])
    func onlyASCIILettersAreFolded(text: String, folded: String) {
        #expect(Text(text).asciiLowercased == Text(folded))
    }

    @Test func prefixesAndSuffixesAreBytes() {
        #expect(Text("arn:aws").hasPrefix("arn:"))
        #expect(!Text("arn").hasPrefix("arn:"))
        #expect(Text("arn").hasPrefix(""))
        #expect(!Text("\u{E9}").hasPrefix("e"))
        #expect(!Text("e\u{301}x").hasPrefix("\u{E9}"))
        #expect(Text("policy.json").hasSuffix(".json"))
        #expect(!Text("n").hasSuffix(".json"))
        #expect(Text("arn:aws").dropping(prefix: "arn:") == "aws")
        #expect(Text("arn:").dropping(prefix: "arn:") == "")
        #expect(Text("aws").dropping(prefix: "arn:") == nil)
    }

    @Test(
        arguments: [
            ("a:b:c", ["a", "b", "c"]), ("", [""]), (":", ["", ""]), ("a::b", ["a", "", "b"]), ("a:", ["a", ""]),
            ("abc", ["abc"]), ("é:🐟", ["é", "🐟"]),
        ] as [(String, [String])])
    func splittingKeepsEmptyPieces(text: String, pieces: [String]) {
        #expect(Text(text).split(at: ":") == pieces.map { Text($0) })
    }

    @Test func splittingStopsWhereItIsTold() {
        #expect(Text("arn:aws:iam::1:user/a:b").split(at: ":", maxSplits: 5).map(\.string).last == "user/a:b")
        #expect(Text("a:b").split(at: ":", maxSplits: 0) == ["a:b"])
    }

    @Test func asciiCharactersAreFound() {
        #expect(Text("a*b").contains("*"))
        #expect(!Text("ab").contains("*"))
    }

    @Test(arguments: [("0", true), ("123456789012", true), ("", false), ("12a", false), ("-1", false), ("١٢", false)])
    func digitsAreASCIIDigits(text: String, isDigits: Bool) {
        #expect(Text(text).isDigits == isDigits)
    }

    @Test func bytesAreClassified() {
        let all = (0...255).map { UInt8($0) }
        #expect(String(decoding: all.filter(ASCII.isDigit), as: UTF8.self) == "0123456789")
        #expect(all.filter(ASCII.isAlphanumeric).count == 62)
        #expect(all.count { ASCII.lowercased($0) != $0 } == 26)
        #expect(all.filter(UTF8Scalar.isContinuation) == Array(0x80...0xBF))
        let bytes = Array("aé🐟".utf8)
        #expect(UTF8Scalar.end(of: 0, in: bytes, limit: bytes.count) == 1)
        #expect(UTF8Scalar.end(of: 1, in: bytes, limit: bytes.count) == 3)
        #expect(UTF8Scalar.end(of: 3, in: bytes, limit: bytes.count) == 7)
    }
}
