//! Limits on wrong numbers: from one network, and from all networks together. Beyond a limit no number is checked, right or
//! wrong, and the answer does not tell which; the secrets of QR codes are not limited here.
//!
//! The memory is bounded: networks share a fixed number of slots. Two networks in one slot share its tries, and nobody outside
//! can know which do.

use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::deadline::Instant;

/// Slots for networks; half a megabyte.
const SLOTS: usize = 1 << 16;
/// Milliseconds after which all tries are available again.
const WINDOW_MS: i64 = 3_600_000;

/// Wrong numbers accepted in an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuessLimits {
    /// From each network.
    pub each_network: u32,
    /// From all together.
    pub all: u32,
}

/// The tries that are left. A try is taken before a number is checked, so that parallel requests cannot exceed the limit, and
/// given back if the number was right.
#[derive(Debug)]
pub struct GuessLimiter<S = RandomState> {
    limits: GuessLimits,
    networks: Vec<i64>,
    all: i64,
    hasher: S,
}

impl GuessLimiter {
    /// A limiter with all tries left.
    #[must_use]
    pub fn new(limits: GuessLimits) -> Self {
        Self::with_hasher(limits, RandomState::new())
    }
}

impl<S: BuildHasher> GuessLimiter<S> {
    /// The same with a given hasher, which assigns the slots.
    #[must_use]
    pub fn with_hasher(limits: GuessLimits, hasher: S) -> Self {
        Self {
            limits,
            networks: vec![0; SLOTS],
            all: 0,
            hasher,
        }
    }

    /// Takes a try for an address; `false` if its network, or all together, have none left: then the number must not be
    /// checked.
    pub fn take(&mut self, address: Option<IpAddr>, now: Instant) -> bool {
        let now = now.timestamp_millis();
        let GuessLimits { each_network, all } = self.limits;
        let slot = self.slot(address);
        let Some(network) = self.networks.get_mut(slot) else {
            return false;
        };
        match (
            taken(*network, each_network, now),
            taken(self.all, all, now),
        ) {
            (Some(of_network), Some(of_all)) => {
                *network = of_network;
                self.all = of_all;
                true
            }
            _ => false,
        }
    }

    /// Gives back the try of a right number.
    pub fn give_back(&mut self, address: Option<IpAddr>) {
        let GuessLimits { each_network, all } = self.limits;
        let slot = self.slot(address);
        if let Some(network) = self.networks.get_mut(slot) {
            *network -= cost_ms(each_network);
        }
        self.all -= cost_ms(all);
    }

    fn slot(&self, address: Option<IpAddr>) -> usize {
        let network = address.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), network_of);
        let hash = self.hasher.hash_one(network);
        usize::try_from(hash % SLOTS as u64).unwrap_or_default()
    }
}

/// Milliseconds after which one try is available again.
fn cost_ms(per_h: u32) -> i64 {
    WINDOW_MS / i64::from(per_h.max(1))
}

/// When all tries are available again after one more is taken; `None` if none is left.
fn taken(all_back_at: i64, per_h: u32, now: i64) -> Option<i64> {
    // A time beyond the window was written before the clock was set back; it must not block everybody.
    let is_of_this_clock = all_back_at <= now + WINDOW_MS;
    let from = if is_of_this_clock {
        all_back_at.max(now)
    } else {
        now
    };
    let after = from + cost_ms(per_h);
    (per_h > 0 && after <= now + WINDOW_MS).then_some(after)
}

