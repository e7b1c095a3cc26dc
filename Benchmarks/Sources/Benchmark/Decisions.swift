import Foundation
import IAM
import Questions
import STS
import SourceText

/// Reads questions from text.
enum Questions {
    static func node(_ text: String) -> Node {
        var diagnostics = Diagnostics()
        guard let node = JSONParser.parse(SourceFile(path: "benchmark.json", text: text), &diagnostics) else {
            fatal(diagnostics)
        }
        return node
    }

    static func question(_ text: String) -> Question {
        var diagnostics = Diagnostics()
        let library = PolicyLibrary { _, _ in nil }
        guard let question = QuestionReader(library: library).read(node(text), &diagnostics) else {
            fatal(diagnostics)
        }
        return question
    }

    private static func fatal(_ diagnostics: Diagnostics) -> Never {
        for diagnostic in diagnostics.all { print(diagnostic.rendered) }
        exit(1)
    }
}

/// (a) The question that began the project: the action with tagging against policies that were repaired.
enum SeedBenchmark {
    private static let role = "arn:aws:iam::210987654321:role/GitHubActionsDeploymentRole"
    private static let caller = "arn:aws:iam::123938354448:user/github-actions/github-actions-deployer"
    private static let condition = #"{"StringEquals": {"sts:ExternalId": "avesa-github-actions-2024"}}"#

    static let question = Questions.question(
        """
        {"policies": {
          "identity": [{"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"], "Resource": "\(role)", \
        "Condition": \(condition)},
            {"Effect": "Allow", "Action": ["sts:TagSession"], "Resource": "*", "Condition": {"StringEquals": \
        {"aws:RequestedRegion": ["us-east-1", "us-east-2", "us-west-1", "us-west-2"]}}}]}],
          "trust": {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": "\(caller)"}, "Action": ["sts:AssumeRole", "sts:TagSession"], \
        "Condition": \(condition)}]}},
         "call": {"caller": "\(caller)", "region": "us-east-1", "AssumeRole": {"RoleArn": "\(role)", \
        "RoleSessionName": "GitHubActions", "ExternalId": "avesa-github-actions-2024", "Tags": {"GitHub": "Actions", \
        "Repository": "avesa/platform", "Workflow": "Deploy", "Actor": "deployer"}}}}
        """)

    /// Decides so often, and does nothing else.
    static func decide(_ count: Int) {
        print("\(decide(count, question.answer().checks)) of \(count) decisions allow")
    }

    /// Evaluates so often with every statement, and does nothing else.
    static func evaluate(_ count: Int) {
        print("\(evaluate(count, question.answer().checks)) statements decide in \(count) evaluations")
    }

    /// Answers the whole call so often, and does nothing else.
    static func answer(_ count: Int) {
        print("\(answers(count)) caveats in \(count) answers")
    }

    private static func evaluate(_ count: Int, _ checks: [Check]) -> Int {
        (0..<count).reduce(0) { total, index in
            let check = checks[index % checks.count]
            let evaluation = Evaluator.evaluate(check.request, by: check.policies)
            return total + evaluation.decidingStatements.count
        }
    }

    private static func answers(_ count: Int) -> Int {
        (0..<count).reduce(0) { total, _ in total + question.answer().caveats.count }
    }

    private static func decide(_ count: Int, _ checks: [Check]) -> Int {
        var allowed = 0
        for index in 0..<count {
            let check = checks[index % checks.count]
            if Evaluator.decide(check.request, by: check.policies).isAllowed { allowed += 1 }
        }
        return allowed
    }

    static func run() -> [Measurement] {
        let checks = question.answer().checks
        let decided = Rounds.rates(4_000_000) { decide($0, checks) }
        let explained = Rounds.rates(400_000) { evaluate($0, checks) }
        let answered = Rounds.rates(100_000) { answers($0) }
        return [
            Measurement(
                name: "a decide", unit: "decisions/s", values: decided, goal: "over 1,500,000"),
            Measurement(
                name: "a evaluate, with every statement", unit: "decisions/s", values: explained, goal: "over 150,000"),
            Measurement(name: "a answer a whole call", unit: "calls/s", values: answered, goal: "none"),
        ]
    }
}

