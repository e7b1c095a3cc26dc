public import IAM
public import SourceText

/// A call of the Security Token Service. <https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html>
public struct STSCall: Sendable {
    /// The region of the endpoint; `nil` for the global endpoint (STS-36).
    public let region: Text?
    /// The condition keys that the question states.
    public let context: RequestContext
    /// What is called, with its parameters.
    let operation: any CallOperation
}