/// The network of an address: its /24 in IPv4, its /64 in IPv6.
#[must_use]
pub fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            IpAddr::V4(Ipv4Addr::new(a, b, c, 0))
        }
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::HashMap;
    use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

    use chrono::Duration;
    use proptest::prelude::*;

    use super::*;

    const LIMITS: GuessLimits = GuessLimits {
        each_network: 5,
        all: 20,
    };

    fn start() -> Instant {
        "2026-11-24T02:00:00Z".parse().unwrap()
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn each_network_has_its_own_tries_and_all_together_have_a_limit() {
        let mut limiter = GuessLimiter::new(LIMITS);
        for host in 1..=5 {
            assert!(limiter.take(Some(ip(&format!("203.0.113.{host}"))), start()));
        }
        assert!(
            !limiter.take(Some(ip("203.0.113.200")), start()),
            "the same /24"
        );
        assert!(
            !limiter.take(Some(ip("::ffff:203.0.113.7")), start()),
            "written otherwise"
        );
        let others = (0..100).filter(|n| limiter.take(Some(ip(&format!("198.51.{n}.1"))), start()));
        assert_eq!(others.count(), 15);
        let later = start() + Duration::minutes(3);
        assert!(
            limiter.take(Some(ip("192.0.2.1")), later),
            "one has come back"
        );
        assert!(!limiter.take(Some(ip("192.0.2.1")), later));
    }

    #[test]
    fn a_right_number_costs_nothing() {
        let mut limiter = GuessLimiter::new(LIMITS);
        for _ in 0..1_000 {
            assert!(limiter.take(Some(ip("2001:db8::1")), start()));
            limiter.give_back(Some(ip("2001:db8::ffff")));
        }
    }

    #[test]
    fn a_clock_that_was_set_back_keeps_nobody_out_for_long() {
        let mut limiter = GuessLimiter::new(LIMITS);
        assert!(limiter.take(Some(ip("192.0.2.1")), start() + Duration::days(300)));
        assert!(limiter.take(Some(ip("192.0.2.1")), start() + Duration::hours(1)));
    }

    /// A fixed pseudo-random number.
    fn mixed(number: u64) -> u64 {
        let mut hasher = DefaultHasher::new();
        number.hash(&mut hasher);
        hasher.finish()
    }

    /// The number of one of ten million dossiers; every other slip is an old one with six digits.
    fn planted(dossier: u64) -> u64 {
        let numbers = if dossier.is_multiple_of(2) {
            100_000_000
        } else {
            1_000_000
        };
        mixed(dossier) % numbers
    }

    /// A million guesses from a hundred thousand networks in an hour, against ten million dossiers with known codes.
    #[test]
    fn an_attack_from_everywhere_finds_nothing_and_costs_the_owners_of_codes_nothing() {
        let limits = GuessLimits {
            each_network: 30,
            all: 600,
        };
        let hasher = BuildHasherDefault::<DefaultHasher>::default();
        let mut limiter = GuessLimiter::with_hasher(limits, hasher);
        let links: HashMap<u64, u64> = (0..1_000).map(|owner| (mixed(owner + 7), owner)).collect();
        let (mut looked_at, mut found, mut came_in) = (0_u32, 0_u32, 0_u64);
        for guess in 0..1_000_000_u64 {
            let network = u32::try_from(guess % 100_000).unwrap_or_default();
            let [_, a, b, c] = network.to_be_bytes();
            let from = IpAddr::V4(Ipv4Addr::new(11 + a, b, c, 7));
            let at = start() + Duration::microseconds(i64::try_from(guess).unwrap() * 3_600);
            if limiter.take(Some(from), at) {
                looked_at += 1;
                let dossier = mixed(guess) % 10_000_000;
                let digits = if dossier.is_multiple_of(2) {
                    100_000_000
                } else {
                    1_000_000
                };
                found += u32::from(mixed(guess ^ 0xabcd) % digits == planted(dossier));
            }
            if guess % 1_000 == 0 {
                // The secret of a printed code is looked up directly, and no limit applies to it.
                let owner = guess / 1_000;
                came_in += u64::from(links.get(&mixed(owner + 7)) == Some(&owner));
            }
        }
        // The tries available at first, and those that came back within the hour.
        assert!((600..=1_201).contains(&looked_at), "{looked_at}");
        assert_eq!((found, came_in), (0, 1_000));
    }

    proptest! {
        #[test]
        fn in_no_hour_more_is_taken_than_twice_the_limit(steps in proptest::collection::vec(0_i64..600_000, 1..200)) {
            let mut limiter = GuessLimiter::new(LIMITS);
            let mut at = start();
            let mut taken = Vec::new();
            for ms in steps {
                at += Duration::milliseconds(ms);
                if limiter.take(Some(ip("192.0.2.1")), at) {
                    taken.push(at);
                }
            }
            for from in &taken {
                let until = *from + Duration::hours(1);
                let within = taken.iter().filter(|at| *at >= from && **at < until);
                prop_assert!(within.count() <= 10);
            }
        }
    }
}
