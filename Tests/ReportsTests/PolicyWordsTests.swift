import Foundation
import Reports
import Testing

/// Texts of any language that make, hold or attach policies are told from those that only use such words.
@Suite struct PolicyWordsTests {
    @Test(arguments: [
        #"[{"Effect": "Allow", "Action": "*"}]"#, "effect    = \"Deny\"", "effect: iam.Effect.ALLOW,",
        "<Effect>Allow</Effect>", #"{"\u0045ffect": "\u0041llow"}"#, "statements:\n- Effect: >-\n    Allow",
        "statement {\n  actions   = [\"*\"]\n  resources = [\"*\"]\n}",
        "Statement = [{ NotAction = x, NotPrincipal = y }]",
        "<PolicyDocument>", "aws iam put-role-policy --policy-document file://x",
        "{\"Version\": \"2012-10-17\", ${rest}}",
        "effect" + String(repeating: " ", count: 40) + "= \"Allow\"",
        "data: \(Data("{\"Statement\": []}".utf8).base64EncodedString())",
        "data: \(Data(" {\"Statement\": []}".utf8).base64EncodedString())",
        "data: \(Data("  {\"Statement\": []}".utf8).base64EncodedString())",
    ]) func aPolicyIsSpokenOf(text: String) {
        #expect(PolicyWords.speak(in: Array(text.utf8)))
        #expect(PolicyWords.speak(in: Array(text.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }))
    }

    /// What attaches a policy, or takes one away, is known by broader words; prose may name it.
    @Test(arguments: [
        "new PolicyStatement({actions: ['*']})", "aws iam put-role-policy --policy-document file://x",
        "managed: arn:aws-us-gov:iam::aws:policy/AdministratorAccess",
        "Policies: AdministratorAccess", "resource \"aws_lambda_permission\" \"p\" { principal = \"*\" }",
        "Type: AWS::Lambda::Permission", "resource \"aws_iam_role_policy_attachment\" \"a\" { policy_arn = x.arn }",
        "ManagedPolicyArns: [!ImportValue x]", "ManagedPolicy.fromAwsManagedPolicyName('X')",
        "bucket.grantReadWrite(new AnyPrincipal())", "aws iam attach-user-policy --policy-arn $A",
        "aws lambda add-permission --principal '*'", "aws s3api put-bucket-policy --policy file://x",
        "resource \"aws_s3_bucket_policy\" \"b\" {\n  policy = file(\"open.json\")\n}",
        "resource \"aws_kms_key\" \"k\" {\n  policy      = file(\"open.json\")\n}",
        "s3.put_bucket_policy(Bucket=b, Policy=text)",
        "resource \"aws_iam_user\" \"u\" { permissions_boundary = b.arn }",
        "aws iam delete-user-permissions-boundary --user-name ci", "aws organizations detach-policy --policy-id p-1",
        "- S3FullAccessPolicy: {BucketName: prod}",
        "bucket.grantPublicAccess();", "resource \"aws_ssoadmin_account_assignment\" \"a\" {}",
        "Policies: AmazonS3FullAccess", "managed_policies: [x]", "kms.put_key_policy(KeyId=k)",
        "aws ecr set-repository-policy",
        "iam.attach_role_policy(PolicyArn=arn)", "new aws.iam.RolePolicyAttachment('a', {})",
    ]) func whatAttachesAPolicyIsAGrant(text: String) { #expect(GrantWords.first(in: Array(text.utf8)) != nil) }

    @Test(arguments: [
        "", "effect", "The statement takes effect. Deny nothing.", "side effects: none, and allow for more",
        "let statement = parser.next()\nlet action = table[state]", "the effect is to allow all", "effect:",
        "statement:", "restartPolicy: Always", "imagePullPolicy: IfNotPresent", "restart_policy = x",
        "the policy is set", "attach `arn:aws:iam::aws:policy/ReadOnlyAccess` to it", "aws iam attach-role-policy",
        "if policy == open {", "policy: never",
        "A statement of the bank: its resources, each action and the principal",
    ]) func proseAndProgramsAreNone(text: String) { #expect(!PolicyWords.speak(in: Array(text.utf8))) }
}
