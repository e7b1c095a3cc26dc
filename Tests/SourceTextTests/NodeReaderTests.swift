import SourceText
import TestSupport
import Testing

@Suite struct NodeReaderTests {
    /// Reads a marked mapping, and expects complaints with these ids at the marks.
    private func expect(
        _ marked: String, _ ids: String..., sourceLocation: Testing.SourceLocation = #_sourceLocation,
        read: (NodeReader, inout Diagnostics) -> Void
    ) throws {
        let text = MarkedText(marked)
        var diagnostics = Diagnostics()
        let node = try #require(SourceParser.parse(text.file("a.yaml"), &diagnostics))
        if let reader = NodeReader(node, "an account", &diagnostics) { read(reader, &diagnostics) }
        text.expect(ids, in: diagnostics, sourceLocation: sourceLocation)
    }

    @Test(arguments: ["↓[a]", "↓a", "↓~", "↓1", "↓true"])
    func onlyMappingsAreRead(text: String) throws {
        try expect(text, "wrong-kind") { _, _ in Issue.record("no mapping") }
    }

    @Test func unknownMembersAreToldWithTheNearestName() throws {
        try expect("id: 1\n↓roels: {}\n↓zzz: 1\n", "unknown-member", "unknown-member") { reader, diagnostics in
            reader.allow(only: ["id", "roles", "users"], &diagnostics)
            #expect(
                diagnostics.all.map(\.message) == [
                    "unknown member `roels` in an account; did you mean `roles`?", "unknown member `zzz` in an account",
                ])
        }
    }

    @Test func membersOfLaterVersionsAreRefused() throws {
        try expect("id: 1\n↓steps: {}\n", "not-supported-yet") { reader, diagnostics in
            reader.allow(only: ["id", "steps"], &diagnostics)
            reader.refuse(notYet: ["steps"], &diagnostics)
        }
    }

    @Test func nullIsAsGoodAsMissing() throws {
        try expect("id: ~\nname: ''\n") { reader, _ in
            #expect(reader["id"] == nil)
            #expect(reader["other"] == nil)
            #expect(reader["name"]?.string == "")
        }
    }

    @Test func aMissingMemberIsToldAtTheMapping() throws {
        try expect("↓name: x\n", "missing-member") { reader, diagnostics in
            #expect(reader.required("name", &diagnostics)?.string == "x")
            #expect(reader.required("id", &diagnostics) == nil)
            #expect(diagnostics.all.first?.message == "an account has no `id`")
        }
        try expect("↓{id: null}", "missing-member") { #expect($0.required("id", &$1) == nil) }
    }

    @Test func textKeepsTheSpellingOfNumbersAndBooleans() throws {
        try expect("a: 010\nb: 10.0\nc: true\nd: ↓[x]\n", "wrong-kind") { reader, diagnostics in
            #expect(reader.text("a", &diagnostics) == "010")
            #expect(reader.text("b", &diagnostics) == "10.0")
            #expect(reader.text("c", &diagnostics) == "true")
            #expect(reader.text("d", &diagnostics) == nil)
            #expect(reader.text("e", &diagnostics) == nil)
        }
    }

    @Test func textsAreAScalarOrAList() throws {
        try expect("a: x\nb: [y, 1, ↓{}, ↓~]\nc: []\n", "wrong-kind", "wrong-kind") { reader, diagnostics in
            #expect(reader["a"]?.expectTexts("`a`", &diagnostics) == ["x"])
            #expect(reader["b"]?.expectTexts("`b`", &diagnostics) == ["y", "1"])
            #expect(reader["c"]?.expectTexts("`c`", &diagnostics) == [])
        }
    }

    @Test func integersLieInARange() throws {
        let text = "a: 900\nb: '901'\nc: ↓899\nd: ↓43201\ne: ↓1e3\nf: ↓x\ng: ↓[1]\nh: ↓99999999999999999999\ni: ↓~\n"
        let ids = Array(repeating: "wrong-value", count: 7)
        let marked = MarkedText(text)
        var diagnostics = Diagnostics()
        let node = try #require(SourceParser.parse(marked.file("a.yaml"), &diagnostics))
        let values = node.members.map { $0.value.expectInteger("`\($0.name)`", in: 900...43200, &diagnostics) }
        #expect(values == [900, 901] + Array(repeating: nil, count: 7))
        marked.expect(ids, in: diagnostics)
        #expect(diagnostics.all.first?.message == "expected a whole number from 900 to 43200 for `c`")
    }

    @Test func booleansAreNoStrings() throws {
        try expect("a: true\nb: false\nc: ↓'true'\nd: ↓yes\n", "wrong-value", "wrong-value") { reader, diagnostics in
            let values = reader.node.members.map { $0.value.expectBoolean("`\($0.name)`", &diagnostics) }
            #expect(values == [true, false, nil, nil])
        }
    }
}
