import STS
import SourceText
import Testing

/// A unit without an id has its name in the path, which is then no more than assumed (PL-226).
@Suite struct OrganizationPathTests {
    @Test(arguments: [("", true), ("id: ou-ab12-11111111, ", false)])
    func aPathWithANameIsAssumed(id: String, isAssumed: Bool) throws {
        let deny = """
            {Version: "2012-10-17", Statement: [{Effect: Deny, Action: "*", Resource: "*", Condition: \
            {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*/ou-ab12-11111111/*"}}}]}
            """
        let answer = try Asking.answer(
            """
            accounts:
              m: {id: "111111111111", users: {a: {policies: [\(deny), \(Policies.identity("*"))]}}}
              mg: {id: "333333333333"}
            organization: {id: o-a1b2c3d4e5, root: r-ab12, management: mg, accounts: [mg], units: {Work: {\(id)accounts: [m]}}}
            request: {caller: "arn:aws:iam::111111111111:user/a", action: s3:GetObject, resource: "arn:aws:s3:::b/k"}
            """)
        #expect(answer.assumed.contains("aws:PrincipalOrgPaths") == isAssumed)
    }
}
