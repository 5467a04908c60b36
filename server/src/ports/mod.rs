//! The ports the rooms are given, over the store.

pub mod account;
pub mod admin;
pub mod catalogue;
pub mod centre;
mod colleague;
pub mod desk;
pub mod outbox;

use std::sync::Arc;

use crate::clock::Clock;
use crate::live::feed::Feed;
use crate::live::store_source::OpenStore;
use crate::web::Rooms;

/// The rooms over a store that may still be opening.
#[must_use]
pub fn rooms(store: OpenStore, clock: &Arc<dyn Clock>) -> Rooms {
    Rooms {
        account: Arc::new(account::Accounts::new(store.clone(), Arc::clone(clock))),
        admin: Arc::new(admin::Admin::new(store.clone(), Arc::clone(clock))),
        catalogue: Arc::new(catalogue::Catalogue::new(store.clone(), Arc::clone(clock))),
        outbox: Arc::new(outbox::Letters::new(store.clone(), Arc::clone(clock))),
        centre: Arc::new(centre::Centre::new(store.clone(), Arc::clone(clock))),
        desk: Arc::new(desk::Desk::new(store.clone(), Arc::clone(clock))),
        feed: Feed::new(store),
    }
}
