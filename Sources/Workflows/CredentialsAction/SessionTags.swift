/// The tags that the credentials action puts on a session (CAC-10 to CAC-12).
public struct SessionTags: Sendable {
    private let version: ActionVersion

    /// The tags of a version.
    public init(_ version: ActionVersion) {
        self.version = version
    }

    /// A tag, and the variable from which its value comes; no variable where it is always the same.
    public struct Source: Sendable, Hashable {
        /// The tag's key.
        public let key: String
        /// The variable of the environment.
        public let variable: String
    }

    /// The tags besides `GitHub`, in the order in which they are sent; those of variables that are empty are left out from
    /// `Branch` on.
    public var sources: [Source] {
        let old = [
            ("Repository", "GITHUB_REPOSITORY"), ("Workflow", "GITHUB_WORKFLOW"), ("Action", "GITHUB_ACTION"),
            ("Actor", "GITHUB_ACTOR"), ("Commit", "GITHUB_SHA"), ("Branch", "GITHUB_REF"),
        ]
        let new = [
            ("EventName", "GITHUB_EVENT_NAME"), ("BaseRef", "GITHUB_BASE_REF"), ("HeadRef", "GITHUB_HEAD_REF"),
            ("RunId", "GITHUB_RUN_ID"), ("Job", "GITHUB_JOB"), ("TriggeringActor", "GITHUB_TRIGGERING_ACTOR"),
        ]
        let all = version >= ActionVersion(6, 2) ? old + new : old
        return all.map { Source(key: $0.0, variable: $0.1) }
    }

    /// The value of a tag as it is sent (CAC-12).
    public func sanitized(_ value: String, of key: String) -> String {
        if version.major <= 2 {
            switch key {
            case "Workflow": return Self.cut(Self.replacing(value, unless: Self.isOfOldClass))
            case "Actor": return String(value.map { $0 == "[" || $0 == "]" ? "_" : $0 })
            default: return value
            }
        }
        let isCleaned = version >= ActionVersion(6, 2) || ["Workflow", "Actor", "Branch"].contains(key)
        return isCleaned ? Self.cut(Self.replacing(value, unless: Self.isOfTags)) : value
    }

    /// One `_` for each character that a tag may not have.
    private static func replacing(_ text: String, unless allows: (Unicode.Scalar) -> Bool) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { allows($0) ? $0 : "_" }))
    }

    /// The first 256 units of UTF-16, but no half characters.
    private static func cut(_ text: String) -> String {
        guard text.utf16.count > 256 else { return text }
        return String(decoding: text.utf16.prefix(256), as: UTF16.self)
    }

    private static func isLetterSpaceOrNumber(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .spaceSeparator, .lineSeparator, .paragraphSeparator, .decimalNumber, .letterNumber, .otherNumber:
            true
        default: false
        }
    }

    private static func isOfTags(_ scalar: Unicode.Scalar) -> Bool {
        isLetterSpaceOrNumber(scalar) || "_.:/=+-@".unicodeScalars.contains(scalar)
    }

    /// The class of the first versions, which by accident has the range from `.` to `@` in it.
    private static func isOfOldClass(_ scalar: Unicode.Scalar) -> Bool {
        isLetterSpaceOrNumber(scalar) || "_:/=+-".unicodeScalars.contains(scalar)
            || ("."..."@").contains(scalar)
    }
}
