/// How names are shown that a file says once and that are told with each case or step: of a long one its beginning and its end, so
/// that what is told grows with the file and not with the product of names and cases or steps.
public enum ShownName {
    /// How many Unicode scalars are shown of a name, such as that of an axis or of a job.
    private static let limit = 200
    /// How many of a line that tells of a case.
    private static let lineLimit = 2_000
    private static let mark = "…"

    /// The name as it is shown.
    public static func shown(_ name: String) -> String { shown(name, limit: limit, ending: 40) }

    /// A line as it is shown.
    public static func line(_ text: String) -> String { shown(text, limit: lineLimit, ending: 200) }

    private static func shown(_ text: String, limit: Int, ending: Int) -> String {
        let scalars = text.unicodeScalars
        // No text has more scalars than bytes.
        guard text.utf8.count > limit, scalars.dropFirst(limit).first != nil else { return text }
        return String(scalars.prefix(limit - ending - 1)) + mark + String(scalars.suffix(ending))
    }
}
