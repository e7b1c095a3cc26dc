import IAM
import SourceText
import Testing

@Suite struct RequestContextTests {
    private static let origins: [ContextOrigin] = [.assumed, .derived, .given]

    /// PL-228 ff.: what is given wins over what is derived, and that over what is assumed, in whatever order they come.
    @Test func theWeightierOriginWins() {
        for first in Self.origins {
            for second in Self.origins {
                var context = RequestContext()
                context.set("k:v", "first", first)
                context.set("K:V", "second", second)
                #expect(context["k:v"] == .single(second >= first ? "second" : "first"))
                #expect(context.entry("k:v")?.origin == max(first, second))
                #expect(context.entries.count == 1)
            }
        }
    }

    /// PL-3, PL-104, PL-105: the name keeps its spelling.
    @Test func keysAreFoundInAnyCase() {
        var context = RequestContext()
        context.set("aws:RequestTag/Team", "red")
        #expect(context["AWS:requesttag/TEAM"] == .single("red"))
        #expect(context["aws:RequestTag/Teams"] == nil)
        #expect(context.entry("aws:requesttag/team")?.key.spelling == "aws:RequestTag/Team")
        #expect(ConditionKey("A:B") == "a:b")
        #expect(ConditionKey(prefix: "aws:RequestTag/", tag: "Team").description == "aws:RequestTag/Team")
    }

    /// PL-1: one value and a list of it are two things, which conditions tell apart (PL-181).
    @Test func aListOfOneIsNoSingleValue() {
        var context = RequestContext()
        context.set("k:text", "a")
        context.set("k:list", .list(["a"]), .derived)
        #expect(context["k:text"] == .single("a"))
        #expect(context["k:text"] != context["k:list"])
    }

    /// PL-108: an empty value is not an absent one.
    @Test func emptyIsNotAbsent() {
        var context = RequestContext()
        context.set("k:text", "")
        context.set("k:list", .list([]), .derived)
        #expect(context["k:text"] == .single(""))
        #expect(context["k:list"] == .list([]))
        #expect(context["k:none"] == nil)
        #expect(ContextValue.list(["a"]) != .single("a"))
        #expect(ContextValue.list(["a", "b"]).texts == ["a", "b"])
        #expect(ContextValue.single("a").texts == ["a"])
    }

    /// The checks of a call share a base, and lay their own keys over it.
    @Test func aSealedContextIsABaseForOthers() {
        var base = RequestContext()
        base.set("k:given", .single("a"), .given)
        base.set("k:derived", "b")
        base.set("k:assumed", "c", .assumed)
        let sealed = base.sealed
        var one = sealed
        var other = sealed
        one.set("K:Derived", "x")
        one.set("k:given", "x")
        one.set("k:assumed", "x")
        other.set("k:derived", "y", .assumed)
        #expect(one["k:given"] == .single("a"))
        #expect(one["k:derived"] == .single("x"))
        #expect(one["k:assumed"] == .single("x"))
        #expect(other["k:derived"] == .single("b"))
        #expect(sealed["k:assumed"] == .single("c"))
        #expect(one.entries.map(\.key) == ["k:given", "k:derived", "k:assumed"])
        #expect(one.sealed.entries == one.entries)
        #expect(sealed.entries == base.entries)
    }
}

@Suite struct TagsTests {
    /// STS-92, SES-4.
    @Test func keysDifferingInCaseAreOneTag() {
        let tags = Tags([Tag(key: "Team", value: "a"), Tag(key: "cost", value: "1"), Tag(key: "team", value: "b")])
        #expect(tags.all == [Tag(key: "cost", value: "1"), Tag(key: "team", value: "b")])
        #expect(tags.tag("TEAM")?.value == "b")
        #expect(tags.tag("teams") == nil)
        let laid = tags.overlaid(with: Tags([Tag(key: "COST", value: "2")]))
        #expect(laid.all.map(\.key) == ["team", "COST"])
        #expect(Tags().isEmpty)
        #expect(!tags.isEmpty)
    }

    @Test func amongManyKeysEachIsFound() {
        var context = RequestContext()
        for number in 0..<200 { context.set(ConditionKey(Text("k:v\(number)")), Text("\(number)")) }
        for number in 0..<200 { context.set(ConditionKey(Text("K:V\(number)")), Text("again \(number)"), .given) }
        #expect(context.entries.count == 200)
        let sealed = context.sealed
        for number in 0..<200 {
            #expect(sealed[ConditionKey(Text("k:V\(number)"))] == .single(Text("again \(number)")))
        }
        #expect(sealed["k:v200"] == nil)
    }
}
