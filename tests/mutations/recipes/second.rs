//! An interface that is attached to an instance which has its automatic one alone: the ground for mistakes of instances with two.

use super::{
    ATTACHMENT, EIP_ASSOCIATION, ELASTIC_IP, INSTANCE, INTERFACE, LAUNCH_TEMPLATE, MAPS_PUBLIC_IP, PUBLIC_IP, SOURCE_DEST_CHECK,
    SUBNET_ID, is_listing, is_mentioned, is_terraform,
};
use crate::element::{Element, Name};
use crate::mutation::{Body, Mutation};
use crate::project::Project;

/// A group that nothing is known of.
pub(super) const SOME_GROUP: &str = r#"["sg-0123456789abcdef0"]"#;

/// A subnet that nothing is known of.
pub(super) const SOME_SUBNET: &str = r#""subnet-0123456789abcdef0""#;

/// The interface to attach, as the languages write its parts.
pub(super) struct Second<'a> {
    pub(super) name: Name,
    pub(super) subnet: &'a str,
    pub(super) groups: &'a str,
    /// Further attributes: lines, and entries with a comma in front.
    pub(super) more: Body<'a>,
    /// Whether the attachment of CloudFormation says that the interface outlives the instance.
    pub(super) is_kept: bool,
}

impl Default for Second<'_> {
    fn default() -> Self {
        let name = Name("planted", "Planted");
        Self { name, subnet: SOME_SUBNET, groups: SOME_GROUP, more: Body("", ""), is_kept: true }
    }
}

impl Second<'_> {
    /// Attaches it at device index 1.
    pub(super) fn attach(&self, project: &Project, instance: &Element, mutation: Mutation) -> Option<Mutation> {
        let Self { subnet, groups, more, .. } = self;
        // What stands on several lines does not fit into braces.
        if !is_terraform(project) && [subnet, groups].into_iter().any(|text| text.contains('\n')) {
            return None;
        }
        let interface = (
            format!("subnet_id = {subnet}\nsecurity_groups = {groups}\n{}", more.0),
            format!(r#""Properties": {{"SubnetId": {subnet}, "GroupSet": {groups}{}}}"#, more.1),
        );
        let (own, target) = (instance.reference(), self.name.of(project.language));
        let kept = if self.is_kept { r#", "DeleteOnTermination": false"# } else { "" };
        let attachment = (
            format!("instance_id = {own}\nnetwork_interface_id = aws_network_interface.{target}.id\ndevice_index = 1"),
            format!(
                r#""Properties": {{"InstanceId": {own}, "NetworkInterfaceId": {{"Ref": "{target}"}}, "DeviceIndex": "1"{kept}}}"#
            ),
        );
        mutation.add(project, instance, INTERFACE, target, Body(&interface.0, &interface.1))?.add(
            project,
            instance,
            ATTACHMENT,
            &format!("{target}Attachment"),
            Body(&attachment.0, &attachment.1),
        )
    }
}

/// Single instances with their automatic interface alone, whose public address is said by nobody else than by themselves.
pub(super) fn bare(project: &Project) -> impl Iterator<Item = &Element> {
    project.single(INSTANCE).filter(|instance| {
        let has_more =
            [ELASTIC_IP, EIP_ASSOCIATION, ATTACHMENT, INTERFACE].into_iter().any(|kind| is_mentioned(project, instance, kind));
        let by_subnet = match project.follow(instance, SUBNET_ID) {
            Some(subnet) => subnet.has(MAPS_PUBLIC_IP),
            None => project.mentions(MAPS_PUBLIC_IP.of(project.language)),
        };
        !has_more && !by_subnet && !is_listing(instance) && !instance.has(LAUNCH_TEMPLATE)
    })
}

/// Those among them of which nothing more is said that a second interface would touch.
pub(super) fn plain(project: &Project) -> impl Iterator<Item = &Element> {
    bare(project).filter(|instance| !instance.has(PUBLIC_IP) && !instance.has(SOURCE_DEST_CHECK))
}
