import Questions
import STS
import SourceText
import Testing

/// A role or user that a request names as its resource may be one that is still to be made.
@Suite struct MentionedEntityTests {
    private func ask(_ action: String, _ resource: String) throws -> (ids: [String], question: Question?) {
        let text = """
            accounts: {a: {id: '111122223333', users: {ann: {policies: [FullAWSAccess]}, bob: absent},
              roles: {Deploy: {}, team/Audit: {}}}}
            request: {caller: 'arn:aws:iam::111122223333:user/ann', action: '\(action)',
              resource: 'arn:aws:iam::111122223333:\(resource)'}
            """
        var diagnostics = Diagnostics()
        let node = try #require(SourceParser.parse(SourceFile(path: "q.yaml", text: text), &diagnostics))
        let question = QuestionReader(library: Asking.library).read(node, &diagnostics)
        return (diagnostics.all.map { "\($0.severity.rawValue) \($0.id): \($0.message)" }, question)
    }

    @Test(arguments: [
        ("iam:CreateRole", "role/new"), ("iam:PassRole", "role/*"), ("iam:CreateUser", "user/x"),
        ("iam:GetRole", "role/Deploy"), ("iam:DeleteUser", "user/bob"), ("iam:PassRole", "role/team/Audit"),
        ("iam:CreatePolicy", "policy/x"), ("iam:GetRole", "role/Depl?y"),
    ])
    func itNeedNotExist(_ action: String, _ resource: String) throws {
        let (complaints, question) = try ask(action, resource)
        #expect(complaints.isEmpty)
        #expect(question?.answer().decision == .allowed)
    }

    @Test(arguments: [("iam:GetRole", "role/Depoy", "Deploy"), ("iam:PassRole", "role/team/Adit", "team/Audit")])
    func oneOfASimilarNameIsToldAndAnswered(_ action: String, _ resource: String, _ near: String) throws {
        let (complaints, question) = try ask(action, resource)
        let name = resource.dropFirst("role/".count)
        #expect(
            complaints == ["warning unknown-role: account `a` has no role `\(name)`; did you mean `\(near)`?"])
        #expect(question?.answer().decision == .allowed)
    }

    /// Assuming a role that is not there is another matter.
    @Test func assumingAnUnlistedRoleIsAFault() throws {
        let (complaints, question) = try ask("sts:AssumeRole", "role/Depoy")
        #expect(complaints == ["error unknown-role: account `a` has no role `Depoy`; did you mean `Deploy`?"])
        #expect(question == nil)
    }
}
