public import SourceText

/// The parameters of `AssumeRoot`, as they are sent (STS-62).
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html>
public struct AssumeRoot: Sendable {
    /// `TargetPrincipal`: the number of a member account, or the ARN of its root user.
    public var targetPrincipal: Text
    /// `TaskPolicyArn`: the policy of AWS that says what the session is for, such as
    /// `arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy`.
    public var taskPolicyARN: Text
    /// `DurationSeconds`: how long the session is to last, in seconds; AWS takes 900 where it is not sent.
    public var durationSeconds: Int?
    /// `MinimumSessionTokenSize`, in bytes.
    public var minimumSessionTokenSize: Int?

    /// Makes the parameters that every call has.
    public init(targetPrincipal: Text, taskPolicyARN: Text) {
        self.targetPrincipal = targetPrincipal
        self.taskPolicyARN = taskPolicyARN
    }
}
