//! Mistakes with a second interface beside the automatic one of an instance.

use super::second::{SOME_GROUP, Second, bare, plain};
use super::{
    ATTACHMENT, EIP_ASSOCIATION, ELASTIC_IP, INSTANCE, INSTANCE_GROUPS, INTERFACE, INTERFACE_ID, PUBLIC_IP, Recipe, SECURITY_GROUP,
    SOURCE_DEST_CHECK, SUBNET, SUBNET_ID, TABLE_ASSOCIATION, USER_DATA, VPC_ID, ZONE, is_mentioned, is_terraform, listed,
};
use crate::element::{Element, Name};
use crate::mutation::{Body, Mutation};
use crate::project::Project;
use crate::recipes::targets::waiting;

pub(super) const RECIPES: &[Recipe] = &[
    Recipe { rule: "attachment-deletes-eni", what: "an attachment that does not keep its interface", plant: not_kept },
    Recipe {
        rule: "instance-settings-with-second-eni",
        what: "the check of an instance that gets a second interface",
        plant: check_beside,
    },
    Recipe { rule: "public-ip-lost-with-second-eni", what: "a second interface beside an automatic address", plant: beside_public },
    Recipe {
        rule: "hot-attached-eni-unconfigured",
        what: "a second interface for an image that does nothing about it",
        plant: unconfigured,
    },
    Recipe {
        rule: "management-eni-shares-network",
        what: "an interface for management in the group of the instance",
        plant: shared_group,
    },
    Recipe { rule: "management-eni-too-open", what: "an interface for management that is open to everybody", plant: open_to_all },
    Recipe {
        rule: "multi-eni-instance-in-target-group",
        what: "an interface for data that the load balancer does not know",
        plant: balanced,
    },
    Recipe { rule: "eip-on-secondary-eni", what: "an address for the second interface", plant: address_of_second },
    Recipe { rule: "dual-homed-forwarding", what: "a server forwards between two networks", plant: bridge },
    Recipe { rule: "failover-eni-across-azs", what: "a script attaches an interface of another zone", plant: failover },
];

const IMAGE: Name = Name("ami", "ImageId");
const VPC: &str = "vpc-0123456789abcdef0";

fn not_kept(project: &Project) -> Vec<Mutation> {
    if is_terraform(project) {
        return Vec::new();
    }
    let second = Second { is_kept: false, ..Second::default() };
    plain(project).filter_map(|instance| second.attach(project, instance, Mutation::new())).collect()
}

fn check_beside(project: &Project) -> Vec<Mutation> {
    if !is_terraform(project) {
        return Vec::new();
    }
    let check = |instance| Second::default().attach(project, instance, Mutation::new().set(instance, SOURCE_DEST_CHECK, "false")?);
    plain(project).filter_map(check).collect()
}

fn beside_public(project: &Project) -> Vec<Mutation> {
    let is_on = |element: &Element| element.text(PUBLIC_IP).is_some_and(|text| text.trim_matches(['"', '\'']) == "true");
    let attach = |instance| Second::default().attach(project, instance, Mutation::new());
    if is_terraform(project) {
        return bare(project).filter(|instance| is_on(instance) && !instance.has(SOURCE_DEST_CHECK)).filter_map(attach).collect();
    }
    let is_public = |instance: &&Element| {
        let listed = listed(instance);
        let touched = [ATTACHMENT, ELASTIC_IP, EIP_ASSOCIATION].into_iter().any(|kind| is_mentioned(project, instance, kind));
        listed.len() == 1 && is_on(listed[0]) && !listed[0].has(INTERFACE_ID) && !touched && !instance.has(SOURCE_DEST_CHECK)
    };
    project.single(INSTANCE).filter(is_public).filter_map(attach).collect()
}

