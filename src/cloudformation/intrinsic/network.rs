//! `Fn::Cidr` and `Fn::GetAZs`.

use super::Call;
use crate::cloudformation::evaluate::Scope;
use crate::source::Span;
use crate::syntax::tree::NodeKind;
use crate::value::{Data, Value};
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// As many blocks as `Fn::Cidr` gives at most.
const MAX_COUNT: i64 = 256;

impl Scope<'_> {
    pub(super) fn cidr(self, call: &Call<'_>) -> Option<Value> {
        let arguments = self.arguments(call, 2..=3)?;
        let values: Vec<Value> = arguments.iter().map(|argument| self.value(argument)).collect();
        Some(self.by_cases(&values.iter().collect::<Vec<_>>(), |values| self.blocks(values, call.span)))
    }

    fn blocks(self, arguments: &[Value], span: Span) -> Value {
        // The reference says nothing of a default for the third argument, and CloudFormation has refused to go without.
        let [block, count, bits] = arguments else { return self.symbolic_cidr(arguments, span) };
        let (Some(text), Some(number), Some(size)) = (block.as_str(), count.as_integer(), bits.as_integer()) else {
            return self.symbolic_cidr(arguments, span);
        };
        match divide(text, number, size) {
            Some(blocks) => {
                self.run.take(blocks.len(), span);
                let origin = self.run.arena.written(span);
                let items = blocks.iter().map(|block| Value::string(&block.to_string()).with_origin(origin));
                Value::list(items.collect()).with_origin(origin)
            }
            None => self.run.opaque("blocks that Fn::Cidr cannot make", span),
        }
    }

    fn symbolic_cidr(self, arguments: &[Value], span: Span) -> Value {
        self.listed(self.run.apply("Fn::Cidr", arguments.to_vec(), span))
    }

    /// The same, known to be a list in whose elements there is no comma.
    fn listed(self, value: Value) -> Value {
        if let Data::Term(term) = value.data {
            self.run.lists.borrow_mut().insert(term);
        }
        value
    }

    /// The zones of a region; no name means the region of the stack.
    pub(super) fn get_azs(self, call: &Call<'_>) -> Option<Value> {
        let own = || self.pseudo_parameter("AWS::Region", call.span);
        // `!GetAZs` with nothing behind it is written, and taken, as well.
        let is_empty = matches!(&call.argument.kind, NodeKind::Scalar(scalar) if scalar.is_null() || scalar.text.is_empty());
        let region = if is_empty { own()? } else { self.argument(call) };
        Some(self.run.arena.map(&region, |region| {
            let named = Some(region).filter(|region| !region.is_null() && region.as_str() != Some(""));
            let region = named.cloned().or_else(own).unwrap_or_else(|| region.clone());
            self.listed(self.run.apply("Fn::GetAZs", vec![region], call.span))
        }))
    }
}

/// The first so many blocks of 2^bits addresses of a network.
fn divide(network: &str, count: i64, bits: i64) -> Option<Vec<IpNet>> {
    let network: IpNet = network.trim().parse().ok()?;
    let network = network.trunc();
    let bits = u8::try_from(bits).ok().filter(|&bits| bits > 0)?;
    let prefix = network.max_prefix_len().checked_sub(bits).filter(|&prefix| prefix >= network.prefix_len())?;
    let count = u128::try_from(count).ok().filter(|count| (1..=MAX_COUNT.unsigned_abs().into()).contains(count))?;
    let available = 1_u128.checked_shl(u32::from(prefix - network.prefix_len())).unwrap_or(u128::MAX);
    if count > available {
        return None;
    }
    let step = 1_u128.checked_shl(u32::from(bits)).unwrap_or_default();
    let blocks = (0..count).map(|number| {
        let address = match network.network() {
            IpAddr::V4(first) => {
                let offset = u32::try_from(number * step).ok()?;
                IpAddr::V4(Ipv4Addr::from(u32::from(first).checked_add(offset)?))
            }
            IpAddr::V6(first) => IpAddr::V6(Ipv6Addr::from(u128::from(first).checked_add(number.checked_mul(step)?)?)),
        };
        IpNet::new(address, prefix).ok()
    });
    blocks.collect()
}

#[cfg(test)]
mod tests {
    use super::divide;

    fn blocks(network: &str, count: i64, bits: i64) -> Vec<String> {
        divide(network, count, bits).into_iter().flatten().map(|block| block.to_string()).collect()
    }

    #[test]
    fn bits_are_those_of_the_hosts() {
        assert_eq!(
            blocks("192.168.0.0/24", 6, 5),
            ["192.168.0.0/27", "192.168.0.32/27", "192.168.0.64/27", "192.168.0.96/27", "192.168.0.128/27", "192.168.0.160/27"]
        );
        assert_eq!(blocks("10.0.0.9/30", 4, 0), [""; 0]);
        assert_eq!(blocks("10.0.0.0/8", 1, 24), ["10.0.0.0/8"]);
        assert_eq!(blocks("2001:db8::/56", 2, 64), ["2001:db8::/64", "2001:db8:0:1::/64"]);
        assert_eq!(blocks("255.255.255.0/24", 2, 7), ["255.255.255.0/25", "255.255.255.128/25"]);
    }

    #[test]
    fn what_does_not_fit_gives_nothing() {
        for (network, count, bits) in [
            ("10.0.0.0/24", 5, 6),
            ("10.0.0.0/24", 1, 9),
            ("10.0.0.0/24", 0, 5),
            ("10.0.0.0/8", 257, 5),
            ("10.0.0.0/8", 1, 33),
            ("10.0.0.0/8", 1, -1),
            ("::/0", 1, 300),
            ("x", 1, 5),
        ] {
            assert!(divide(network, count, bits).is_none(), "{network} {count} {bits}");
        }
    }
}
