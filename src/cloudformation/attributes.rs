//! Attributes of resources whose value is known from the template: those that are the same as `Ref`, and those that return a
//! property as it was written. From the return values in the CloudFormation template reference.

/// Whether `Fn::GetAtt` of this attribute gives what `Ref` gives. That of a security group is for one with a `VpcId`: for others
/// `Ref` may be the name.
pub(super) fn is_ref(resource_type: &str, attribute: &str) -> bool {
    matches!(
        (resource_type, attribute),
        ("AWS::EC2::VPC", "VpcId")
            | ("AWS::EC2::Subnet", "SubnetId")
            | ("AWS::EC2::SecurityGroup", "GroupId" | "Id")
            | ("AWS::EC2::Instance", "InstanceId")
            | (
                "AWS::EC2::NetworkInterface"
                    | "AWS::EC2::EgressOnlyInternetGateway"
                    | "AWS::EC2::SpotFleet"
                    | "AWS::EC2::SubnetRouteTableAssociation"
                    | "AWS::EC2::SecurityGroupIngress"
                    | "AWS::EC2::SecurityGroupEgress"
                    | "AWS::EC2::TransitGateway"
                    | "AWS::EC2::TransitGatewayAttachment"
                    | "AWS::EC2::VPCEndpoint"
                    | "AWS::EC2::VPCPeeringConnection"
                    | "AWS::EC2::NetworkAcl",
                "Id"
            )
            | ("AWS::EC2::NetworkInterfaceAttachment", "AttachmentId")
            | ("AWS::EC2::RouteTable", "RouteTableId")
            | ("AWS::EC2::InternetGateway", "InternetGatewayId")
            | ("AWS::EC2::NatGateway", "NatGatewayId")
            | ("AWS::EC2::LaunchTemplate", "LaunchTemplateId")
            | ("AWS::EC2::EIP", "PublicIp")
            | ("AWS::EC2::EC2Fleet", "FleetId")
            | ("AWS::EC2::PrefixList", "PrefixListId")
            | ("AWS::EC2::Volume", "VolumeId")
            | ("AWS::EC2::VPNGateway", "VPNGatewayId")
            | ("AWS::EC2::CustomerGateway", "CustomerGatewayId")
            | ("AWS::EC2::DHCPOptions", "DhcpOptionsId")
            | ("AWS::ElasticLoadBalancingV2::TargetGroup", "TargetGroupArn")
            | ("AWS::ElasticLoadBalancingV2::LoadBalancer", "LoadBalancerArn")
            | ("AWS::ElasticLoadBalancingV2::Listener", "ListenerArn")
    )
}

/// The property whose value an attribute returns, where that property is written.
pub(super) fn echoed(resource_type: &str, attribute: &str) -> Option<&'static str> {
    Some(match (resource_type, attribute) {
        ("AWS::EC2::VPC" | "AWS::EC2::Subnet", "CidrBlock") => "CidrBlock",
        ("AWS::EC2::Subnet" | "AWS::EC2::Instance", "AvailabilityZone") => "AvailabilityZone",
        ("AWS::EC2::Subnet", "AvailabilityZoneId") => "AvailabilityZoneId",
        ("AWS::EC2::Subnet" | "AWS::EC2::SecurityGroup", "VpcId") => "VpcId",
        ("AWS::EC2::NetworkInterface", "PrimaryPrivateIpAddress") | ("AWS::EC2::Instance", "PrivateIp") => "PrivateIpAddress",
        _ => return None,
    })
}
