//! The ports of the pages, implemented over the store.

pub mod import;
pub mod pairing;
pub mod wall_replay;

use std::sync::Arc;

use sanh_app::manage::ManagePorts;
use sanh_app::server::failure as fault;
use sanh_app::server::readings::{ReadingBounds, Readings};
use sanh_store::clock::Clock;

use crate::config::Config;
use crate::live::feed::Feed;
use crate::live::store_source::OpenStore;
use crate::live::versions::Versions;
use crate::web::SignedInPorts;

/// The rooms over a store that may still be opening.
#[must_use]
pub fn rooms(store: OpenStore, clock: &Arc<dyn Clock>, config: &Config) -> SignedInPorts {
    let readings = Readings::new(ReadingBounds {
        openings_max: config.openings_per_h_max,
        searches_max: config.searches_per_h_max,
    });
    SignedInPorts {
        import: import::Imports::new(store.clone(), Arc::clone(clock), config),
        readings,
        manage: managers(&store, clock),
        versions: Versions::new(store.clone(), Arc::clone(clock), config.board_versions_days),
        feed: Feed::new(store.clone()),
        store,
        clock: Arc::clone(clock),
    }
}

fn managers(store: &OpenStore, clock: &Arc<dyn Clock>) -> ManagePorts {
    ManagePorts {
        pairing: Arc::new(pairing::Pairings::new(store.clone(), Arc::clone(clock))),
        replay: Arc::new(wall_replay::WallReplays::new(
            store.clone(),
            Arc::clone(clock),
        )),
    }
}
