public import SourceText

/// Something told point by point, with points within points; how it looks is the format's business.
public struct Outline: Sendable {
    /// One point.
    public indirect enum Point: Sendable {
        /// A sentence.
        case text(String)
        /// A value under a name.
        case pair(String, String)
        /// Lines of a file around a place.
        case source(SourceLocation)
        /// Text that must stay as it is, such as JSON.
        case verbatim(String)
        /// A unified diff, which other programs read: it begins at the first column, wherever it stands.
        case diff(String)
        /// A heading with points below it.
        case group(String, [Point])
    }

    /// The points.
    public var points: [Point]

    /// Makes an outline.
    public init(_ points: [Point]) {
        self.points = points
    }
}