fn unconfigured(project: &Project) -> Vec<Mutation> {
    let silent = plain(project).filter(|instance| !has_script(instance));
    let planted = silent.filter_map(|instance| {
        let mutation = match is_terraform(project) {
            true => {
                let image = "data \"aws_ami\" \"planted\" {\n  most_recent = true\n  owners      = [\"136693071363\"]\n\n  filter {\n    name   = \"name\"\n    values = [\"debian-12-amd64-*\"]\n  }\n}";
                Mutation::new().append(project, instance, image).set(instance, IMAGE, "data.aws_ami.planted.id")?
            }
            false => Mutation::new().set(instance, IMAGE, r#""{{resolve:ssm:/aws/service/debian/release/12/latest/amd64}}""#)?,
        };
        Second::default().attach(project, instance, mutation)
    });
    planted.collect()
}

fn has_script(instance: &Element) -> bool {
    instance.has(USER_DATA) || instance.has(Name("user_data_base64", ""))
}

/// Adds a security group with one rule.
fn with_group(project: &Project, instance: &Element, mutation: Mutation, port: u16, network: &str) -> Option<Mutation> {
    let terraform = format!(
        "vpc_id = \"{VPC}\"\n\ningress {{\n  protocol = \"tcp\"\n  from_port = {port}\n  to_port = {port}\n  cidr_blocks = [\"{network}\"]\n}}"
    );
    let rule = format!(r#"{{"IpProtocol": "tcp", "FromPort": {port}, "ToPort": {port}, "CidrIp": "{network}"}}"#);
    let cloudformation =
        format!(r#""Properties": {{"GroupDescription": "Planted", "VpcId": "{VPC}", "SecurityGroupIngress": [{rule}]}}"#);
    let name = if is_terraform(project) { "planted" } else { "PlantedGroup" };
    mutation.add(project, instance, SECURITY_GROUP, name, Body(&terraform, &cloudformation))
}

fn planted_group(project: &Project) -> &'static str {
    if is_terraform(project) { "[aws_security_group.planted.id]" } else { r#"[{"Fn::GetAtt": ["PlantedGroup", "GroupId"]}]"# }
}

const FOR_MANAGEMENT: Name = Name("planted_mgmt", "PlantedMgmt");

/// Whether the name of an instance says that it is for management as a whole.
fn is_for_management(instance: &Element) -> bool {
    let name = instance.name.to_lowercase();
    ["mgmt", "management", "admin", "mgt"].into_iter().any(|word| name.contains(word))
}

/// Whether management interfaces share something with others as it is: then what is planted beside them is nothing new.
fn is_known(project: &Project) -> bool {
    ["management-eni-shares-network", "management-eni-too-open"].into_iter().any(|rule| project.is_known(rule))
}

fn shared_group(project: &Project) -> Vec<Mutation> {
    if is_known(project) {
        return Vec::new();
    }
    let groups = planted_group(project);
    let instances = plain(project).filter(|instance| instance.has(INSTANCE_GROUPS) && !is_for_management(instance));
    let shared = instances.filter_map(|instance| {
        let mutation = with_group(project, instance, Mutation::new(), 443, "10.0.0.0/8")?.set(instance, INSTANCE_GROUPS, groups)?;
        Second { name: FOR_MANAGEMENT, groups, ..Second::default() }.attach(project, instance, mutation)
    });
    shared.collect()
}

fn open_to_all(project: &Project) -> Vec<Mutation> {
    if is_known(project) {
        return Vec::new();
    }
    let second = Second { name: FOR_MANAGEMENT, groups: planted_group(project), ..Second::default() };
    let instances = plain(project).filter(|instance| instance.has(INSTANCE_GROUPS) && !is_for_management(instance));
    instances
        .filter_map(|instance| second.attach(project, instance, with_group(project, instance, Mutation::new(), 22, "0.0.0.0/0")?))
        .collect()
}

fn balanced(project: &Project) -> Vec<Mutation> {
    let second = Second { name: Name("planted_data", "PlantedData"), ..Second::default() };
    let kind = Name("aws_lb_target_group", "AWS::ElasticLoadBalancingV2::TargetGroup");
    let registered = plain(project).filter(|instance| !is_for_management(instance)).filter_map(|instance| {
        let target = instance.reference();
        let group = Body("port = 443\nprotocol = \"TLS\"\nvpc_id = \"vpc-0123456789abcdef0\"", "");
        let listed = format!(
            r#""Properties": {{"Port": 443, "Protocol": "TLS", "VpcId": "{VPC}", "TargetType": "instance", "Targets": [{{"Id": {target}}}]}}"#
        );
        let attachment = format!("target_group_arn = aws_lb_target_group.planted.arn\ntarget_id = {target}\nport = 443");
        let mutation = match is_terraform(project) {
            true => Mutation::new().add(project, instance, kind, "planted", group)?.add(
                project,
                instance,
                Name("aws_lb_target_group_attachment", ""),
                "planted",
                Body(&attachment, ""),
            )?,
            false => Mutation::new().add(project, instance, kind, "PlantedTargets", Body("", &listed))?,
        };
        second.attach(project, instance, mutation)
    });
    registered.collect()
}

fn address_of_second(project: &Project) -> Vec<Mutation> {
    let knows = ["ubuntu", "amazon", "amzn", "al2023", "windows", "bottlerocket", "ssm"];
    let is_silent = |instance: &&Element| {
        let image = instance.text(IMAGE).unwrap_or_default().to_lowercase();
        !has_script(instance) && !knows.into_iter().any(|word| image.contains(word))
    };
    let images = ["ubuntu", "amzn", "al2023", "ami-amazon", "windows"];
    let addressed = plain(project).filter(is_silent).filter(|_| !images.into_iter().any(|word| project.mentions(word))).filter_map(
        |instance| {
            let (waits, depends) = waiting(project, instance);
            let mutation = match is_terraform(project) {
                true => {
                    let body = format!("domain = \"vpc\"\nnetwork_interface = aws_network_interface.planted.id\n{waits}");
                    Mutation::new().add(project, instance, ELASTIC_IP, "planted", Body(&body, ""))?
                }
                false => {
                    let allocation = r#"{"Fn::GetAtt": ["PlantedAddress", "AllocationId"]}"#;
                    let body = format!(
                        r#""Properties": {{"AllocationId": {allocation}, "NetworkInterfaceId": {{"Ref": "Planted"}}}}{depends}"#
                    );
                    Mutation::new()
                        .add(project, instance, ELASTIC_IP, "PlantedAddress", Body("", r#""Properties": {"Domain": "vpc"}"#))?
                        .add(project, instance, EIP_ASSOCIATION, "PlantedAssociation", Body("", &body))?
                }
            };
            Second::default().attach(project, instance, mutation)
        },
    );
    addressed.collect()
}

/// Words for what forwards packets by its trade.
const TRADES: [&str; 18] = [
    "nat",
    "vpn",
    "fire",
    "rout",
    "gateway",
    "forward",
    "forti",
    "palo",
    "checkpoint",
    "kube",
    "eks",
    "tunnel",
    "appliance",
    "sensor",
    "edge",
    "inspect",
    "gw",
    "fw",
];

fn bridge(project: &Project) -> Vec<Mutation> {
    let servers = plain(project).filter(|instance| {
        let text = project.files[instance.file].text[instance.span.clone()].to_lowercase();
        !TRADES.into_iter().any(|word| text.contains(word))
    });
    let bridges = servers.filter_map(|instance| {
        let subnet = project.follow(instance, SUBNET_ID).filter(|subnet| is_mentioned(project, subnet, TABLE_ASSOCIATION))?;
        let (vpc, zone) = (subnet.text(VPC_ID)?, subnet.text(ZONE)?);
        let mutation = new_subnet(project, subnet, vpc, zone)?;
        let more = Body("source_dest_check = false", r#", "SourceDestCheck": false"#);
        Second { subnet: planted_subnet(project), more, ..Second::default() }.attach(project, instance, mutation)
    });
    bridges.collect()
}

/// Adds a subnet.
fn new_subnet(project: &Project, beside: &Element, vpc: &str, zone: &str) -> Option<Mutation> {
    if [vpc, zone].into_iter().any(|text| text.contains('\n')) {
        return None;
    }
    let terraform = format!("vpc_id = {vpc}\ncidr_block = \"10.255.1.0/24\"\navailability_zone = {zone}");
    let cloudformation = format!(r#""Properties": {{"VpcId": {vpc}, "CidrBlock": "10.255.1.0/24", "AvailabilityZone": {zone}}}"#);
    let name = if is_terraform(project) { "planted" } else { "PlantedSubnet" };
    Mutation::new().add(project, beside, SUBNET, name, Body(&terraform, &cloudformation))
}

fn planted_subnet(project: &Project) -> &'static str {
    if is_terraform(project) { "aws_subnet.planted.id" } else { r#"{"Ref": "PlantedSubnet"}"# }
}

fn failover(project: &Project) -> Vec<Mutation> {
    let instances = plain(project).filter(|instance| !instance.has(Name("user_data_base64", "")) && !instance.has(ZONE));
    let failing = instances.filter_map(|instance| {
        let subnet = project.follow(instance, SUBNET_ID)?;
        if subnet.has(Name("availability_zone_id", "AvailabilityZoneId")) {
            return None;
        }
        let script = match is_terraform(project) {
            true => r#""aws ec2 attach-network-interface --device-index 1 --network-interface-id ${aws_network_interface.planted.id}""#,
            false => {
                r#"{"Fn::Base64": {"Fn::Sub": "aws ec2 attach-network-interface --device-index 1 --network-interface-id ${Planted}"}}"#
            }
        };
        let (place, groups) = (planted_subnet(project), SOME_GROUP);
        let interface = (
            format!("subnet_id = {place}\nsecurity_groups = {groups}"),
            format!(r#""Properties": {{"SubnetId": {place}, "GroupSet": {groups}}}"#),
        );
        let name = if is_terraform(project) { "planted" } else { "Planted" };
        new_subnet(project, subnet, subnet.text(VPC_ID)?, "\"us-east-1b\"")?
            .set(subnet, ZONE, "\"us-east-1a\"")?
            .add(project, instance, INTERFACE, name, Body(&interface.0, &interface.1))?
            .set(instance, USER_DATA, script)
    });
    failing.collect()
}
