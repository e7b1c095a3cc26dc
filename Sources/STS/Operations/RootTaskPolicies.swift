package import IAM
package import SourceText

/// AWS's policies for root sessions: they only deny, all but one task (STS-62). Version v1, the only one in November 2026.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html>
package enum RootTaskPolicies {
    private static let prefix = "arn:aws:iam::aws:policy/root-task/"

    /// The policy with an ARN, in whichever partition; `nil` where AWS has none of that name.
    package static func policy(_ text: Text) -> Policy? {
        guard let arn = ARN(text), arn.partition.hasPrefix("aws"), arn.service == "iam", arn.account == "aws",
            let name = arn.resource.dropping(prefix: "policy/root-task/"), let document = parsed[name.string]
        else { return nil }
        return Policy(name: arn.description, document: document)
    }

    private static let parsed = documents.compactMapValues { text -> PolicyDocument? in
        var diagnostics = Diagnostics()
        let file = SourceFile(path: "root-task", text: text, isOwn: true)
        return JSONParser.parse(file, &diagnostics).flatMap { PolicyReader.read($0, as: .session, &diagnostics) }
    }

    /// The ARNs of all of them.
    package static let arns = documents.keys.sorted().map { prefix + $0 }

    private static let documents = [
        "IAMAuditRootUserCredentials": #"""
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "DenyAllOtherActionsOnAnyResource",
              "Effect": "Deny",
              "NotAction": [
                "iam:ListAccessKeys",
                "iam:ListSigningCertificates",
                "iam:GetLoginProfile",
                "iam:ListMFADevices",
                "iam:GetAccountSummary",
                "iam:GetUser",
                "iam:GetAccessKeyLastUsed"
              ],
              "Resource": "*"
            },
            {
              "Sid": "DenyAuditingCredentialsOnNonRootUserResource",
              "Effect": "Deny",
              "Action": [
                "iam:ListAccessKeys",
                "iam:ListSigningCertificates",
                "iam:GetLoginProfile",
                "iam:ListMFADevices",
                "iam:GetUser",
                "iam:GetAccessKeyLastUsed"
              ],
              "NotResource": "arn:aws:iam::*:root"
            }
          ]
        }
        """#,
        "IAMCreateRootUserPassword": #"""
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "DenyAllOtherActionsOnAnyResource",
              "Effect": "Deny",
              "NotAction": [
                "iam:CreateLoginProfile",
                "iam:GetLoginProfile"
              ],
              "Resource": "*"
            },
            {
              "Sid": "DenyCreatingPasswordOnNonRootUserResource",
              "Effect": "Deny",
              "Action": [
                "iam:CreateLoginProfile",
                "iam:GetLoginProfile"
              ],
              "NotResource": "arn:aws:iam::*:root"
            }
          ]
        }
        """#,
        "IAMDeleteRootUserCredentials": #"""
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "DenyAllOtherActionsOnAnyResource",
              "Effect": "Deny",
              "NotAction": [
                "iam:DeleteAccessKey",
                "iam:DeleteSigningCertificate",
                "iam:DeleteLoginProfile",
                "iam:DeactivateMFADevice",
                "iam:DeleteVirtualMFADevice",
                "iam:ListAccessKeys",
                "iam:ListSigningCertificates",
                "iam:GetLoginProfile",
                "iam:ListMFADevices",
                "iam:GetUser",
                "iam:GetAccessKeyLastUsed"
              ],
              "Resource": "*"
            },
            {
              "Sid": "DenyDeletingRootUserCredentialsOnNonRootUserResource",
              "Effect": "Deny",
              "Action": [
                "iam:DeleteAccessKey",
                "iam:DeleteSigningCertificate",
                "iam:DeleteLoginProfile",
                "iam:DeactivateMFADevice",
                "iam:DeleteVirtualMFADevice",
                "iam:ListAccessKeys",
                "iam:ListSigningCertificates",
                "iam:GetLoginProfile",
                "iam:ListMFADevices",
                "iam:GetUser",
                "iam:GetAccessKeyLastUsed"
              ],
              "NotResource": "arn:aws:iam::*:root"
            }
          ]
        }
        """#,
        "S3UnlockBucketPolicy": #"""
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "DenyAllOtherActionsOnAnyResource",
              "Effect": "Deny",
              "NotAction": [
                "s3:DeleteBucketPolicy",
                "s3:PutBucketPolicy",
                "s3:GetBucketPolicy",
                "s3:ListAllMyBuckets"
              ],
              "Resource": "*"
            },
            {
              "Sid": "DenyManagingBucketPolicyForNonRootCallers",
              "Effect": "Deny",
              "Action": [
                "s3:DeleteBucketPolicy",
                "s3:PutBucketPolicy",
                "s3:GetBucketPolicy",
                "s3:ListAllMyBuckets"
              ],
              "Resource": "*",
              "Condition": {
                "StringNotLike": {
                  "aws:PrincipalArn": "arn:aws:iam::*:root"
                }
              }
            }
          ]
        }
        """#,
        "SQSUnlockQueuePolicy": #"""
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "DenyAllOtherActionsOnAnyResource",
              "Effect": "Deny",
              "NotAction": [
                "sqs:SetQueueAttributes",
                "sqs:GetQueueAttributes",
                "sqs:ListQueues",
                "sqs:GetQueueUrl"
              ],
              "Resource": "*"
            },
            {
              "Sid": "DenyGettingQueueAttributesOnNonOwnQueue",
              "Effect": "Deny",
              "Action": [
                "sqs:GetQueueAttributes"
              ],
              "Resource": "arn:aws:sqs:*:*:*",
              "Condition": {
                "StringNotEqualsIfExists": {
                  "aws:ResourceAccount": [
                    "${aws:PrincipalAccount}"
                  ]
                }
              }
            },
            {
              "Sid": "DenyActionsForNonRootUser",
              "Effect": "Deny",
              "Action": [
                "sqs:SetQueueAttributes",
                "sqs:GetQueueAttributes",
                "sqs:ListQueues",
                "sqs:GetQueueUrl"
              ],
              "Resource": "*",
              "Condition": {
                "StringNotLike": {
                  "aws:PrincipalArn": "arn:aws:iam::*:root"
                }
              }
            }
          ]
        }
        """#,
    ]
}
