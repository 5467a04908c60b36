//! How often somebody may ask to be told, so that nobody is sent letters that they did not ask for, and a flood keeps nobody else out.

/// Hours over which requests are counted.
pub const FLOW_H: i64 = 24;
/// Requests of one dossier in that time (ours: an address is mistyped now and then).
pub const OF_DOSSIER_MAX: u32 = 6;
/// Requests to one address: nobody is asked more often whether they want to be told.
pub const OF_ADDRESS_MAX: u32 = 4;
/// Requests from one network (ours: the wireless network of a busy lobby is one).
pub const OF_NETWORK_MAX: u32 = 60;
/// Requests in all: rows and letters have a bound.
pub const IN_ALL_MAX: u32 = 5_000;
/// Addresses that are told of one dossier, or asked to confirm that they want to be.
pub const PER_DOSSIER_MAX: u32 = 6;

/// How many requests came in the last [`FLOW_H`] hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RequestFlow {
    /// Of the same dossier.
    pub of_dossier: u32,
    /// To the same address.
    pub of_address: u32,
    /// From the same network.
    pub of_network: u32,
    /// From everywhere.
    pub in_all: u32,
}

impl RequestFlow {
    /// Whether one more is taken now.
    #[must_use]
    pub const fn takes_one_more(self) -> bool {
        self.of_dossier < OF_DOSSIER_MAX
            && self.of_address < OF_ADDRESS_MAX
            && self.of_network < OF_NETWORK_MAX
            && self.in_all < IN_ALL_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_applies_by_itself() {
        let free = RequestFlow::default();
        assert!(free.takes_one_more());
        let full = [
            RequestFlow {
                of_dossier: OF_DOSSIER_MAX,
                ..free
            },
            RequestFlow {
                of_address: OF_ADDRESS_MAX,
                ..free
            },
            RequestFlow {
                of_network: OF_NETWORK_MAX,
                ..free
            },
            RequestFlow {
                in_all: IN_ALL_MAX,
                ..free
            },
        ];
        for flow in full {
            assert!(!flow.takes_one_more(), "{flow:?}");
        }
    }
}
