public import SourceText

/// What one step was found to do.
public struct PredictedStep: Sendable {
    /// The job's id, with its matrix values where it has any; behind those of the jobs that call its workflow.
    public let job: String
    /// The step's id, else its name, else its number; behind those of the steps that use its action.
    public let step: String
    /// Where the step stands.
    public let location: SourceLocation
    /// The calls, in order.
    public var calls: [PredictedCall] = []
    /// The call of `calls` with a token, made with each other form that the token's subject may have (GH-3, GH-5).
    var otherForms: [(form: TokenClaims.Form, call: PredictedCall)] = []
    /// The place of its job's run among all.
    var jobRun = 0
    /// When it runs.
    var condition = RunCondition()
    /// Why it fails though no call is refused; the steps behind it are not reached.
    var ending: String?
    /// Whether the steps behind it run although it fails.
    var continuesOnError = false
    /// How the step would pass no session tags.
    public var untagging: String?
    /// The step ends with an error before it calls STS.
    public var failure: Failure?
    /// What was supposed, or could not be followed.
    public var notes: [String] = []

    /// A step of which nothing is known yet but its name.
    init(job: String, step: String, location: SourceLocation) {
        self.job = ShownName.shown(job)
        self.step = ShownName.shown(step)
        self.location = location
    }

    /// An error that is not one of AWS.
    public struct Failure: Sendable {
        /// Whether GitHub does not even start the workflow; else the step itself fails.
        public let isOfWorkflow: Bool
        /// What is printed.
        public let message: String
    }
}

/// A job as it runs: once for each combination of its matrix.
struct JobRun: Sendable {
    /// The runs that it needs itself, by their places; what they need comes before them.
    let needs: [Int]
    /// The run that calls its workflow, if one does: where that does not run, it does not either.
    let caller: Int?
    /// The runs of the workflow that it calls: where one fails, it fails.
    var called: [Int] = []
    /// When it runs.
    var condition = RunCondition()
    /// Whether those behind it run although it fails.
    var continuesOnError: Bool
}
