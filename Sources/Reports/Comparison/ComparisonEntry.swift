import SourceText

extension ComparisonReport {
    /// One thing that a comparison tells, in the words that all formats share: what is told in one is told in all.
    struct Entry {
        /// The kind as programs name it.
        let id: String
        /// The kind in words.
        let words: String
        /// The file.
        let path: String
        /// The line in the file.
        let line: Int
        /// The case; empty where a file is meant.
        let name: String
        /// The answers as they were and are; `nil` where a reason is told in their place.
        let answers: (was: String, now: String)?
        /// The reason; empty where answers are told.
        let reason: String
        /// Whether it makes the comparison fail.
        let fails: Bool

        /// The file, and the case in it.
        var title: String { name.isEmpty ? path : "\(path): \(name)" }

        /// The answers or the reason, line by line.
        var details: [String] { answers.map { ["was: \($0.was)", "is:  \($0.now)"] } ?? [reason] }
    }

    /// All that is told, in order.
    var entries: [Entry] { changes.map(entry) + notComparable.map(entry) + unseen.map(entry) }

    private func entry(_ change: Change) -> Entry {
        Entry(
            id: change.kind.rawValue, words: change.kind.words, path: change.path, line: change.location?.line ?? 1,
            name: change.name,
            answers: (BriefAnswer.headline(change.before), BriefAnswer.headline(change.after)), reason: "",
            fails: failOn?.isMet(by: change) ?? false)
    }

    /// What cannot be compared may be anything, so that every gate fails.
    private func entry(_ unasked: Unasked) -> Entry {
        Entry(
            id: "not-comparable", words: "not comparable", path: unasked.path, line: unasked.location?.line ?? 1,
            name: unasked.name, answers: nil, reason: unasked.reason, fails: failOn != nil)
    }

    private func entry(_ unseen: Unseen) -> Entry {
        Entry(
            id: unseen.kind.rawValue, words: unseen.kind.words, path: unseen.path, line: 1, name: unseen.name,
            answers: nil, reason: unseen.reason, fails: failOn?.isMet(by: unseen) ?? false)
    }
}