/// (b) An identity with 20 AWS managed policies, and 1,000 requests.
struct ManagedBenchmark {
    let folder: String

    func run() -> [Measurement] {
        let plan = Questions.node(text("requests.json"))
        let names = plan["policies"]?.elements.map(\.string) ?? []
        let policies = ManagedPolicies(text("managed.jsonl")).policies.filter { names.contains($0.name) }
        let requests = (plan["requests"]?.elements ?? .empty).map { pair in
            let parts = pair.elements.map(\.string)
            return request(parts[0], parts[1])
        }
        let applicable = ApplicablePolicies(identity: policies)
        let rates = Rounds.rates(requests.count * 20) { count in
            (0..<count).reduce(0) { total, index in
                let request = requests[index % requests.count]
                return total + (Evaluator.decide(request, by: applicable).isAllowed ? 1 : 0)
            }
        }
        return [
            Measurement(
                name: "b decide by \(policies.count) managed policies", unit: "decisions/s", values: rates,
                goal: "over 100,000; aim for 200,000")
        ]
    }

    /// The request as `simulate` would make it, with its derived keys.
    private func request(_ action: String, _ resource: String) -> Request {
        let text =
            #"{"request": {"caller": "arn:aws:iam::111111111111:user/ann", "action": "\#(action)", "resource": "#
            + #""\#(resource)", "resourceAccount": "111111111111"}}"#
        return Questions.question(text).answer().checks[0].request
    }

    private func text(_ name: String) -> String {
        guard let text = try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) else {
            print("no \(folder)/\(name): run prepare/managed_policies.py first")
            exit(1)
        }
        return text
    }
}

/// (c) Growth with statements that speak of other services, and (g) patterns made to be slow.
enum GrowthBenchmark {
    static func run() -> [Measurement] {
        [10, 100, 1_000, 10_000].map(growth) + [200, 400, 800].map(pattern)
    }

    private static func growth(_ count: Int) -> Measurement {
        let others = (0..<count).map {
            #"{"Effect": "Allow", "Action": "service\#($0):*", "Resource": "arn:aws:service\#($0):::*"}"#
        }
        let own = #"{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::data/*"}"#
        let statements = (others + [own]).joined(separator: ", ")
        let question = Questions.question(
            #"{"policies": {"identity": [{"Version": "2012-10-17", "Statement": [\#(statements)]}]}, "request": "#
                + #"{"caller": "arn:aws:iam::111111111111:user/ann", "action": "s3:GetObject", "#
                + #""resource": "arn:aws:s3:::data/key", "resourceAccount": "111111111111"}}"#)
        let check = question.answer().checks[0]
        let rates = Rounds.rates(1_000_000) { count in
            (0..<count).reduce(0) { total, _ in
                total + (Evaluator.decide(check.request, by: check.policies).isAllowed ? 1 : 0)
            }
        }
        let goal = count == 10_000 ? "less than twice the cost of 10" : "none"
        return Measurement(name: "c \(count) statements for others", unit: "decisions/s", values: rates, goal: goal)
    }

    /// `*a*a*a*b` against a long run of `a`: twice the length may cost four times as much, and no more.
    private static func pattern(_ length: Int) -> Measurement {
        let pattern = Wildcard(Text(String(repeating: "*a", count: length / 20) + "*b"))
        let text = Text(String(repeating: "a", count: length))
        let times = Rounds.times {
            for _ in 0..<1_000 { Sink.value &+= pattern.matches(text) ? 1 : 0 }
        }
        return Measurement(
            name: "c *a*a…*b against \(length) characters", unit: "µs", values: times.map { $0 * 1_000 },
            goal: "four times the half length")
    }
}
