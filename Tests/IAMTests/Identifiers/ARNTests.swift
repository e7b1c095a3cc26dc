import IAM
import SourceText
import TestSupport
import Testing

@Suite struct ARNTests {
    @Test func theLastComponentHoldsAllTheRest() throws {
        let arn = try Sample.arn("arn:aws:logs:us-east-1:111122223333:log-group:g/h:log-stream:s")
        #expect(arn.partition == "aws")
        #expect(arn.service == "logs")
        #expect(arn.region == "us-east-1")
        #expect(arn.account == "111122223333")
        #expect(arn.accountID == AccountID("111122223333"))
        #expect(arn.resource == "log-group:g/h:log-stream:s")
        #expect(arn.description == "arn:aws:logs:us-east-1:111122223333:log-group:g/h:log-stream:s")
    }

    @Test func componentsMayBeEmpty() throws {
        let arn = try Sample.arn("arn:aws:s3:::bucket")
        #expect(arn.region.isEmpty)
        #expect(arn.account.isEmpty)
        #expect(arn.accountID == nil)
        #expect(arn.name == "bucket")
        #expect(ARN("arn:::::") != nil)
        #expect(try Sample.arn("arn:aws:iam::aws:policy/Any").accountID == nil)
    }

    @Test(arguments: ["", "arn", "arn:", "*", "arn:aws:s3:::", "ARN:aws:s3:::b", " arn:aws:s3:::b", "arn:aws:s3::b"])
    func onlySixComponentsBehindArnAreAName(_ text: String) {
        #expect((ARN(Text(text)) == nil) == (text != "arn:aws:s3:::"))
    }

    /// A composed ARN and the same one read from text cannot be told apart.
    @Test(arguments: ["aws", "aws-cn", "aws-us-gov"] as [Text], ["iam", "sts", "organizations"] as [Text])
    func composedAndParsedAreTheSame(_ partition: Text, _ service: Text) throws {
        let account = try Sample.account("111122223333")
        for resource in ["root", "role/a/b", "assumed-role/R/s:t", ""] as [Text] {
            let composed = ARN(partition: partition, service: service, account: account, resource: resource)
            let parsed = try Sample.arn(composed.text)
            #expect(composed == parsed)
            #expect(composed.hashValue == parsed.hashValue)
            #expect(composed.partition == partition)
            #expect(composed.service == service)
            #expect(composed.region.isEmpty)
            #expect(composed.accountID == account)
            #expect(composed.resource == resource)
        }
    }

    @Test func typeAndNameAreTakenFromTheResource() throws {
        let role = try Sample.arn("arn:aws:iam::111122223333:role/team/Deploy")
        #expect(role.resource(ofType: "role") == "team/Deploy")
        #expect(role.resource(ofType: "user") == nil)
        #expect(role.resource(ofType: "rol") == nil)
        #expect(role.name == "Deploy")
        #expect(role.isRole)
        #expect(!role.isUser)
        #expect(try Sample.arn("arn:aws:iam::111122223333:user/ann").isUser)
        #expect(try Sample.arn("arn:aws:iam::111122223333:root").isAccountRoot)
        #expect(try !Sample.arn("arn:aws:iam::aws:role/x").isRole)
        #expect(try !Sample.arn("arn:aws:sts::111122223333:role/x").isRole)
        #expect(try !Sample.arn("arn:aws:iam::111122223333:roles/x").isRole)
    }

    @Test(
        arguments: [
            ("arn:aws:sts::111122223333:assumed-role/R/s", "R", "s"),
            ("arn:aws:sts::111122223333:assumed-role/R/s@x", "R", "s@x"),
            ("arn:aws:sts::111122223333:assumed-role/p/R/s", nil, nil),
            ("arn:aws:sts::111122223333:assumed-role/R/", nil, nil),
            ("arn:aws:sts::111122223333:assumed-role//s", nil, nil),
            ("arn:aws:sts::111122223333:assumed-role/R", nil, nil),
            ("arn:aws:iam::111122223333:assumed-role/R/s", nil, nil),
            ("arn:aws:sts::11112222333:assumed-role/R/s", nil, nil),
            ("arn:aws:sts::111122223333:federated-user/F", nil, nil),
        ] as [(Text, Text?, Text?)])
    func sessionsTellRoleAndSessionName(_ text: Text, _ role: Text?, _ session: Text?) throws {
        let parts = try Sample.arn(text).assumedRole
        #expect(parts?.role == role)
        #expect(parts?.session == session)
    }
}

@Suite struct AccountIDTests {
    @Test(arguments: ["012345678901", "000000000000", "999999999999"] as [Text])
    func twelveDigitsAreAnAccount(_ text: Text) {
        #expect(AccountID(text)?.text == text)
    }

    @Test(
        arguments: [
            "", "1", "11112222333", "1111222233334", "11112222333a", "111122223333 ", "1111-2222-3333", "１１１１２２２２３３３３",
            "+11112222333", "aws",
        ] as [Text])
    func anythingElseIsNone(_ text: Text) {
        #expect(AccountID(text) == nil)
    }

    @Test func accountsAreOrderedByTheirDigits() throws {
        let low = try Sample.account("012345678901")
        let high = try Sample.account("123456789012")
        #expect(low < high)
        #expect(!(high < low))
        #expect(low.description == "012345678901")
    }
}
