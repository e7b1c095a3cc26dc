import IAM
import SourceText
import TestSupport
import Testing

/// A value that a request misses by a slip of the hand is told; names that are near by chance are not.
@Suite struct MeantValueTests {
    private func meant(_ statement: String, _ context: String = "{}", resource: Text = "arn:aws:s3:::reports/2026/k")
        throws -> MeantValue?
    {
        let resourceARN = try Sample.arn(resource)
        let role = try Sample.arn("arn:aws:iam::111111111111:role/Deployer")
        let request = Request(
            principal: Principal(
                role: role, pathIsKnown: true, account: try Sample.account("111111111111"), sessionName: "run1"),
            action: try #require(Action("s3:GetObject")), resource: RequestResource(resourceARN), resourceAccount: nil,
            context: try Sample.context(context))
        let type: PolicyType = statement.contains("\"Principal\"") ? .resource : .identity
        let read = try Sample.statement(#""Effect": "Allow", "Action": "s3:GetObject", \#(statement)"#, as: type)
        let comparison = RequestComparison(request, by: ApplicablePolicies(), choices: UndocumentedChoices())
        let fit = StatementNearness(of: read, comparison.parts(of: read, in: type), request)
        #expect(fit.misfits.count == 1)
        return fit.misfits.first?.valueMeant(in: request)
    }

    @Test(arguments: [
        ("StringEquals", "finance", "fianance", "finance"), ("StringEquals", "Red", "red", "Red"),
        ("StringLike", "billing-team-7", "biling-team-*", "billing-team-*"),
        ("StringEquals", "data_lake", "data-lake", "data_lake"),
        ("ArnLike", "arn:aws:iam::111111111111:role/Deployer", "arn:aws:iam::*:role/x", ""),
        (
            "ArnLike", "arn:aws:iam::111111111111:role/Deployer", "arn:aws:iam::111111111111:role/Depolyer",
            "arn:aws:iam::111111111111:role/Deployer"
        ),
        // Numbers, versions, environments and what is short are names of their own.
        ("StringEquals", "v12", "v13", ""), ("StringEquals", "111111111111", "111111111112", ""),
        ("StringEquals", "dev", "prod", ""), ("StringEquals", "dev", "des", ""),
        ("StringEquals", "us-east", "us-west", ""),
        ("StringEquals", "vpce-1a2b", "vpce-1a2c", ""), ("StringEquals", "team-a", "team-b", ""),
        ("StringEquals", "production", "preproduction", ""), ("StringEquals", "finance", "finance/x", ""),
        // Two slips are none, and a pattern that would not fit anyway is not suggested.
        ("StringEquals", "billing-report", "biling-reprot", ""), ("StringLike", "billing-team-7", "biling-crew-*", ""),
        ("StringNotEquals", "finance", "finance", ""),
    ])
    func aConditionsValue(_ comparison: String, _ found: String, _ wanted: String, _ expected: String) throws {
        let value = try meant(
            #""Resource": "*", "Condition": {"\#(comparison)": {"aws:PrincipalTag/team": "\#(wanted)"}}"#,
            #"{"aws:PrincipalTag/team": "\#(found)"}"#)
        #expect(value?.meant.string ?? "" == expected)
    }

    @Test func aResourceAndAPrincipal() throws {
        let resource = try #require(try meant(#""Resource": "arn:aws:s3:::reprots/*""#))
        #expect(resource.written == "reprots")
        #expect(resource.sent == "reports")
        #expect(resource.meant == "arn:aws:s3:::reports/*")
        #expect(try meant(#""Resource": "arn:aws:s3:::records/*""#) == nil)
        let principal = try #require(
            try meant(#""Principal": {"AWS": "arn:aws:iam::111111111111:role/Deploier"}, "Resource": "*""#))
        #expect(principal.meant == "arn:aws:iam::111111111111:role/Deployer")
        #expect(
            try meant(#""Principal": {"AWS": "arn:aws:iam::111111111112:role/Deployer"}, "Resource": "*""#) == nil)
    }

    /// Values that nobody types are not compared, and of many only the first.
    @Test func theWorkIsBounded() throws {
        let long = String(repeating: "a", count: 600)
        func condition(_ list: String) -> String {
            #""Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": \#(list)}}"#
        }
        #expect(try meant(condition("\"\(long)b\""), #"{"aws:PrincipalTag/team": "\#(long)c"}"#) == nil)
        let many = (0..<40).map { "\"team\($0)\"" } + ["\"finanec\""]
        #expect(
            try meant(condition("[\(many.joined(separator: ", "))]"), #"{"aws:PrincipalTag/team": "finance"}"#) == nil)
    }
}
