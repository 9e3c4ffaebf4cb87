//! The resource types that the graph has nodes for.

/// In the order of the alphabet.
const TYPES: [&str; 41] = [
    "aws_alb_target_group",
    "aws_alb_target_group_attachment",
    "aws_autoscaling_group",
    "aws_default_route_table",
    "aws_default_security_group",
    "aws_default_subnet",
    "aws_default_vpc",
    "aws_ec2_fleet",
    "aws_egress_only_internet_gateway",
    "aws_eip",
    "aws_eip_association",
    "aws_eip_domain_name",
    "aws_eks_node_group",
    "aws_instance",
    "aws_internet_gateway",
    "aws_internet_gateway_attachment",
    "aws_launch_configuration",
    "aws_launch_template",
    "aws_lb_target_group",
    "aws_lb_target_group_attachment",
    "aws_main_route_table_association",
    "aws_nat_gateway",
    "aws_network_interface",
    "aws_network_interface_attachment",
    "aws_network_interface_permission",
    "aws_network_interface_sg_attachment",
    "aws_route",
    "aws_route_table",
    "aws_route_table_association",
    "aws_security_group",
    "aws_security_group_rule",
    "aws_spot_fleet_request",
    "aws_spot_instance_request",
    "aws_subnet",
    "aws_vpc",
    "aws_vpc_endpoint",
    "aws_vpc_ipv4_cidr_block_association",
    "aws_vpc_ipv6_cidr_block_association",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_vpc_association",
];

/// Whether the graph has a node for resources of this type.
pub(super) fn is_network(kind: &str) -> bool {
    TYPES.binary_search(&kind).is_ok()
}
