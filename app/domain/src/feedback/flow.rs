//! Limits on the number of messages, so that a flood from one network prevents nobody else from writing.

/// Messages that one network may send in an hour, as long as there is no flood (ours: the kiosk of a busy lobby is one
/// network).
pub const NETWORK_PER_H_MAX: u32 = 20;
/// The same limit during a flood from many networks.
pub const NETWORK_PER_H_MAX_IN_FLOOD: u32 = 2;
/// Messages in a day from which on it is a flood (ours: a centre gets some tens a day).
pub const FLOOD_PER_DAY: u32 = 500;
/// Messages accepted in a day in all, which limits the number of rows.
pub const PER_DAY_MAX: u32 = 5_000;
/// Hours over which all messages are counted.
pub const DAY_H: i64 = 24;

/// The number of recent messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecentMessages {
    /// From the sender's network, in this hour and the one before.
    pub of_network: u32,
    /// From everywhere, in the last [`DAY_H`] hours.
    pub in_all: u32,
}

impl RecentMessages {
    /// Whether one more message of the network is accepted.
    #[must_use]
    pub const fn takes_one_more(self) -> bool {
        let of_network_max = if self.in_all < FLOOD_PER_DAY {
            NETWORK_PER_H_MAX
        } else {
            NETWORK_PER_H_MAX_IN_FLOOD
        };
        self.of_network < of_network_max && self.in_all < PER_DAY_MAX
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_network_fills_its_own_share_and_no_more() {
        let flow = |of_network, in_all| RecentMessages { of_network, in_all };
        assert!(flow(19, 19).takes_one_more());
        assert!(!flow(20, 20).takes_one_more());
        assert!(flow(0, 20).takes_one_more(), "others write on");
        assert!(flow(1, FLOOD_PER_DAY).takes_one_more());
        assert!(!flow(2, FLOOD_PER_DAY).takes_one_more());
        assert!(!flow(0, PER_DAY_MAX).takes_one_more());
    }

    proptest! {
        #[test]
        fn a_sender_who_may_write_after_more_messages_may_after_fewer(of_network in 0_u32..40, in_all in 0_u32..6_000) {
            if (RecentMessages { of_network, in_all }).takes_one_more() {
                let less = RecentMessages { of_network: of_network.saturating_sub(1), in_all: in_all.saturating_sub(1) };
                prop_assert!(less.takes_one_more());
            }
        }
    }
}
