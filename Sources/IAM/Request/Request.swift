public import SourceText

/// One thing to authorize: who does what to which resource, in which context (EV-2). A call may need several.
/// It never changes.
public final class Request: Sendable {
    /// Who asks.
    public let principal: Principal
    /// What is asked.
    public let action: Action
    /// On which resource.
    public let resource: RequestResource
    /// The account that owns the resource; `nil` where nothing tells it.
    public let resourceAccount: AccountID?
    /// The condition keys.
    public let context: RequestContext
    /// Whether caller and resource belong to one account (EV-9). Without an owner there is no other account.
    public let isSameAccount: Bool
    /// Whether caller and resource live in one partition, which is a hard border (EV-54).
    let isInPartition: Bool

    /// Makes a request.
    public init(
        principal: Principal, action: Action, resource: RequestResource, resourceAccount: AccountID?,
        context: RequestContext
    ) {
        self.principal = principal
        self.action = action
        self.resource = resource
        self.resourceAccount = resourceAccount
        self.context = context
        isInPartition = resource.isInPartition(of: principal)
        isSameAccount = resourceAccount.map { $0 == principal.account && resource.isInPartition(of: principal) } ?? true
    }
}

/// The resource of a request: an ARN, or `*` for actions without a resource type (PL-88). It is data: a `*` in it is an
/// ordinary character (PL-97).
public struct RequestResource: Sendable, Hashable, CustomStringConvertible {
    /// The resource as it was written.
    public let text: Text
    /// The resource as an ARN; `nil` for `*`.
    public let arn: ARN?

    /// Reads `*` or an ARN; `nil` from anything else.
    public init?(_ text: Text) {
        self.text = text
        self.arn = ARN(text)
        guard arn != nil || text == "*" else { return nil }
    }

    /// Whether resource and caller may live in one partition.
    fileprivate func isInPartition(of principal: Principal) -> Bool {
        guard let arn, let partition = principal.partition else { return true }
        return arn.partition == partition
    }

    /// A resource by its ARN.
    public init(_ arn: ARN) {
        self.text = arn.text
        self.arn = arn
    }

    /// The resource as it was written.
    public var description: String { text.string }
}
