//! The ports of the pages, implemented over the store.

pub mod absence;
pub mod account;
pub mod alarm;
pub mod catalogue;
pub mod centre;
mod colleague;
mod counting;
pub mod desk;
mod exported;
pub mod import;
pub mod notice;
pub mod official_form;
pub mod readings;
pub mod report;
pub mod screen;
pub mod view;
pub mod wall_replay;

use std::sync::Arc;

use sanh_app::manage::ManagePorts;
use sanh_app::server::{failure as fault, not_written};
use sanh_store::clock::Clock;

use crate::config::Config;
use crate::live::feed::Feed;
use crate::live::store_source::OpenStore;
use crate::live::versions::Versions;
use crate::web::SignedInPorts;

/// The rooms over a store that may still be opening.
#[must_use]
pub fn rooms(store: OpenStore, clock: &Arc<dyn Clock>, config: &Config) -> SignedInPorts {
    let readings = readings::Readings::new(config);
    SignedInPorts {
        account: Arc::new(account::Accounts::new(store.clone(), Arc::clone(clock))),
        catalogue: Arc::new(catalogue::Catalogue::new(store.clone(), Arc::clone(clock))),
        centre: Arc::new(centre::Centre::new(store.clone(), Arc::clone(clock))),
        import: import::Imports::new(store.clone(), Arc::clone(clock), config),
        desk: Arc::new(desk::Desk::new(
            store.clone(),
            Arc::clone(clock),
            Arc::clone(&readings),
        )),
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
        report: Arc::new(report::Reports::new(store.clone(), Arc::clone(clock))),
        view: Arc::new(view::Views::new(store.clone(), Arc::clone(clock))),
        form: Arc::new(official_form::OfficialForms::new(
            store.clone(),
            Arc::clone(clock),
        )),
        screen: Arc::new(screen::Screens::new(store.clone(), Arc::clone(clock))),
        notice: Arc::new(notice::Notices::new(store.clone(), Arc::clone(clock))),
        replay: Arc::new(wall_replay::WallReplays::new(
            store.clone(),
            Arc::clone(clock),
        )),
        alarm: Arc::new(alarm::Alarms::new(store.clone(), Arc::clone(clock))),
        absence: Arc::new(absence::Absences::new(store.clone(), Arc::clone(clock))),
    }
}
