//! Which attributes of a resource the AWS provider never fills in by itself: only of these does a value in a state or a plan say
//! that it is written.

/// One resource type a line, with the names of the arguments and blocks that are required or optional and not computed in the
/// provider's schemas, versions 2 to 6. Beside these: `ingress` and `egress`, which are the rules of a group whoever wrote them,
/// and an instance's `network_interface`, which is computed by the schema but only read back where it is written.
const TABLE: &str = include_str!("written-attributes.txt");

/// What the provider does with the attributes of one resource type.
#[derive(Clone, Copy, Debug)]
pub(super) struct Provider {
    written: &'static str,
}

impl Provider {
    /// The attributes of a type.
    pub(super) fn of(kind: &str) -> Self {
        // The old and the new name of one type.
        let kind = kind.replace("aws_alb_", "aws_lb_");
        let written = TABLE.lines().find_map(|line| line.strip_prefix(&*kind)?.strip_prefix(' '));
        Self { written: written.unwrap_or_default() }
    }

    /// Whether it may have filled in an attribute or block that is not written.
    pub(super) fn fills_in(self, name: &str) -> bool {
        !self.written.split(' ').any(|written| written == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_belongs_to_its_type() {
        assert!(Provider::of("aws_instance").fills_in("subnet_id"));
        assert!(!Provider::of("aws_network_interface").fills_in("subnet_id"));
        assert!(Provider::of("aws_network_interface").fills_in("attachment"));
        assert!(!Provider::of("aws_alb_target_group").fills_in("vpc_id"));
        assert!(Provider::of("aws_unknown").fills_in("id"));
    }
}
