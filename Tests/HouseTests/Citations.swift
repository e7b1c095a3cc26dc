import TestSupport

/// A place where a text names rules.
struct Citation: Equatable {
    /// The rule, or the first of several.
    let first: RuleID
    /// The last of several.
    var last: RuleID?
    /// A row of the rule's table.
    var row: String?
    let line: Int

    /// The rules that are named, whether they exist or not.
    var ends: [RuleID] { [first] + (last.map { [$0] } ?? []) }

    /// Whether a rule is named, or lies between those that are.
    func covers(_ id: RuleID) -> Bool {
        id == first || last.map { (first...max(first, $0)).contains(id) && id.family == first.family } == true
    }
}

/// Finds the ids of rules in a text, in the forms that people write: `EV-1`, `EV-1 to EV-4`, `PL-72 to 79`, `PL-10…PL-21`,
/// `STS-20/21`, `PL-250 7c`.
struct CitationReader {
    private(set) var citations: [Citation] = []
    private let bytes: [UInt8]
    private static let families = Dictionary(
        uniqueKeysWithValues: RuleID.families.map { (Array($0.name.utf8), $0.name) })
    private static let separators = [" to ", "/", "…", " … ", "–", " – ", " through "].map { Array($0.utf8) }

    init(_ text: String) {
        bytes = Array(text.utf8)
        var line = 1
        var end = 0
        for place in bytes.indices {
            if bytes[place] == UInt8(ascii: "\n") { line += 1 }
            guard place >= end, bytes[place] == UInt8(ascii: "-"), let found = citation(at: place, line: line) else {
                continue
            }
            citations.append(found.citation)
            end = found.end
        }
    }

    private func citation(at hyphen: Int, line: Int) -> (citation: Citation, end: Int)? {
        guard let family = family(before: hyphen), let first = number(at: hyphen + 1) else { return nil }
        let citation = Citation(first: RuleID(family: family, number: first.value), line: line)
        if let (last, end) = last(of: family, at: first.end), last > first.value {
            var several = citation
            several.last = RuleID(family: family, number: last)
            return (several, end)
        }
        guard let row = row(at: first.end) else { return (citation, first.end) }
        var part = citation
        part.row = row
        return (part, first.end)
    }

    private func family(before hyphen: Int) -> String? {
        let start = bytes[..<hyphen].lastIndex { !Self.isCapital($0) }.map { $0 + 1 } ?? 0
        guard hyphen - start <= 3, start == 0 || !Self.isWord(bytes[start - 1]) else { return nil }
        return Self.families[Array(bytes[start..<hyphen])]
    }

    private func number(at start: Int) -> (value: Int, end: Int)? {
        let end = bytes[start...].firstIndex { !Self.isDigit($0) } ?? bytes.count
        guard (1...3).contains(end - start), let value = Int(String(decoding: bytes[start..<end], as: UTF8.self)) else {
            return nil
        }
        return (value, end)
    }

    /// The end of a range: the id once more, or its number alone.
    private func last(of family: String, at place: Int) -> (value: Int, end: Int)? {
        guard let separator = Self.separators.first(where: { bytes[place...].starts(with: $0) }) else { return nil }
        let start = place + separator.count
        let prefix = Array("\(family)-".utf8)
        return number(at: bytes[start...].starts(with: prefix) ? start + prefix.count : start)
    }

    /// The name of a row, a number and a letter.
    private func row(at place: Int) -> String? {
        guard bytes[place...].first == UInt8(ascii: " "), let (_, end) = number(at: place + 1), end < bytes.count,
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[end]),
            end + 1 == bytes.count || !Self.isWord(bytes[end + 1])
        else { return nil }
        return String(decoding: bytes[(place + 1)...end], as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }

    private static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || isCapital(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
    }
}
