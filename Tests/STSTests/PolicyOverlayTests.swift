import IAM
import Questions
import STS
import SourceText
import Testing

/// `null` in a policy that an overlay adds or changes (PL-13).
@Suite struct PolicyOverlayTests {
    private static let request =
        "request: {caller: 'arn:aws:iam::111111111111:user/ann', action: 's3:GetObject', resource: 'arn:aws:s3:::b/k'}"

    private func faults(_ statement: String, over base: String = "") throws -> [String] {
        var diagnostics = Diagnostics()
        func node(_ statement: String) throws -> Node {
            let policy = "{Version: '2012-10-17', Statement: {\(statement)}}"
            let documents = statement.isEmpty ? "" : "documents: {d: \(policy)}\n"
            let file = SourceFile(path: "q.yaml", text: "\(documents)policies: {identity: [d]}\n\(Self.request)")
            return try #require(SourceParser.parse(file, &diagnostics))
        }
        let merged = try node(base).overlaidAsQuestion(with: node(statement))
        _ = QuestionReader(library: Asking.library).read(merged, &diagnostics)
        return diagnostics.sorted.map(\.id)
    }

    private static let allow = "Effect: Allow, Action: '*', Resource: '*'"

    @Test(arguments: ["Condition: ~", "Condition: {StringEquals: {'aws:username': ~}}", "Principal: ~"])
    func nullThatTakesNothingAwayIsRefused(_ member: String) throws {
        #expect(try faults("\(Self.allow), \(member)") == ["wrong-kind"])
        #expect(try faults(member, over: Self.allow) == ["wrong-kind"])
    }

    @Test func nullTakesAwayWhatLiesBelow() throws {
        let base = "\(Self.allow), Condition: {StringEquals: {'aws:username': bob}}"
        #expect(try faults("Condition: ~", over: base).isEmpty)
        #expect(try faults("Condition: {StringEquals: ~}", over: base).isEmpty)
    }
}
