//! How the network card is to treat an interface: timeouts of connection tracking, and ENA Express.

use super::{Blocks, Setting};
use crate::value::{Arena, Value};

/// What is set for the treatment of one interface.
#[derive(Clone, Debug)]
pub struct Driver {
    /// The timeouts that are written, in seconds.
    pub timeouts: Vec<(Timeout, Setting)>,
    /// Whether ENA Express is on; null where that is not written.
    pub ena_express: Value,
    /// Whether ENA Express carries UDP too; null where that is not written.
    pub ena_express_udp: Value,
}

/// What a timeout of connection tracking is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timeout {
    /// Established TCP connections without traffic.
    TcpEstablished,
    /// UDP flows with several requests and responses.
    UdpStream,
    /// UDP flows in one direction, or of one request and response.
    Udp,
}

/// How a language names these settings.
pub(super) struct DriverNames {
    tracking: &'static str,
    timeouts: [(Timeout, &'static str); 3],
    express: &'static str,
    express_enabled: &'static str,
    express_udp: &'static str,
    express_udp_enabled: &'static str,
}

pub(super) static TERRAFORM: DriverNames = DriverNames {
    tracking: "connection_tracking_specification",
    timeouts: [
        (Timeout::TcpEstablished, "tcp_established_timeout"),
        (Timeout::UdpStream, "udp_stream_timeout"),
        (Timeout::Udp, "udp_timeout"),
    ],
    express: "ena_srd_specification",
    express_enabled: "ena_srd_enabled",
    express_udp: "ena_srd_udp_specification",
    express_udp_enabled: "ena_srd_udp_enabled",
};

pub(super) static CLOUDFORMATION: DriverNames = DriverNames {
    tracking: "ConnectionTrackingSpecification",
    timeouts: [
        (Timeout::TcpEstablished, "TcpEstablishedTimeout"),
        (Timeout::UdpStream, "UdpStreamTimeout"),
        (Timeout::Udp, "UdpTimeout"),
    ],
    express: "EnaSrdSpecification",
    express_enabled: "EnaSrdEnabled",
    express_udp: "EnaSrdUdpSpecification",
    express_udp_enabled: "EnaSrdUdpEnabled",
};

impl Driver {
    /// Nothing is set.
    pub(super) const NONE: Self = Self { timeouts: Vec::new(), ena_express: Value::NULL, ena_express_udp: Value::NULL };

    /// Reads the settings of one interface.
    pub(super) fn read(values: &Arena, mapping: &Value, names: &DriverNames) -> Self {
        let tracking = Blocks::read(values, &values.get(mapping, names.tracking));
        let timeouts = names.timeouts.iter().map(|(timeout, name)| {
            let value = tracking.attribute(values, name);
            (*timeout, Setting { name, value })
        });
        let express = Blocks::read(values, &values.get(mapping, names.express));
        Self {
            timeouts: timeouts.filter(|(_, setting)| !setting.value.is_null()).collect(),
            ena_express: express.attribute(values, names.express_enabled),
            ena_express_udp: express.nested(values, names.express_udp).attribute(values, names.express_udp_enabled),
        }
    }
}
