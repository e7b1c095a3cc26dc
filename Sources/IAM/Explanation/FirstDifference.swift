public import SourceText

/// Where a text and a pattern with `*` and `?` part: for showing both, one above the other.
public struct FirstDifference: Sendable, Hashable {
    /// The number of characters of the text before the first one that does not fit.
    public let inText: Int
    /// The number of characters of the pattern that fit.
    public let inPattern: Int

    /// Beyond so many steps no more is looked at: what differs in two texts of many thousand characters nobody reads.
    private static let stepLimit = 1_000_000

    /// Finds how much of a pattern fits at most, and how soon; of long texts as far as a million steps lead.
    /// - Parameter wildcards: whether `*` and `?` are wildcards.
    /// - Returns: `nil` where the pattern matches.
    public init?(between text: Text, and pattern: Text, wildcards: Bool) {
        let text = Array(text.string.unicodeScalars)
        let pattern = Array(pattern.string.unicodeScalars)
        var reached = PatternPlaces(pattern, wildcards: wildcards)
        var best = (text: 0, pattern: reached.last)
        var steps = 0
        for (index, scalar) in text.enumerated() {
            reached.advance(over: scalar)
            guard let last = reached.places.last else { break }
            steps += reached.places.count
            if steps > Self.stepLimit { break }
            if last > best.pattern { best = (index + 1, last) }
        }
        if steps <= Self.stepLimit, reached.places.last == pattern.count { return nil }
        inText = best.text
        inPattern = best.pattern
    }
}

/// The places of a pattern up to which it fits what was read of a text.
private struct PatternPlaces {
    private let pattern: [Unicode.Scalar]
    private let wildcards: Bool
    /// In rising order.
    private(set) var places: [Int]

    init(_ pattern: [Unicode.Scalar], wildcards: Bool) {
        self.pattern = pattern
        self.wildcards = wildcards
        places = []
        places = closed([0])
    }

    var last: Int { places.last ?? 0 }

    mutating func advance(over scalar: Unicode.Scalar) {
        var next: [Int] = []
        for place in places where place < pattern.count {
            let wanted = pattern[place]
            if wildcards, wanted == "*" {
                if next.last != place { next.append(place) }
            } else if wanted == scalar || wildcards && wanted == "?" {
                next.append(place + 1)
            }
        }
        places = closed(next)
    }

    /// The places with those that an empty `*` leads to.
    private func closed(_ starts: [Int]) -> [Int] {
        var all: [Int] = []
        for start in starts {
            var place = start
            while true {
                if all.last.map({ $0 < place }) ?? true { all.append(place) }
                guard wildcards, place < pattern.count, pattern[place] == "*" else { break }
                place += 1
            }
        }
        return all
    }
}
