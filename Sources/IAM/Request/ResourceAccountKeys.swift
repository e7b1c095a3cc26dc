import SourceText

/// Which actions lack the keys that tell whose the resource is: `aws:ResourceAccount`, `aws:ResourceOrgID` and
/// `aws:ResourceOrgPaths` (PL-223). AWS's list is of 2023.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
public enum ResourceAccountKeys {
    /// Whether requests for an action have the keys.
    public static func arePresent(for action: Action) -> Bool {
        !services.contains(action.serviceNumber) && !actions.contains(action)
    }

    private static let services: Set<UInt64> = [FoldedHash.of("ebs"), FoldedHash.of("events")]

    private static let actions = [
        Set<Action>(
            service: "ec2",
            [
                "AcceptTransitGatewayPeeringAttachment", "AcceptVpcEndpointConnections", "AcceptVpcPeeringConnection",
                "CopyFpgaImage", "CopyImage", "CopySnapshot", "CreateTransitGatewayPeeringAttachment", "CreateVolume",
                "CreateVpcEndpoint", "CreateVpcPeeringConnection", "DeleteTransitGatewayPeeringAttachment",
                "DeleteVpcPeeringConnection", "RejectTransitGatewayPeeringAttachment", "RejectVpcEndpointConnections",
                "RejectVpcPeeringConnection",
            ]),
        Set<Action>(
            service: "route53",
            [
                "AssociateVPCWithHostedZone", "CreateVPCAssociationAuthorization", "DeleteVPCAssociationAuthorization",
                "DisassociateVPCFromHostedZone", "ListHostedZonesByVPC",
            ]),
        Set<Action>(service: "workspaces", ["DescribeWorkspaceImages"]),
    ].reduce(into: Set<Action>()) { $0.formUnion($1) }
}
