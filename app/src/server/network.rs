//! The connection and the network that an address counts as.

use std::net::IpAddr;

use sanh_domain::lookup::guess;

/// The address under which a connection is counted: of IPv6 its /64, since one connection can use all addresses of it.
#[must_use]
pub fn connection_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        short @ IpAddr::V4(_) => short,
        whole => guess::network_of(whole),
    }
}

/// The network of one visitor: the /24 of IPv4, the /64 of IPv6.
#[must_use]
pub fn network_of(address: Option<IpAddr>) -> String {
    let Some(address) = address else {
        return "unknown".to_owned();
    };
    guess::network_of(address).to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_network_is_the_24_of_ipv4_and_the_64_of_ipv6() {
        let of = |text: &str| network_of(text.parse().ok());
        assert_eq!(of("192.0.2.77"), "192.0.2.0");
        assert_eq!(of("::ffff:192.0.2.77"), "192.0.2.0");
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(network_of(None), "unknown");
    }

    #[test]
    fn the_addresses_of_one_connection_are_counted_together() {
        let of = |address: &str| connection_of(address.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:203.0.113.1"), of("203.0.113.1"));
        assert_ne!(of("203.0.113.1"), of("203.0.113.2"));
    }
}
