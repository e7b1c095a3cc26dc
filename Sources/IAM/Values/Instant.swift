import SourceText

/// A moment as policies and requests write it: a form of ISO 8601, or whole seconds since the epoch (PL-135 to PL-138).
/// Fractions count to the nanosecond.
struct Instant: Sendable, Comparable {
    private let seconds: Int
    private let nanoseconds: Int

    /// Reads a moment; `nil` from anything else (PL-140).
    /// - Parameter yearsAreEpochs: whether four digits are seconds since the epoch and no year (PL-138).
    init?(_ text: Text, yearsAreEpochs: Bool = true) {
        if let digits = Self.epochDigits(text), yearsAreEpochs || !Self.isYear(text) {
            guard let seconds = Int(digits.string) else { return nil }
            self.seconds = seconds
            nanoseconds = 0
            return
        }
        var parser = DateParser(text)
        guard let moment = parser.parse() else { return nil }
        (seconds, nanoseconds) = moment
    }

    /// Whether a text is four digits, which could be a year or an epoch (PL-138).
    static func isYear(_ text: Text) -> Bool { text.count == 4 && text.isDigits }

    /// The digits of an epoch; a `+` may stand before them (PL-138).
    private static func epochDigits(_ text: Text) -> Text? {
        let digits = text.hasPrefix("+") ? text[1...] : text
        return digits.isDigits ? digits : nil
    }

    /// The moment in whole seconds; `nil` outside the years that are written with four digits.
    var timestamp: Timestamp? {
        (-62_167_219_200...253_402_300_799).contains(seconds) ? Timestamp(secondsSinceEpoch: seconds) : nil
    }

    /// Orders moments by time.
    static func < (left: Instant, right: Instant) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}

/// Reads `YYYY[-MM[-DD[Thh:mm[:ss[.s…]][zone]]]]`; a zone is `Z` or an offset, and without one the time is UTC (PL-136,
/// PL-137). <https://www.w3.org/TR/NOTE-datetime>
private struct DateParser {
    private let text: Text
    private var index = 0

    init(_ text: Text) {
        self.text = text
    }

    mutating func parse() -> (seconds: Int, nanoseconds: Int)? {
        guard let year = digits(4) else { return nil }
        let month = skip("-") ? digits(2) : isAtEnd ? 1 : nil
        guard let month, (1...12).contains(month) else { return nil }
        let day = skip("-") ? digits(2) : isAtEnd ? 1 : nil
        guard let day, day >= 1, day <= Timestamp.days(inMonth: month, of: year) else { return nil }
        let days = Timestamp.daysSinceEpoch(year: year, month: month, day: day)
        if isAtEnd { return (days * 86_400, 0) }
        guard skip("T") || skip("t"), let clock = parseClock(), let offset = parseZone(), isAtEnd else { return nil }
        return (days * 86_400 + clock.seconds - offset, clock.nanoseconds)
    }

    private mutating func parseClock() -> (seconds: Int, nanoseconds: Int)? {
        guard let hour = digits(2), hour < 24, skip(":"), let minute = digits(2), minute < 60 else { return nil }
        guard skip(":") else { return (hour * 3_600 + minute * 60, 0) }
        guard let second = digits(2), second < 60 else { return nil }
        var nanoseconds = 0
        if skip(".") {
            guard let fraction = parseFraction() else { return nil }
            nanoseconds = fraction
        }
        return (hour * 3_600 + minute * 60 + second, nanoseconds)
    }

    private mutating func parseFraction() -> Int? {
        var value = 0
        var count = 0
        while index < text.count, ASCII.isDigit(text[index]) {
            if count < 9 { value = value * 10 + Int(text[index] - 0x30) }
            count += 1
            index += 1
        }
        guard count > 0 else { return nil }
        for _ in count..<max(count, 9) { value *= 10 }
        return value
    }

    /// Seconds east of UTC: of `Z`, `+hh:mm`, `+hhmm` or `+hh`; 0 where nothing is said.
    private mutating func parseZone() -> Int? {
        if isAtEnd || skip("Z") || skip("z") { return 0 }
        let isWest = skip("-")
        guard isWest || skip("+"), let hours = digits(2), hours < 24 else { return nil }
        var minutes = 0
        if skip(":") || !isAtEnd {
            guard let value = digits(2), value < 60 else { return nil }
            minutes = value
        }
        return (hours * 3_600 + minutes * 60) * (isWest ? -1 : 1)
    }

    private var isAtEnd: Bool { index == text.count }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard index < text.count, text[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func digits(_ count: Int) -> Int? {
        guard index + count <= text.count, text[index..<index + count].isDigits else { return nil }
        var value = 0
        for _ in 0..<count {
            value = value * 10 + Int(text[index] - 0x30)
            index += 1
        }
        return value
    }
}
