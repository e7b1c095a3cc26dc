import IAM
import STS
import Scenarios
import SourceText
import TestSupport
import Testing

/// What must hold of whatever is proposed, tried on the scenarios of the operations and of observed incidents. Of each file
/// some cases are explained, as explaining takes its time.
@Suite struct RemedyPropertyTests {
    private static let files = [
        "scenarios/observed", "scenarios/sts/assume-role", "scenarios/sts/assume-role-with-web-identity",
        "scenarios/sts/assume-role-with-saml", "scenarios/sts/assume-root", "scenarios/sts/get-session-token",
        "scenarios/sts/get-federation-token",
    ].flatMap { folder in Repository.names(in: folder, suffix: ".yaml").map { "\(folder)/\($0)" } }

    /// The refused cases of a file, at most 25, spread over the file.
    private func refused(_ file: String) throws -> [(title: String, answer: Answer)] {
        let scenario = try #require(RepositoryFiles().scenario(file))
        let all = scenario.cases.filter { $0.question.answer().decision != .allowed }
        return stride(from: 0, to: all.count, by: max(1, all.count / 25)).map {
            (all[$0].title, all[$0].question.answer(explaining: true))
        }
    }

    @Test(arguments: files)
    func whatIsProposedAllowsTheCall(file: String) throws {
        for (title, answer) in try refused(file) {
            for remedy in answer.remedies {
                let isAllowed = remedy.checks.allSatisfy { $0.isAllowed(applying: remedy.policyChanges) }
                #expect(isAllowed, "\(title)")
            }
        }
    }

    /// Whoever was refused the same before is refused it afterwards, unless the change says that it lets others in.
    @Test(arguments: files)
    func noChangeLetsOthersInWithoutSayingSo(file: String) throws {
        for (title, answer) in try refused(file) {
            for remedy in answer.remedies {
                for change in remedy.policyChanges where !change.narrowsDeny && change.loosens.isEmpty {
                    if case .renameKey = change.edit { continue }
                    for check in remedy.checks where opens(change, to: check) {
                        Issue.record("\(title): \(change.edit)")
                    }
                }
            }
        }
    }

    /// Whether a change of a policy that names its principals lets a stranger of the same account in.
    private func opens(_ change: PolicyChange, to check: Check) -> Bool {
        guard change.type == .trust || change.type == .resource, let account = check.request.principal.account else {
            return false
        }
        let arn = ARN(partition: "aws", service: "iam", account: account, resource: "user/somebody-else")
        var context = check.request.context
        context.set("aws:PrincipalArn", .single(arn.text), .given)
        context.set("aws:username", .single("somebody-else"), .given)
        let other = Request(
            principal: Principal(user: arn, account: account), action: check.request.action,
            resource: check.request.resource, resourceAccount: check.request.resourceAccount, context: context)
        let before = Evaluator.decide(other, by: check.policies, choices: check.choices)
        let after = Evaluator.decide(other, by: check.policies.applying(change), choices: check.choices)
        return !before.isAllowed && after.isAllowed
    }

    /// A failure that no policy decides says why and what to do, or names the trap into which its token fell.
    @Test(arguments: files)
    func everyFailureSaysWhy(file: String) throws {
        for (title, answer) in try refused(file) where answer.decision == .failed {
            #expect(answer.error?.cause != nil || !answer.hints.isEmpty, "\(title): \(answer.error?.code ?? "")")
        }
    }
}
