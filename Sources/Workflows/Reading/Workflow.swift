public import SourceText

/// A workflow of GitHub Actions. <https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax>
public struct Workflow: Sendable {
    /// The file.
    public let file: SourceFile
    /// The workflow's name; the file's path where it has none.
    public let name: String
    /// What starts it.
    public let triggers: [Trigger]
    /// The environment of all jobs, as it was written.
    public let env: [Setting]
    /// Whether jobs may ask for an OpenID Connect token, where the workflow says it.
    public let mayRequestToken: Bool?
    /// The jobs in the order of the file.
    public let jobs: [Job]
    /// What a workflow that calls this one gets to know.
    public let outputs: [Setting]

    /// An event that starts a workflow.
    public struct Trigger: Sendable {
        /// The event, such as `push`.
        public let event: String
        /// The patterns of branches that it is limited to, if it is.
        public let branches: [String]
        /// The patterns of branches on which it does not run.
        public let ignoredBranches: [String]
        /// The patterns of tags that it is limited to, if it is.
        public let tags: [String]
        /// The inputs that it takes.
        public let inputs: [Input]
    }

    /// An input of a workflow or an action.
    public struct Input: Sendable {
        /// The name.
        public let name: String
        /// The value where none is given.
        public let standard: Node?
        /// The kind of its values, such as `boolean`, where the file says it.
        public let type: String?
        /// Whether it must be given.
        public let isRequired: Bool
    }

    /// A name and a value that may hold expressions.
    public struct Setting: Sendable {
        /// The name.
        public let name: String
        /// The value.
        public let value: Node
    }
}

/// A job of a workflow.
public struct Job: Sendable {
    /// The job's id.
    public let id: String
    /// The condition under which it runs.
    public let condition: Node?
    /// The machine that it runs on.
    public let runsOn: Node?
    /// The environment that it deploys to, by name.
    public let environment: Node?
    /// Whether it may ask for an OpenID Connect token, where the job says it.
    public let mayRequestToken: Bool?
    /// The environment of its steps.
    public let env: [Workflow.Setting]
    /// The values of its matrix.
    public let matrix: Node?
    /// The jobs that come before it, by their ids.
    public let needs: [Node]
    /// The workflow that it calls, in place of steps.
    public let uses: Node?
    /// The inputs of that workflow.
    public let with: [Workflow.Setting]
    /// The secrets that it hands on to that workflow.
    public let secrets: Secrets
    /// What the jobs behind it get to know.
    public let outputs: [Workflow.Setting]
    /// Whether the jobs behind it run although it fails.
    public let continuesOnError: Node?
    /// Its steps.
    public let steps: [Step]
    /// Where it stands.
    public let location: SourceLocation
}

/// The secrets that a job hands on to a workflow that it calls.
public enum Secrets: Sendable {
    /// All that the workflow has.
    case inherited
    /// Those that are listed.
    case listed([Workflow.Setting])
}

/// A composite action: steps in a file of their own.
/// <https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax>
public struct CompositeAction: Sendable {
    /// The file.
    public let file: SourceFile
    /// The inputs that it takes.
    public let inputs: [Workflow.Input]
    /// What the steps behind it get to know.
    public let outputs: [Workflow.Setting]
    /// Its steps.
    public let steps: [Step]
}

/// A step of a job, or of a composite action.
public struct Step: Sendable {
    /// The place among the steps, counted from 1.
    public let number: Int
    /// The step's id.
    public let id: String?
    /// The step's name.
    public let name: Node?
    /// The condition under which it runs.
    public let condition: Node?
    /// The action that it uses.
    public let uses: Node?
    /// The remark behind that action, such as `v4.1.0` behind a commit's number.
    public let remark: String?
    /// The script that it runs.
    public let run: Node?
    /// Whether it runs in another folder than that of the repository.
    public let isElsewhere: Bool
    /// Whether the steps behind it run although it fails.
    public let continuesOnError: Node?
    /// The shell that runs it, where the step or the defaults name one.
    public let shell: String?
    /// The inputs of the action.
    public let with: [Workflow.Setting]
    /// Its environment.
    public let env: [Workflow.Setting]
    /// Where it stands.
    public let location: SourceLocation
}
