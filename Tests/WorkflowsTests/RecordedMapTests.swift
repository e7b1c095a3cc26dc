import SourceText
import Testing

@testable import Workflows

/// Where ways through a script meet again, only what was set on them is compared.
@Suite struct RecordedMapTests {
    @Test func onlyWhatWasSetOnSomeWayIsCompared() {
        var before = RecordedMap<Int>()
        for index in 0..<100 { before["v\(index)"] = index }
        let fork = before.changeCount
        var (left, right) = (before, before)
        left["v1"] = 7
        left["new"] = 1
        right["v1"] = 8
        right["v2"] = nil
        var compared: [String] = []
        left.merge([right], since: fork) { name, values in
            compared.append(name)
            return values.contains(nil) ? nil : 0
        }
        #expect(compared == ["new", "v1", "v2"])
        #expect(left["v1"] == 0)
        #expect(left["v2"] == nil)
        #expect(left["new"] == nil)
        #expect(left["v3"] == 3)
    }

    @Test func takingAwayWhatIsNotThereChangesNothing() {
        var map = RecordedMap<Int>()
        map["a"] = nil
        #expect(map.changeCount == 0)
    }

    @Test func namesAreComparedByBytes() {
        var map = RecordedMap<Int>()
        map["\u{E9}"] = 1
        map["e\u{301}"] = 2
        #expect(map.changed(since: 0).count == 2)
    }
}
