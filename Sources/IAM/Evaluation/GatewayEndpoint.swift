import SourceText

/// What is particular to the policies of gateway endpoints. A request tells the id of its endpoint, and not of which kind it
/// is: so whatever hangs on the kind hangs on an undocumented point (EV-36).
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html>
enum GatewayEndpoint {
    /// The services that have gateway endpoints beside interface endpoints.
    /// <https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html>
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-networking.html>
    private static let services = ["s3", "dynamodb", "s3express"].map { FoldedHash.of($0) }

    /// Whether a request with an action may pass a gateway endpoint.
    static func serves(_ action: Action) -> Bool { services.contains(action.serviceNumber) }

    /// Whether a statement that names the caller does so at this endpoint: by `*` at both kinds, and by its account the root
    /// user at both. Other names count at interface endpoints alone.
    static func names(_ caller: Principal, by grant: GrantKind, _ reading: inout Reading) -> Bool {
        if grant == .everyone || grant == .account && caller.kind == .root { return true }
        return reading.take(.endpointsAreInterfaces)
    }
}
