import IAM
import SourceText
import Testing

@Suite struct TimestampTests {
    /// Each day of the years 1970 to 2400 follows the one before it, as a calendar kept by hand tells.
    @Test func everyDayFrom1970To2400IsWrittenAndReadBack() {
        var day = 0
        for year in 1970...2400 {
            for (month, length) in Self.lengths(year).enumerated() {
                for number in 1...length {
                    let text = Text("\(year)-\(Self.two(month + 1))-\(Self.two(number))T00:00:00Z")
                    let moment = Timestamp(secondsSinceEpoch: day * 86_400)
                    guard moment.text == text, Timestamp(text) == moment else {
                        Issue.record("day \(day) is \(moment.text), not \(text)")
                        return
                    }
                    day += 1
                }
            }
        }
        #expect(day == 157_420)
    }

    private static func lengths(_ year: Int) -> [Int] {
        let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    }

    private static func two(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (1, "1970-01-01T00:00:01Z"), (86_399, "1970-01-01T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"), (1_577_836_800, "2020-01-01T00:00:00Z"),
            (1_709_210_096, "2024-02-29T12:34:56Z"), (1_767_225_600, "2026-01-01T00:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (-86_400, "1969-12-31T00:00:00Z"),
            (-62_135_596_800, "0001-01-01T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
        ] as [(Int, Text)])
    func momentsAreSecondsSinceTheEpoch(_ seconds: Int, _ text: Text) {
        #expect(Timestamp(text)?.secondsSinceEpoch == seconds)
        #expect(Timestamp(secondsSinceEpoch: seconds).text == text)
    }

    /// The first and the last second there are can be written.
    @Test(arguments: [Int.min, Int.min + 1, Int.max])
    func anySecondHasAText(seconds: Int) {
        #expect(!Timestamp(secondsSinceEpoch: seconds).text.isEmpty)
    }

    /// PL-135 to PL-138: all forms of conditions, within the years of four digits.
    @Test(
        arguments: [
            ("2020-01-01", 1_577_836_800), ("2020-01-01T01:00:00+01:00", 1_577_836_800), ("1577836800", 1_577_836_800),
            ("2020-01-01T00:00:00.5Z", 1_577_836_800), ("253402300800", nil), ("-1", nil), ("soon", nil),
        ] as [(Text, Int?)])
    func momentsInTheFormsOfConditions(_ text: Text, _ seconds: Int?) {
        #expect(Timestamp(conditionValue: text)?.secondsSinceEpoch == seconds)
    }

    @Test(
        arguments: [
            "", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01 00:00:00Z", "2026-01-01T00:00:00z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z", "2026-04-31T00:00:00Z",
            "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
            "2026-01-01T00:00:60Z", "2026-01-01T00:00:00+00", "+026-01-01T00:00:00Z", "2026-01-01T00:00:0 Z",
            "2026-01-01T00:00:00.0Z", "2026-1-01T00:00:000Z",
        ] as [Text])
    func otherFormsAreRefused(_ text: Text) {
        #expect(Timestamp(text) == nil)
    }

    @Test func momentsAreOrderedAndCanBeMovedOn() {
        let moment = Timestamp(secondsSinceEpoch: 100)
        #expect(moment.adding(seconds: 3_600).secondsSinceEpoch == 3_700)
        #expect(moment < moment.adding(seconds: 1))
        #expect(!(moment < moment))
    }
}
