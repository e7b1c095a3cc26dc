import IAM
import SourceText
import Testing

@Suite struct ActionPatternTests {
    @Test(
        arguments: [
            ("s3:GetObject", "s3:GetObject", true), ("S3:getobject", "s3:GetObject", true),
            ("s3:GETOBJECT", "S3:getObject", true), ("s3:Get", "s3:GetObject", false), ("*", "kms:Decrypt", true),
            ("*:*", "kms:Decrypt", true), ("s3:*", "s3express:CreateSession", false),
            ("s3*:*", "s3express:CreateSession", true),
            ("ec?:Run*", "ec2:RunInstances", true), ("s3:?etObject", "s3:GetObject", true),
            ("s3:", "s3:GetObject", false),
            ("s3:GetObject ", "s3:GetObject", false), (" s3:GetObject", "s3:GetObject", false),
            ("s3:${x}", "s3:GetObject", false), ("iam:*AccessKey*", "iam:UpdateAccessKey", true),
        ] as [(Text, Text, Bool)])
    func serviceAndNameMatchInFullWhateverTheirCase(_ pattern: Text, _ action: Text, _ matches: Bool) throws {
        let pattern = try #require(ActionPattern(pattern))
        #expect(pattern.matches(try #require(Action(action))) == matches)
    }

    /// PL-77.
    @Test(arguments: ["", "GetObject", "s3:Get:Object", ":GetObject", "**", "s3", "::", "?"] as [Text])
    func aPatternHasExactlyOneColon(_ pattern: Text) {
        #expect(ActionPattern(pattern) == nil)
    }

    @Test func thePatternKeepsItsSpelling() throws {
        #expect(try #require(ActionPattern("S3:Get*")).spelling == "S3:Get*")
    }
}

@Suite struct ActionTests {
    @Test func actionsAreTheSameWhateverTheirCase() throws {
        let action = try #require(Action("S3:getObject"))
        let same = try #require(Action("s3:GetObject"))
        #expect(action == same)
        #expect(Set([action, same]).count == 1)
        #expect(action.description == "S3:getObject")
        #expect(action.service == "s3")
        #expect(action.name == "getobject")
        #expect(Action("s3:PutObject") != action)
        #expect(Action("s3:TagSession") != Action.sts("TagSession"))
        #expect(Action("STS:tagsession") == Action.sts("TagSession"))
    }

    @Test(arguments: ["", "s3", "s3:", ":GetObject", "s3:Get:Object", "s3GetObject"] as [Text])
    func anythingElseIsNoAction(_ text: Text) {
        #expect(Action(text) == nil)
    }
}
