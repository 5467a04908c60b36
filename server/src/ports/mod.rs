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

use sanh_app::error::{AppError, NotWritten};
use sanh_app::manage::ManagePorts;
use sanh_store::StoreError;
use sanh_store::clock::Clock;

use crate::config::Config;
use crate::live::feed::Feed;
use crate::live::store_source::OpenStore;
use crate::live::versions::Versions;
use crate::web::SignedInPorts;

/// Why nothing can be written for now, where an error says so; the log has it from where it was met.
fn not_written(error: &StoreError) -> Option<NotWritten> {
    match error {
        StoreError::Unwritable(_) => Some(NotWritten::Disk),
        StoreError::ClockWrong(_) => Some(NotWritten::Clock),
        _ => None,
    }
}

/// Causes are logged here, where they are met.
#[expect(clippy::needless_pass_by_value, reason = "the end of the error's way")]
fn fault(error: StoreError) -> AppError {
    if let Some(why) = not_written(&error) {
        return why.into();
    }
    if error.is_transient() {
        tracing::warn!(%error, "the pages cannot be served now");
        return AppError::Unavailable;
    }
    tracing::error!(%error, "the pages cannot be served");
    AppError::Internal
}

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
