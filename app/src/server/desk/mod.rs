//! The desk in the case database: dossiers as a person who works on them may see and change them.

pub(crate) mod amend_form;
mod amendment;
mod attachment;
pub(crate) mod attachment_form;
mod error;
mod export;
mod file;
mod form_input;
mod found;
mod list;
pub(crate) mod note_form;
mod office;
mod reception;
pub(crate) mod reception_form;
mod register;
mod sorted;
pub(crate) mod step_form;
mod tab_counts;
pub(crate) mod view;

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::account::model::{AgencyScope, Caller, RequestKey};
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::{Dossier, DossierCode};
use sanh_store::{Centre, Store};
use sha2::{Digest, Sha256};

use super::readings::Readings;
use super::{desk_caller, now, store};
use crate::error::AppError;
pub use error::DeskError;
use error::fault;
pub(crate) use form_input::read_code;
pub use office::office;

/// The desk as one person has it at an instant. The store gives it the dossiers of their agencies only; one elsewhere is
/// [`DeskError::NotFound`]. A repeated [`RequestKey`] does nothing again and answers as before.
pub struct Desk {
    store: Arc<Store>,
    readings: Arc<Readings>,
    caller: Caller,
    /// The agencies whose dossiers the caller may see.
    scope: AgencyScope,
    now: Instant,
}

impl Desk {
    /// The desk of a person who is signed in.
    #[must_use]
    pub fn new(store: Arc<Store>, readings: Arc<Readings>, caller: Caller, now: Instant) -> Self {
        Self {
            store,
            readings,
            scope: caller.person.dossier_scope(),
            caller,
            now,
        }
    }

    /// The data of the centre that the desk's pages show.
    pub(crate) async fn office(&self) -> Result<Office, AppError> {
        office(&self.store, self.now).await
    }

    async fn centre(&self) -> Result<Centre, DeskError> {
        self.store.centre(self.now).await.map_err(fault)
    }

    /// A dossier the caller may know of.
    async fn known(&self, code: &DossierCode) -> Result<Dossier, DeskError> {
        let found = self.store.dossier(code, &self.scope).await;
        let known = found.map_err(fault)?.ok_or(DeskError::NotFound)?;
        Ok(known.dossier)
    }
}

/// The caller's desk.
///
/// # Errors
///
/// [`AppError::Forbidden`] if they do not work on dossiers; [`AppError::Unavailable`] while the store is still opening.
pub(crate) fn desk() -> Result<Desk, AppError> {
    let caller = desk_caller()?;
    Ok(Desk::new(
        store()?,
        expect_context(),
        caller.caller().clone(),
        now(),
    ))
}

/// The key of a form together with its content: if it is sent again unchanged it counts once; with another content it is
/// another form, which is then refused because of its version.
fn of_content(key: &RequestKey, content: &str) -> Result<RequestKey, DeskError> {
    let hash = Sha256::digest(format!("{}\0{content}", key.as_str()));
    RequestKey::read(&hex::encode(hash)).ok_or(DeskError::Invalid("key"))
}
