extension ComparisonReport {
    /// Something that is other than it was, though no answer tells what that comes to.
    public struct Unseen: Sendable {
        /// What it is.
        public let kind: Kind
        /// The file.
        public let path: String
        /// Where the file was before; `nil` where it stands as it did.
        public var formerPath: String?
        /// The name of a case that is gone; empty for files.
        public let name: String
        /// What is known of it.
        public let reason: String
        /// What the change can only do, where that follows from its statements.
        public let effect: StatementDifference.Effect?

        /// Makes one.
        public init(
            _ kind: Kind, path: String, name: String = "", reason: String, effect: StatementDifference.Effect? = nil
        ) {
            self.kind = kind
            self.path = path
            self.name = name
            self.reason = reason
            self.effect = effect
        }

        /// What can be other than it was.
        public enum Kind: String, Sendable, CaseIterable {
            /// Scenarios read the file, and every answer is as before.
            case unmoved = "no-answer-changed"
            /// Answers changed because of the file, but none is allowed now, and the change may allow more.
            case partly = "partly-shown"
            /// The file holds policies, and no scenario reads it.
            case unread = "not-read"
            /// The file was changed, and what it holds cannot be told.
            case unreadable
            /// The file has another name.
            case renamed
            /// The scenario is gone, or is none any more.
            case deletedScenario = "deleted-scenario"
            /// The case is gone, or asks something else.
            case deletedCase = "deleted-case"

            /// The kind in words.
            var words: String {
                switch self {
                case .unmoved: "changed without a changed answer"
                case .partly: "changed beyond what the answers show"
                case .unread: "changed and read by no scenario"
                case .unreadable: "changed and unreadable"
                case .renamed: "renamed"
                case .deletedScenario: "scenario deleted"
                case .deletedCase: "case deleted"
                }
            }
        }
    }

    /// Which of what a comparison finds makes it fail.
    public enum FailOn: String, Sendable, CaseIterable {
        /// What may be allowed now: newly allowed cases, and all that no answer tells of and that may allow more.
        case newlyAllowed = "newly-allowed"
        /// What may be refused now: newly denied cases, and all that no answer tells of and that may refuse more.
        case newlyDenied = "newly-denied"
        /// Whatever is other than it was.
        case any

        func isMet(by change: Change) -> Bool { self == .any || change.kind.rawValue == rawValue }

        /// A change that can only do the opposite of what is looked for is harmless, and so is a mere name.
        func isMet(by unseen: Unseen) -> Bool {
            switch (self, unseen.effect) {
            case (.any, _): true
            case (.newlyAllowed, .takesAway), (.newlyDenied, .addsOnly): false
            case (.newlyDenied, _) where unseen.kind == .partly: false
            case (.newlyAllowed, _), (.newlyDenied, _): unseen.kind != .renamed
            }
        }
    }

    /// Whether a comparison fails.
    public var fails: Bool { entries.contains(where: \.fails) || !allowsWarnings && !warnings.isEmpty }
}
