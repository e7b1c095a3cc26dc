import IAM
import Questions
import STS
import SourceText
import Testing
import Workflows

/// A question whose call is that of a workflow's step.
@Suite struct WorkflowQuestionTests {
    private static let workflow = """
        on: {push: {branches: [main]}, pull_request: {}}
        permissions: {id-token: write}
        jobs:
          first:
            runs-on: ubuntu-latest
            environment: ${{ vars.ENVIRONMENT }}
            strategy: {matrix: {role: [A, B]}}
            steps:
              - id: assume
                uses: aws-actions/configure-aws-credentials@v4
                with: {aws-region: eu-west-1, role-to-assume: "arn:aws:iam::222222222222:role/${{ matrix.role }}"}
          second:
            runs-on: ubuntu-latest
            steps:
              - run: aws sts assume-role --role-arn "$ROLE" --role-session-name run1
                env: {ROLE: "${{ secrets.ROLE }}", AWS_ACCESS_KEY_ID: "${{ secrets.KEY }}"}
              - run: |
                  aws sts assume-role --role-arn arn:aws:iam::222222222222:role/A --role-session-name run1
                  aws sts assume-role --role-arn arn:aws:iam::222222222222:role/B --role-session-name run2
                env: {AWS_ACCESS_KEY_ID: "${{ secrets.KEY }}"}
        """

    private func read(
        _ call: String, workflow: String = workflow, policies more: String = ""
    ) -> (Question?, [Diagnostic]) {
        var diagnostics = Diagnostics()
        var none = Diagnostics()
        let file = SourceParser.parse(SourceFile(path: "w.yml", text: workflow), &none)
        let trust = "{Effect: Allow, Principal: \"*\", Action: \"sts:AssumeRole\"}"
        let text = "policies: {trust: {Version: \"2012-10-17\", Statement: \(trust)}\(more)}\ncall: \(call)\n"
        let node = SourceParser.parse(SourceFile(path: "q.yaml", text: text), &diagnostics)
        let library = PolicyLibrary { _, _ in file }
        return (node.flatMap { WorkflowQuestionReader(library: library).read($0, &diagnostics) }, diagnostics.all)
    }

    private static let key = "secrets.KEY: arn:aws:iam::111111111111:user/ci"

    /// The event, the ref and the environment are in the token's subject (GH-3).
    @Test(arguments: [
        ("", "repo:acme/app:ref:refs/heads/main"), ("ref: refs/heads/x,", "repo:acme/app:ref:refs/heads/x"),
        ("event: pull_request,", "repo:acme/app:pull_request"),
        ("environment: production,", "repo:acme/app:environment:production"),
    ])
    func theRunDecidesTheSubject(_ members: String, _ subject: String) throws {
        let environment = members.hasPrefix("environment") ? "" : ", vars.ENVIRONMENT: ''"
        let (question, faults) = read(
            "{workflow: w.yml, job: 'first (role=A)', repository: acme/app, \(members) set: {vars.X: ''\(environment)}}"
        )
        #expect(faults.map(\.message) == [])
        let check = try #require(question).answer().checks.first
        let key = ConditionKey("token.actions.githubusercontent.com:sub")
        #expect(check?.request.context[key] == .single(Text(subject)))
    }

    @Test func theValuesThatAreSetReachTheScript() throws {
        let (question, faults) = read(
            "{workflow: w.yml, job: second, step: step 1, set: {secrets.ROLE: 'arn:aws:iam::222222222222:role/A', \(Self.key)}}"
        )
        #expect(faults.map(\.message) == [])
        let check = try #require(question).answer().checks.first
        #expect(check?.request.principal.name == "arn:aws:iam::111111111111:user/ci")
        #expect(check?.request.resource.text == "arn:aws:iam::222222222222:role/A")
    }

    /// A Deny that nothing asks, and one in the text of a session policy that says nothing, are told as in other questions.
    @Test func whatCountsForNothingIsTold() {
        let deny = "{Version: '2012-10-17', Statement: {Effect: Deny, Action: '*', Resource: '*'}}"
        let policy =
            #"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*","#
            + #""Condition":{"Bool":{"aws:SecureTranspor":"false"}}}}"#
        let workflow = """
            on: push
            permissions: {id-token: write}
            jobs:
              first:
                runs-on: ubuntu-latest
                steps:
                  - uses: aws-actions/configure-aws-credentials@v4
                    with:
                      aws-region: eu-west-1
                      role-to-assume: "arn:aws:iam::222222222222:role/A"
                      inline-session-policy: '\(policy)'
            """
        let (question, faults) = read(
            "{workflow: w.yml, repository: acme/app}", workflow: workflow, policies: ", identity: [\(deny)]")
        #expect(question != nil)
        #expect(faults.map(\.id).sorted() == ["idle-policies", "unknown-key"], "\(faults.map(\.message))")
    }

    @Test(arguments: [
        ("{workflow: w.yml}", "no-single-step"), ("{workflow: w.yml, job: third}", "no-single-step"),
        ("{workflow: w.yml, job: first, repository: acme/app}", "no-single-step"),
        ("{workflow: w.yml, job: second, step: step 1}", "unknown-value"),
        ("{workflow: w.yml, job: second, step: step 2, set: {\(key)}}", "no-single-chain"),
        ("{workflow: w.yml, set: [x]}", "wrong-kind"),
    ])
    func whatIsAmissIsTold(_ call: String, _ id: String) {
        let (question, faults) = read(call)
        #expect(question == nil)
        #expect(faults.map(\.id) == [id], "\(faults.map(\.message))")
    }
}
