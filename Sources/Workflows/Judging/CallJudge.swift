import IAM
public import Questions
public import STS
public import SourceText

/// Asks what becomes of a call that a workflow makes, by the accounts and policies of a question.
public final class CallJudge {
    private let base: Node?
    private let library: PolicyLibrary
    private let organization: Organization?
    /// What became of calls that were judged before: the jobs of a matrix ask the same again and again.
    private var known: NameMap<Verdict> = [:]

    /// Makes a judge.
    /// - Parameter base: a question's accounts and documents, its `extends` resolved.
    public init(base: Node?, library: PolicyLibrary, _ diagnostics: inout Diagnostics) {
        self.base = base
        self.library = library
        organization = base.flatMap { NodeReader($0, "the accounts", &diagnostics) }.map { reader in
            OrganizationReader(documents: reader["documents"], library: library).read(reader, &diagnostics).0
        }
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
        let chain = CallChain([call], in: organization)
        guard chain.unknown.isEmpty else { return .unknown(chain.unknown) }
        let text = JSONWriter.text(chain.question)
        if let verdict = known[text] { return verdict }
        var diagnostics = Diagnostics()
        let verdict =
            question(chain, &diagnostics).map { Verdict.answered($0.answer(explaining: true)) }
            ?? .unreadable(diagnostics.all)
        known[text] = verdict
        return verdict
    }

    /// The question whether a chain of calls is allowed.
    func question(_ chain: CallChain, _ diagnostics: inout Diagnostics) -> Question? {
        let file = SourceFile(path: "(workflow)", text: JSONWriter.text(chain.question))
        guard let node = JSONParser.parse(file, &diagnostics) else { return nil }
        let question = base.map { $0.overlaidAsQuestion(with: node) } ?? node
        return QuestionReader(library: library).read(question, &diagnostics)
    }

    /// The question whether all calls of a step are allowed, where each goes on from those before.
    func question(of calls: [PredictedCall], at place: Node, _ diagnostics: inout Diagnostics) -> Question? {
        let chain = CallChain(calls, in: organization)
        guard chain.unknown.isEmpty else {
            diagnostics.error(
                "unknown-value",
                "the calls of the step hang on what nobody tells: \(chain.unknown.joined(separator: ", ")); "
                    + "`set` supplies values", at: place.location)
            return nil
        }
        return question(chain, &diagnostics)
    }
}
