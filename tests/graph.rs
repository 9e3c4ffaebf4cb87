//! `enilint graph`: the form of the facts, and that they say what Terraform and CloudFormation would make of the text.

#![allow(clippy::unwrap_used)]

mod harness;

use enilint::cli::Status;
use harness::{enilint, project};
use serde_json::{Value, json};

fn graph(directory: &str, arguments: &[&str]) -> Value {
    let run = enilint(&project("testdata/graph"), &[&["graph", "--format", "json", directory], arguments].concat());
    assert_eq!((run.status, run.err.as_str()), (Status::Clean, ""));
    serde_json::from_str(&run.out).unwrap()
}

fn resource<'a>(graph: &'a Value, address: &str) -> &'a Value {
    graph["resources"].as_array().unwrap().iter().find(|resource| resource["address"] == address).unwrap()
}

#[test]
fn a_resource_has_its_address_place_and_condition() {
    let graph = graph("terraform", &[]);
    assert_eq!(graph["version"], 1);
    let subnet = resource(&graph, "module.net[\"a\"].aws_subnet.this[1]");
    assert_eq!(subnet["type"], "aws_subnet");
    assert_eq!((&subnet["path"], &subnet["line"]), (&json!("terraform/net/main.tf"), &json!(8)));
    assert_eq!((&subnet["root"], &subnet["condition"]), (&json!("terraform"), &Value::Null));
    assert_eq!(resource(&graph, "aws_network_interface.standby[0]")["condition"], "var.ha is true");
}

#[test]
fn attributes_are_known_the_same_as_another_or_unknown() {
    let graph = graph("terraform", &[]);
    let subnet = &resource(&graph, "module.net[\"a\"].aws_subnet.this[1]")["attributes"];
    assert_eq!(subnet["cidr_block"], json!({ "value": "10.0.1.0/24" }));
    assert_eq!(subnet["vpc_id"], json!({ "same_as": "module.net[\"a\"].aws_vpc.this.id" }));
    assert_eq!(subnet["tags"], json!({ "unknown": "var.tags has no value", "term": "var.tags" }));
    let interface = &resource(&graph, "aws_network_interface.mgmt")["attributes"];
    assert_eq!(interface["subnet_id"], json!({ "same_as": "module.net[\"a\"].aws_subnet.this[0].id" }));
    let groups = json!([{ "same_as": "module.net[\"a\"].aws_security_group.this.id" }, { "value": "sg-0123456789abcdef0" }]);
    assert_eq!(interface["security_groups"], json!({ "list": groups }));
}

#[test]
fn blocks_are_lists_of_attribute_objects_and_alternatives_have_conditions() {
    let graph = graph("terraform", &[]);
    let instance = &resource(&graph, "aws_instance.fw")["attributes"];
    let primary = json!([{ "network_interface_id": { "same_as": "aws_network_interface.mgmt.id" } }]);
    assert_eq!(instance["primary_network_interface"], primary);
    let environment = json!({ "one_of": [
        { "condition": "var.ha is true", "is": { "value": "prod" } },
        { "condition": "var.ha is false", "is": { "value": "test" } },
    ] });
    assert_eq!(instance["tags"], json!({ "map": { "Env": environment, "Name": { "value": "fw" } } }));
    let group = &resource(&graph, "module.net[\"a\"].aws_security_group.this")["attributes"];
    assert_eq!(group["ingress"][0]["cidr_blocks"], json!({ "value": ["10.0.0.0/16"] }));
}

#[test]
fn a_launch_lists_its_interfaces() {
    let graph = graph("terraform", &["--var", "ha=true"]);
    let launch = &graph["launches"][0];
    assert_eq!((&launch["of"], &launch["instance_type"]), (&json!("aws_instance.fw"), &json!("c5.xlarge")));
    let expected = |index, interface, subnet, zone, attach| {
        json!({ "device_index": index, "card": 0, "interface": interface, "subnet": subnet, "zone": zone, "attach": attach,
                "condition": null, "each": false })
    };
    let [first, second] = ["module.net[\"a\"].aws_subnet.this[0]", "module.net[\"a\"].aws_subnet.this[1]"];
    let interfaces = json!([
        expected(0, "aws_network_interface.mgmt", first, "us-east-1a", "cold"),
        expected(1, "aws_network_interface.standby[0]", second, "us-east-1b", "hot"),
    ]);
    assert_eq!(launch["interfaces"], interfaces);
}

#[test]
fn templates_have_logical_ids_and_their_own_property_names() {
    let graph = graph("cloudformation", &[]);
    let subnet = &resource(&graph, "A")["attributes"];
    assert_eq!(subnet["CidrBlock"], json!({ "value": "10.0.1.0/24" }));
    assert_eq!(subnet["VpcId"], json!({ "unknown": "Vpc has no value", "term": "Vpc" }));
    let interface = resource(&graph, "Eni");
    assert_eq!(interface["condition"], "Ha is \"yes\"");
    assert_eq!(interface["attributes"]["SubnetId"], json!({ "same_as": "A" }));
    let data = &resource(&graph, "Template")["attributes"]["LaunchTemplateData"];
    assert_eq!(data["InstanceType"], json!({ "value": "t3.micro" }));
    assert_eq!(data["NetworkInterfaces"][0]["SubnetId"], json!({ "same_as": "A" }));
    assert_eq!(graph["launches"][0]["interfaces"][0]["device_index"], 0);
}

#[test]
fn a_file_that_cannot_be_read_whole_is_named_beside_the_graph_of_the_rest() {
    let run = enilint(&project("testdata/cases/syntax-errors"), &["graph", "--format", "json"]);
    assert_eq!(run.status, Status::Incomplete);
    assert!(run.err.contains("error[syntax-error]"), "{}", run.err);
    assert!(serde_json::from_str::<Value>(&run.out).unwrap()["resources"].as_array().is_some_and(|all| !all.is_empty()));
}

#[test]
fn people_get_one_line_per_interface() {
    let run = enilint(&project("testdata/graph"), &["graph", "terraform"]);
    let line = "  index 1: aws_network_interface.standby[0], in module.net[\"a\"].aws_subnet.this[1], zone us-east-1b, \
                attached afterwards, when var.ha is true";
    assert!(run.out.lines().any(|printed| printed == line), "{}", run.out);
}
