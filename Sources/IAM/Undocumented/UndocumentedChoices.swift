/// The points that AWS leaves undocumented, each with the reading that was chosen. A question may choose otherwise
/// (`choices`), and an answer that hangs on a point says so (a caveat).
public struct UndocumentedChoices: Sendable, Hashable {
    private var different: UndocumentedPoints = []

    /// The points that are taken to be true.
    private static let standard = UndocumentedPoint.allCases.reduce(into: UndocumentedPoints()) { points, point in
        if point.standard { points.insert(UndocumentedPoints(point)) }
    }

    /// The standard readings.
    public init() {}

    /// Which reading of a point is taken.
    public subscript(point: UndocumentedPoint) -> Bool {
        get { different.contains(UndocumentedPoints(point)) != Self.standard.contains(UndocumentedPoints(point)) }
        set {
            if newValue == Self.standard.contains(UndocumentedPoints(point)) {
                different.remove(UndocumentedPoints(point))
            } else {
                different.insert(UndocumentedPoints(point))
            }
        }
    }

    /// These choices with the other reading of one point.
    public func flipping(_ point: UndocumentedPoint) -> UndocumentedChoices {
        var choices = self
        choices[point].toggle()
        return choices
    }
}

/// Some undocumented points, without any storage on the heap.
public struct UndocumentedPoints: OptionSet, Sendable, Hashable {
    /// A bit for each point, in the order of `UndocumentedPoint`.
    public let rawValue: UInt64

    /// Makes a set of its bits.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// The set of one point.
    public init(_ point: UndocumentedPoint) {
        rawValue = 1 << UInt64(point.rawValue)
    }

    /// All points.
    public static let everything = UndocumentedPoint.allCases.reduce(into: UndocumentedPoints()) {
        $0.formUnion(UndocumentedPoints($1))
    }

    /// The points in the order in which they are declared.
    public var all: [UndocumentedPoint] {
        isEmpty ? [] : UndocumentedPoint.allCases.filter { contains(UndocumentedPoints($0)) }
    }
}

/// How undocumented points are read while one request is decided, and which of them were met on the way.
struct Reading {
    let choices: UndocumentedChoices
    private(set) var met: UndocumentedPoints = []
    /// Whether a key was read, since this was last asked, of which nobody knows the value.
    private var hasMetOpenKey = false

    init(_ choices: UndocumentedChoices = UndocumentedChoices()) {
        self.choices = choices
    }

    /// Which reading of a point is taken; the point counts as met.
    mutating func take(_ point: UndocumentedPoint) -> Bool {
        met.insert(UndocumentedPoints(point))
        return choices[point]
    }

    /// Notes that a key was read of which nobody knows the value.
    mutating func meetOpenKey() {
        hasMetOpenKey = true
    }

    /// Whether what was compared since the last time rests on an open key, as far as anybody can tell.
    mutating func restsOnOpenKey() -> Bool {
        guard hasMetOpenKey else { return false }
        hasMetOpenKey = false
        return true
    }

    /// Notes that the decision may hang on some points.
    mutating func meet(_ points: UndocumentedPoints) {
        met.formUnion(points)
    }
}
