/// A version of the credentials action, as far as versions differ. <https://github.com/aws-actions/configure-aws-credentials>
public struct ActionVersion: Sendable, Hashable, Comparable {
    /// The first number.
    public let major: Int
    /// The second number.
    public let minor: Int

    /// A version by its numbers.
    public init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// The newest version that is known, in November 2026.
    public static let newest = ActionVersion(6, 2)

    /// What the tags of major versions alone stand for, which move.
    private static let moving = [1: 7, 2: 2, 3: 0, 4: 3, 5: 1, 6: 2]

    /// Reads what stands behind `@`.
    /// - Parameter remark: the comment behind it, which tells the version of a commit.
    /// - Returns: the version, and whether it is only supposed to be the newest.
    public static func read(_ reference: String, remark: String?) -> (version: ActionVersion, isKnown: Bool) {
        for text in [reference, remark ?? ""] {
            if let version = version(of: text) { return (version, true) }
        }
        return (newest, false)
    }

    /// `v4`, `v4.1`, `v4.1.0`, `v1-node16`; `nil` for branches and commits.
    private static func version(of text: String) -> ActionVersion? {
        let word = text.prefix { $0 != " " && $0 != "-" }
        guard word.first == "v" || word.contains(".") else { return nil }
        let numbers = word.drop { $0 == "v" }.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard let first = numbers.first, let major = first, major >= 1, !numbers.contains(nil) else { return nil }
        guard major <= newest.major else { return newest }
        let minor = numbers.count > 1 ? numbers[1] ?? 0 : moving[major] ?? 0
        return ActionVersion(major, minor)
    }

    /// Orders versions by their numbers.
    public static func < (left: ActionVersion, right: ActionVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}
