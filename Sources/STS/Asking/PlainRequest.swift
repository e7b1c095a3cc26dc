public import IAM
public import SourceText

/// A request as a question asks it, before condition keys are derived.
public struct PlainRequest: Sendable {
    /// What is asked.
    public let action: Action
    /// On which resource.
    public let resource: RequestResource
    /// The owner of the resource where the question states it.
    public let resourceAccount: AccountID?
    /// The region where the question states it.
    public let region: Text?
    /// The condition keys that the question states.
    public let context: RequestContext

    /// Makes a request.
    /// - Parameters:
    ///   - resource: an ARN, or `*` where the action names none.
    ///   - resourceAccount: the owner where the ARN does not tell it, as those of buckets.
    ///   - region: the region of the endpoint; `nil` for that of the resource.
    ///   - context: condition keys that are given beside those which follow from the request.
    public init(
        action: Action, resource: RequestResource, resourceAccount: AccountID? = nil, region: Text? = nil,
        context: RequestContext = .empty
    ) {
        self.action = action
        self.resource = resource
        self.resourceAccount = resourceAccount
        self.region = region
        self.context = context
    }

    /// The same request for another resource.
    func on(_ resource: RequestResource) -> PlainRequest {
        PlainRequest(
            action: action, resource: resource, resourceAccount: resourceAccount, region: region, context: context)
    }
}
