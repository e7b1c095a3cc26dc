import IAM
import Questions
import SourceText
import TestSupport
import Testing

/// Policies of a stream are known by their texts, where nothing tells of their places.
@Suite struct RecentPoliciesTests {
    private static let path = "stream.json"
    private static let allow =
        #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#

    private struct Reader {
        let library: PolicyLibrary

        init(recognizesTexts: Bool) {
            library = PolicyLibrary(forgetting: RecentPoliciesTests.path, recognizesTexts: recognizesTexts) { _, _ in
                nil
            }
        }

        /// The policy of a line of which it is the member `p`.
        func policy(_ text: String, as type: PolicyType = .identity) throws -> PolicyDocument? {
            var diagnostics = Diagnostics()
            return try policy(text, as: type, &diagnostics)
        }

        func policy(_ text: String, as type: PolicyType, _ diagnostics: inout Diagnostics) throws -> PolicyDocument? {
            let line = try Sample.node(#"{"p": \#(text)}"#, path: RecentPoliciesTests.path)
            let names = PolicyNames(documents: nil, managed: [], library: library)
            let node = try #require(line["p"])
            return names.policy(node, as: type, place: "p", &diagnostics)?.document
        }
    }

    @Test(arguments: [true, false])
    func theSameTextIsReadOnceWhereItIsRecognized(recognizes: Bool) throws {
        let reader = Reader(recognizesTexts: recognizes)
        let first = try #require(try reader.policy(Self.allow))
        let second = try #require(try reader.policy(Self.allow))
        #expect((first === second) == recognizes)
    }

    @Test func anotherTypeOrTextIsAnotherPolicy() throws {
        let reader = Reader(recognizesTexts: true)
        let first = try #require(try reader.policy(Self.allow))
        #expect(try reader.policy(Self.allow, as: .permissionsBoundary) !== first)
        #expect(try reader.policy(Self.allow.replacing("Allow", with: "Deny"))?.statements[0].effect == .deny)
    }

    @Test func everyPolicyWithAFaultIsComplainedOf() throws {
        let reader = Reader(recognizesTexts: true)
        let text = #"{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#
        for _ in 0..<3 {
            var diagnostics = Diagnostics()
            #expect(try reader.policy(text, as: .identity, &diagnostics) != nil)
            #expect(diagnostics.all.map(\.id) == ["missing-version"])
        }
    }

    /// The same text may be different values there.
    @Test func yamlIsNotRecognized() throws {
        #expect(try Sample.node("{p: {a: 1}}")["p"]?.sourceText == nil)
    }

    /// What is overlaid stands nowhere as it is, so that its text says nothing.
    @Test func policiesPutTogetherFromTwoFilesAreNotRecognized() throws {
        let base = try Sample.node(#"{"p": \#(Self.allow)}"#, path: Self.path)
        let change = try Sample.node(#"{"p": {"Statement": {"Effect": "Deny"}}}"#, path: Self.path)
        let merged = try #require(base.overlaid(with: change)["p"])
        #expect(merged.sourceText == nil)
        #expect(base["p"]?.sourceText == Text(Self.allow))
    }
}
