//! Limits how many of something one visitor holds at a time, and all visitors together: connections, bodies, renders, streams.
//!
//! Without a limit per visitor a single one could take every slot, and the walls of the centre would wait in their queue.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::Request;
use sanh_app::server::network::connection_of;
use sanh_domain::account::model::AccountId;

use super::sender::Sender;
use super::session::Session;

/// The limits of held slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotLimits {
    /// The most in all.
    pub all: u32,
    /// The most of one holder.
    pub each: u32,
}

/// The holder of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holder {
    /// A signed-in person, whatever their address: a whole office may share one address.
    Account(AccountId),
    /// All other senders of one network.
    Network(IpAddr),
}

impl Holder {
    /// The holder of a request.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        let extensions = request.extensions();
        let session = extensions.get::<Session>();
        if let Some(caller) = session.and_then(|session| session.caller.as_ref()) {
            return Self::Account(caller.person.id);
        }
        let sender = extensions.get::<Sender>();
        Self::at(sender.and_then(|sender| sender.address))
    }

    /// The holder of an address; requests without one, which only tests make, share a holder.
    #[must_use]
    pub fn at(address: Option<IpAddr>) -> Self {
        Self::Network(address.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), connection_of))
    }
}

/// The held slots, by holder.
#[derive(Debug)]
pub struct Slots<K = Holder>(Arc<Mutex<HashMap<K, u32>>>);

impl<K> Clone for Slots<K> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K> Default for Slots<K> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

/// A held slot; released when dropped.
#[derive(Debug)]
pub struct Slot<K: Hash + Eq = Holder> {
    places: Slots<K>,
    holder: Option<K>,
}

impl<K: Hash + Eq + Copy> Slots<K> {
    /// How many slots are taken.
    #[must_use]
    pub fn taken(&self) -> u64 {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.values().copied().map(u64::from).sum()
    }

    /// Takes a slot for a holder; `None`: all slots are taken, or all of this holder.
    #[must_use]
    pub fn take(&self, holder: K, most: SlotLimits) -> Option<Slot<K>> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all: u64 = held.values().copied().map(u64::from).sum();
        let theirs = held.get(&holder).copied().unwrap_or_default();
        if all >= most.all.into() || theirs >= most.each {
            return None;
        }
        held.insert(holder, theirs + 1);
        Some(Slot {
            places: self.clone(),
            holder: Some(holder),
        })
    }
}

impl<K: Hash + Eq> Drop for Slot<K> {
    fn drop(&mut self) {
        let Some(holder) = self.holder.take() else {
            return;
        };
        let mut held = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        let left = held.get(&holder).map_or(0, |count| count.saturating_sub(1));
        if left == 0 {
            held.remove(&holder);
        } else {
            held.insert(holder, left);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(address: &str) -> Holder {
        Holder::at(Some(address.parse().unwrap()))
    }

    #[test]
    fn no_holder_takes_more_than_their_share() {
        let places = Slots::default();
        let most = SlotLimits { all: 3, each: 2 };
        let first = places.take(at("203.0.113.1"), most).unwrap();
        let _second = places.take(at("203.0.113.1"), most).unwrap();
        assert!(places.take(at("203.0.113.1"), most).is_none());
        let _other = places.take(at("203.0.113.2"), most).unwrap();
        assert!(
            places.take(at("203.0.113.3"), most).is_none(),
            "all are taken"
        );
        drop(first);
        assert!(places.take(at("203.0.113.3"), most).is_some());
    }
}
