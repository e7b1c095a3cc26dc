import IAM
public import Questions
public import STS
public import SourceText

/// Asks what becomes of a call that a workflow makes, by the accounts and policies of a question.
public final class CallJudge {
    private let base: QuestionBase
    /// Where it is told that a call names what does not exist, of which only the words are shown.
    private static let place = SourceLocation(file: SourceFile(path: "(workflow)", text: ""), offset: 0, end: 0)
    /// What became of calls that were judged before: the jobs of a matrix ask the same again and again.
    private var known: [Key: Verdict] = [:]

    /// The calls of a chain, by what they ask for.
    private struct Key: Hashable {
        let caller: Text?
        let region: [Text?]
        let wishes: [PredictedCall.Wish]
    }

    /// Makes a judge.
    /// - Parameter base: a question's accounts and documents, its `extends` resolved; `nil` where there are none.
    public init(base: Node?, library: PolicyLibrary, _ diagnostics: inout Diagnostics) {
        self.base =
            base.flatMap { QuestionReader(library: library).readBase($0, &diagnostics) }
            ?? QuestionBase(library: library)
    }

    /// What becomes of a call.
    public enum Verdict: Sendable {
        /// The answer; of a call that goes on from others, that of the whole chain.
        case answered(Answer)
        /// The call hangs on what nobody tells, by these names.
        case unknown([String])
        /// The question that the call comes to cannot be read.
        case unreadable([Diagnostic])

        /// The decision of the answer; `nil` where there is none.
        public var decision: Outcome? {
            if case .answered(let answer) = self { answer.decision } else { nil }
        }
    }

    /// Judges a call.
    public func verdict(on call: PredictedCall) -> Verdict {
        let chain = CallChain([call], in: base.world)
        guard chain.unknown.isEmpty else { return .unknown(chain.unknown) }
        let key = Key(caller: chain.caller, region: chain.regions, wishes: chain.wishes)
        if let verdict = known[key] { return verdict }
        var diagnostics = Diagnostics()
        let verdict =
            question(chain, at: Self.place, &diagnostics).map { Verdict.answered($0.answer(explaining: true)) }
            ?? .unreadable(diagnostics.all)
        known[key] = verdict
        return verdict
    }

    private func question(
        _ chain: CallChain, at place: SourceLocation, _ diagnostics: inout Diagnostics
    ) -> Question? {
        base.question(asking: chain.all, by: chain.caller, at: place, &diagnostics)
    }

    /// The question whether all calls of a step are allowed, where each goes on from those before.
    func question(of calls: [PredictedCall], at place: Node, _ diagnostics: inout Diagnostics) -> Question? {
        let chain = CallChain(calls, in: base.world)
        guard chain.unknown.isEmpty else {
            diagnostics.error(
                "unknown-value",
                "the calls of the step hang on what nobody tells: \(chain.unknown.joined(separator: ", ")); "
                    + "`set` supplies values", at: place.location)
            return nil
        }
        return question(chain, at: place.location, &diagnostics)
    }
}
