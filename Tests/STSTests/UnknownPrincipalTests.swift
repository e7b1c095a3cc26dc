import IAM
import STS
import Testing

/// Principals of policies whom nobody can be by what a question lists (PL-46, PL-60).
@Suite struct UnknownPrincipalTests {
    private func expect(_ count: Int = 1, denying principal: String, more: String = "") throws {
        let text = """
            accounts:
              own:
                id: '111111111111'
                users: {dev/ann: {id: AIDAANNANNANNANNANN}}
                roles: {app/Run: {id: AROARUNRUNRUNRUNRUN}, Old: absent}
                resources:
                  'arn:aws:s3:::b':
                    policy: {Version: '2012-10-17', Statement: [{Effect: Deny, Principal: \(principal),
                      Action: 's3:*', Resource: 'arn:aws:s3:::b/*'}]}
            request: {caller: 'arn:aws:iam::111111111111:user/dev/ann', action: 's3:GetObject', resource: 'arn:aws:s3:::b/k'}
            \(more)
            """
        let (ids, offsets, marks) = try Asking.faults(text)
        #expect(ids == Array(repeating: "unknown-principal", count: count))
        #expect(offsets == marks)
    }

    @Test(arguments: [
        "arn:aws:iam::111111111111:role/Run", "arn:aws:iam::111111111111:user/ann",
        "arn:aws:iam::111111111111:role/app/Ghost", "arn:aws:sts::111111111111:assumed-role/Ghost/s1",
        "AIDAEXAMPLEID12345678", "AROAEXAMPLEID12345678",
    ])
    func whomNobodyIsIsTold(_ name: String) throws {
        try expect(denying: "{AWS: [↓'\(name)']}")
        try expect(denying: "{Service: s3.amazonaws.com, AWS: ['arn:aws:iam::111111111111:root', ↓'\(name)']}")
    }

    @Test(arguments: [
        "arn:aws:iam::111111111111:role/app/Run", "arn:aws:iam::111111111111:user/dev/ann",
        "arn:aws:sts::111111111111:assumed-role/Run/s1", "AIDAANNANNANNANNANN", "AROARUNRUNRUNRUNRUN",
        "arn:aws:iam::111111111111:role/Old", "arn:aws:sts::111111111111:assumed-role/Old/s1",
        "arn:aws:iam::222222222222:role/Any", "arn:aws:sts::111111111111:federated-user/x", "*",
    ])
    func whomSomebodyMayBeOrIsSaidToBeAbsentIsNot(_ name: String) throws {
        try expect(0, denying: "{AWS: '\(name)'}")
    }

    /// A trust policy that is stated, and the caller's own id.
    @Test func statedPoliciesAndCallersCount() throws {
        let (ids, _, _) = try Asking.faults(
            """
            policies: {trust: {Version: '2012-10-17', Statement: [
              {Effect: Allow, Principal: {AWS: '*'}, Action: 'sts:AssumeRole'},
              {Effect: Deny, Principal: {AWS: [AIDAEXAMPLEID12345678]}, Action: 'sts:AssumeRole'}]}}
            call: {caller: 'arn:aws:iam::111111111111:user/a',
              AssumeRole: {RoleArn: 'arn:aws:iam::222222222222:role/D', RoleSessionName: s1}}
            """)
        #expect(ids == ["unknown-principal"])
    }
}
