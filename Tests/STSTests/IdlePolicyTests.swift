import SourceText
import Testing

/// A Deny in policies that a question states, and that nothing asks, is told of; so is a region that cannot be.
@Suite struct IdlePolicyTests {
    private static let deny =
        "{Version: '2012-10-17', Statement: [{Effect: Deny, Action: '*', Resource: '*'}]}"
    private static let denyAll =
        "{Version: '2012-10-17', Statement: [{Effect: Deny, Principal: '*', Action: '*', Resource: '*'}]}"
    private static let denyTrust =
        "{Version: '2012-10-17', Statement: [{Effect: Deny, Principal: '*', Action: '*'}]}"

    private static func request(_ caller: String) -> String {
        "request: {caller: '\(caller)', action: 's3:GetObject', resource: 'arn:aws:s3:::b/k'}"
    }

    private static let user = "arn:aws:iam::111111111111:user/ann"
    private static let call =
        "call: {caller: '\(user)', AssumeRole: {RoleArn: 'arn:aws:iam::222222222222:role/R', RoleSessionName: xx}}"

    private static let webIdentity =
        "AssumeRoleWithWebIdentity: {RoleArn: 'arn:aws:iam::222222222222:role/R', RoleSessionName: xx, "
        + "WebIdentityToken: {claims: {iss: 'https://a.example', aud: x, sub: y}}}"
    private static let unsigned = "call: {\(webIdentity)}"
    private static let session =
        "request: {caller: {role: 'arn:aws:iam::111111111111:role/R', session: s, sessionPolicies: [\(deny)]}, action: "
        + "'s3:GetObject', resource: 'arn:aws:s3:::b/k'}"

    @Test(arguments: [
        "{\(request(user)), policies: {session: ↓[\(deny)]}}",
        "{\(request(user)), policies: {trust: ↓\(denyTrust)}}",
        "{\(request("arn:aws:iam::111111111111:root")), policies: {identity: ↓[\(deny)]}}",
        "{\(request("anonymous")), policies: {permissionsBoundary: ↓\(deny)}}",
        "{\(request("ec2.amazonaws.com")), policies: {identity: ↓[\(deny)]}}",
        "{\(call), policies: {resource: ↓\(denyAll)}}",
        "{\(unsigned), policies: {identity: ↓[\(deny)]}}", "{\(unsigned), policies: {session: ↓[\(deny)]}}",
        "{\(session), policies: {session: ↓[{Version: '2012-10-17', Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}]}}",
        "{steps: {one: {caller: '\(user)', GetSessionToken: {}}, two: {request: {action: 's3:GetObject', resource: "
            + "'arn:aws:s3:::b/k'}, policies: {session: ↓[\(deny)]}}}}",
        "{steps: {one: {caller: '\(user)', GetCallerIdentity: {}}, two: {\(webIdentity), policies: {identity: ↓[\(deny)]}}}}",
        "{steps: {one: {caller: '\(user)', AssumeRole: {RoleArn: 'arn:aws:iam::222222222222:role/R', RoleSessionName: xx, "
            + "Policy: \(deny)}}, two: {request: {action: 's3:GetObject', resource: 'arn:aws:s3:::b/k'}, policies: {session: "
            + "↓[{Version: '2012-10-17', Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}]}}}}",
        "{steps: {one: {caller: '\(user)', GetCallerIdentity: {}, policies: {trust: ↓\(denyTrust)}}}}",
    ])
    func aDenyThatNothingAsksIsTold(_ text: String) throws {
        let found = try Asking.faults(text)
        #expect(found.ids == ["idle-policies"])
        #expect(found.offsets == found.marks)
    }

    @Test(arguments: [
        "{\(request(user)), policies: {identity: [\(deny)], permissionsBoundary: \(deny), resource: \(denyAll)}}",
        "{\(call), policies: {identity: [\(deny)], trust: \(denyTrust)}}",
        "{\(request("arn:aws:iam::111111111111:root")), policies: {identity: [FullAWSAccess]}}",
    ])
    func nothingIsToldOfPoliciesThatAreAsked(_ text: String) throws {
        #expect(try Asking.faults(text).ids == [])
    }

    @Test(arguments: [
        "{request: {caller: '\(user)', action: 'iam:CreateUser', region: ↓eu-west-1}}",
        "{request: {caller: '\(user)', action: 'cloudfront:CreateDistribution', region: ↓eu-west-1}}",
        "{request: {caller: '\(user)', action: 'sqs:SendMessage', resource: 'arn:aws:sqs:us-east-1:111111111111:q', "
            + "region: ↓eu-west-1}}",
    ])
    func aRegionThatCannotBeIsAnError(_ text: String) throws {
        let found = try Asking.faults(text)
        #expect(found.ids == ["contradicting-region"])
        #expect(found.offsets == found.marks)
    }
}
