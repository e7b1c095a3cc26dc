import SourceText
import TestSupport
import Testing

@Suite struct SourceParserTests {
    @Test func theNameOfAFileSaysWhatItIs() {
        #expect(SourceParserResult("a: 1", as: "a.yaml").node?["a"]?.string == "1")
        #expect(SourceParserResult("a: 1", as: "a.yml").node?["a"]?.string == "1")
        #expect(SourceParserResult("a: 1", as: "a").node?["a"]?.string == "1")
        MarkedText("↓a: 1").expect("json-syntax", as: "a.json")
    }

    @Test(arguments: ["a.json", "a.yaml"])
    func aFileOfNoBytesIsEmpty(path: String) {
        MarkedText("↓").expect("empty-file", as: path)
    }

    @Test(
        arguments: [
            ([0xFF], 0), ([0x61, 0xC3], 1), ([0x61, 0x0A, 0x62, 0x80, 0x63], 3), ([0xC3, 0xA9, 0xC0, 0x80], 2),
            ([0x61, 0xED, 0xA0, 0x80], 1), ([0xF4, 0x90, 0x80, 0x80], 0), ([0x22, 0xE2, 0x82, 0x22], 1),
            ([UInt8](repeating: 0x20, count: 17) + [0xFF], 17),
            ([UInt8](repeating: 0x20, count: 3) + [0xFF] + [UInt8](repeating: 0x20, count: 20), 3),
        ] as [([UInt8], Int)], ["a.json", "a.yaml"])
    func bytesThatAreNotUTF8AreRefusedWhereTheyStand(input: ([UInt8], Int), path: String) throws {
        var diagnostics = Diagnostics()
        #expect(SourceParser.parse(SourceFile(path: path, bytes: input.0), &diagnostics) == nil)
        let found = try #require(diagnostics.all.first)
        #expect(diagnostics.all.count == 1)
        #expect(found.id == "invalid-utf8")
        #expect(found.location.offset == input.1)
        var others = Diagnostics()
        #expect(SourceParser.parseJSON(SourceFile(path: "(input)", bytes: input.0), &others) == nil)
        #expect(others.all.map(\.id) == ["invalid-utf8"])
    }

    @Test func aHugeFileIsRefusedUnread() {
        func ids(_ size: Int) -> [String] {
            var bytes = [UInt8](repeating: 0x20, count: size)
            bytes[0] = 0x31
            var diagnostics = Diagnostics()
            _ = SourceParser.parse(SourceFile(path: "a.json", bytes: bytes), &diagnostics)
            return diagnostics.all.map(\.id)
        }
        #expect(ids(SourceLimits.bytes) == [])
        #expect(ids(SourceLimits.bytes + 1) == ["too-large"])
    }
}
