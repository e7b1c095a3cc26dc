import Testing
import Workflows

/// The members of an object of the expression language.
@Suite struct ExpressionValueTests {
    @Test func aMemberThatIsSetAgainGivesWay() {
        var members = ExpressionValue.Members([("a", .string("1")), ("b", .string("2"))])
        members.set("A", .string("3"))
        #expect(members.all.map(\.name) == ["b", "A"])
        #expect(members["a"] == .string("3"))
        #expect(members == ExpressionValue.Members([("b", .string("2")), ("A", .string("3"))]))
        #expect(members != ExpressionValue.Members([("A", .string("3")), ("b", .string("2"))]))
        #expect(members["c"] == .null)
    }

    @Test func membersThatAreSetAgainAndAgainStayInOrder() {
        var members = ExpressionValue.Members()
        for turn in 0..<100 {
            for name in ["x", "y", "z"] { members.set(name, .number(Double(turn))) }
            members.set("x", .null)
        }
        #expect(members.all.map(\.name) == ["y", "z", "x"])
        #expect(members.all.map(\.value) == [.number(99), .number(99), .null])
        #expect(!members.isEmpty)
        #expect(ExpressionValue.Members().isEmpty)
    }

    @Test func whatIsUnknownIsNamedOnce() {
        let value = ExpressionValue.array([.unknown(["a", "b"]), .unknown(["b", "c"]), .string("x")])
        #expect(value.unknownNames == ["a", "b", "c"])
    }
}
