import Foundation
import Reports
import Testing

/// A text by which something is granted, attached or taken away has one of a few words, whatever its language is.
@Suite struct GrantWordsTests {
    @Test(arguments: [
        // Programs and modules.
        "module \"ci\" {\n  role_policy_arns = { p = module.admin.arn }\n}",
        "resource \"awscc_iam_role\" \"r\" { policies = [{ document = local.wide }] }",
        "resource \"aws_lambda_function\" \"f\" { role = module.admin.id }",
        "new aws.iam.Policy('ci', {policy: read('wide')})", "new aws.kms.Key('k', {policy: wide})",
        "new aws.sns.TopicPolicy('t', {policy: wide})", "bucket.addToResourcePolicy(wide);", "bucket.grantPut(them);",
        "assumedBy: new iam.StarPrincipal()", "await kms.send(new PutKeyPolicyCommand(wide));",
        "await sm.send(new PutResourcePolicyCommand(wide));", "Statement::allow().action(\"*\")",
        "perms = { a = { actions = [\"*\"], resources = [\"*\"] } }", "{ actions: ['*'], resources: ['*'] }",
        "sns.setTopicAttributes({attributeName: name, attributeValue: wide})",
        "sqs.set_queue_attributes(QueueUrl=url, Attributes=wide)", "const topicArn = wide;",
        // Templates and settings.
        "Policies: [SecretsManagerReadWrite]", "Type: AWS::Serverless::Connector\nPermissions: [Write]",
        "kind: Role\nspec: {policyRefs: [{from: {name: admin}}]}", "attachPolicyARNs: [x]",
        "amazon.aws.iam_policy: {policy_json: x}", "amazon.aws.s3_bucket: {policy: x}",
        "Type: AWS::Lambda::Permission", "Type: AWS::SecretsManager::ResourcePolicy",
        "Type: AWS::Organizations::Policy", "AccessControl: PublicReadWrite", "taskrole: admin",
        "Type: AWS::IAM::UserToGroupAddition", "ParameterKey: TrustedAccount", "scps: [wide]",
        "who,level\nann,full access\n", "effect,action\nallow,*\n", "principal,bucket\n*,prod\n",
        // At the prompt.
        "aws organizations update-policy --content file://wide", "aws organizations move-account --account-id $A",
        "aws sso-admin put-inline-policy-to-permission-set", "aws s3control put-access-point-policy",
        "aws efs put-file-system-policy", "aws ecr put-registry-policy", "aws events put-permission --principal '*'",
        "aws sns set-topic-attributes --attribute-name Policy", "aws sqs set-queue-attributes --attributes file://x",
        "aws lambda add-layer-version-permission", "aws iam add-user-to-group --group-name admins",
        "aws identitystore create-group-membership --group-id $G", "ARN=arn:aws:s3:::prod",
        // Written apart, or with escapes.
        "POLI\\\n  CY=wide", "Per-Mission", "\\u0070olicies: wide", "%70olicy", "'x\\nsts: wide'",
    ]) func aGrantIsKnownByAWord(text: String) {
        #expect(GrantWords.first(in: Array(text.utf8)) != nil)
        #expect(GrantWords.first(in: Array(text.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) != nil)
    }

    @Test(arguments: [
        "", "let next = parser.next(), table = tests[state]", "name: build\non: push\njobs: {a: {runs-on: x}}",
        "resource \"aws_instance\" \"a\" {\n  ami = \"ami-1\"\n}", "lists, exists, requests: Miami, learn, barn, yarn",
        "total lower, hidden yard, control engine, repo licenses", "test rust", "class Table { var rows: [Row] = [] }",
        "d29ybGQ=", "sha512-k7lp0xTbG5iCJ0fN3X0mLr8v2q1bWcYzA9eUuHj5TgQxVn4oRsEdMiKyPwZfBh==",
        "action: build\nactionable: [resourceful]",
    ]) func aTextWithoutSuchAWordIsNone(text: String) { #expect(GrantWords.first(in: Array(text.utf8)) == nil) }

    @Test func theWordIsNamed() {
        #expect(GrantWords.first(in: Array("x = Policies".utf8)) == "policy")
        #expect(GrantWords.first(in: Array("myArn = 1".utf8)) == "arn")
        #expect(GrantWords.first(in: Array("IAMClient()".utf8)) == "iam")
    }

    /// Wherever its lines end, and wherever it begins.
    @Test(arguments: 5...20) func whatStandsInBase64IsRead(width: Int) {
        let policy = Data("\(String(repeating: " ", count: width % 3)){\"Statement\": [{\"Effect\": \"Allow\"}]}".utf8)
        let encoded = Array(policy.base64EncodedString().utf8)
        let lines = stride(from: 0, to: encoded.count, by: width).map { start in
            String(decoding: encoded[start..<min(start + width, encoded.count)], as: UTF8.self)
        }
        let written = [
            "data: |\n    " + lines.joined(separator: "\n    "), lines.joined(separator: "\r\n"),
            "{\"data\": \"\(lines.joined(separator: "\\n"))\"}", "[\n\"" + lines.joined(separator: "\",\n\"") + "\"]",
            "text = '" + lines.joined(separator: "' +\n    '") + "'", "-\(lines.joined(separator: "\\\n"))",
        ]
        for text in written {
            #expect(GrantWords.first(in: Array(text.utf8)) != nil, "\(text)")
            #expect(PolicyWords.speak(in: Array(text.utf8)), "\(text)")
        }
    }

    @Test func whatIsPackedInBase64IsNoted() {
        #expect(GrantWords.first(in: Array("user_data: H4sIAAAAAAAAA0vOz0tJLQIA".utf8)) == "a text that is packed")
    }
}
