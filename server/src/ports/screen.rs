//! The walls, over the store.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::Datelike;
use sanh_app::error::AppError;
use sanh_app::screen::port::{
    PairingDisplay, ScreenDetails, ScreenError, ScreenOptions, ScreenPort,
};
use sanh_domain::account::model::Caller;
use sanh_domain::account::session::Origin;
use sanh_domain::procedure::listed::ListedAgency;
use sanh_domain::screen::model::{DEFAULT_SCREEN, ScreenSetting};
use sanh_domain::screen::order::Order;
use sanh_domain::text::fold::folded;
use sanh_store::clock::Clock;
use sanh_store::{self, AuditActor, PairingOutcome, Store, StoreError};

use crate::account::secret;
use crate::live::store_source::OpenStore;
use crate::network::line_of;

/// Wrong codes of one manager before they have to wait. Several are allowed, because the code is read from a distance.
const FREE_TRIES: u32 = 10;
/// The longest name made for an address, in characters; a number may follow.
const NAME_CHARS_MAX: usize = 40;
/// Numbers tried behind a name that is taken.
const NUMBERS_MAX: u32 = 999;

/// The walls, of a store that may still be opening.
pub struct Screens {
    store: OpenStore,
    clock: Arc<dyn Clock>,
}

impl Screens {
    /// Creates the port over a store that may still be opening.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    fn store(&self) -> Result<Arc<Store>, AppError> {
        self.store.borrow().clone().ok_or(AppError::Unavailable)
    }

    /// Pairs, and counts a code that no screen shows as a wrong try.
    async fn try_pair(
        &self,
        caller: &Caller,
        code: &str,
        setting: ScreenSetting,
        is_new: bool,
    ) -> Result<(), ScreenError> {
        let (store, now) = (self.store()?, self.clock.now());
        let name = format!("pairing:{}", caller.person.id.0);
        let begun = store.begin_try(vec![(name.clone(), FREE_TRIES)], now).await;
        match begun.map_err(fault)? {
            0 => {}
            wait_s => return Err(ScreenError::Throttled { wait_s }),
        }
        let paired = store.pair(code, setting, is_new, AuditActor::from(caller), now);
        match paired.await.map_err(refused)? {
            PairingOutcome::Unknown => return Err(ScreenError::UnknownCode),
            PairingOutcome::NoScreen => return Err(AppError::NotFound.into()),
            PairingOutcome::With(_) => {}
        }
        store.give_back_try(vec![name]).await.map_err(fault)?;
        Ok(())
    }
}

/// Causes are logged here, where they are met.
#[expect(clippy::needless_pass_by_value, reason = "the end of the error's way")]
fn fault(error: StoreError) -> AppError {
    if let Some(why) = super::not_written(&error) {
        return why.into();
    }
    if error.is_transient() {
        tracing::warn!(%error, "the walls cannot be served now");
        return AppError::Unavailable;
    }
    tracing::error!(%error, "the walls cannot be served");
    AppError::Internal
}

fn refused(error: StoreError) -> ScreenError {
    match error {
        StoreError::Invalid(_) => ScreenError::TooMany,
        error => fault(error).into(),
    }
}

fn there(is_there: bool) -> Result<(), ScreenError> {
    if is_there {
        Ok(())
    } else {
        Err(AppError::NotFound.into())
    }
}

/// The name in the address of a wall that people call so; numbered where it is taken.
fn name_of(label: &str, taken: &[ScreenSetting]) -> Option<String> {
    let plain = folded(label).replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let name: String = words.join("-").chars().take(NAME_CHARS_MAX).collect();
    let name = match name.trim_matches('-') {
        "" => "screen",
        name => name,
    };
    let is_free = |name: &String| {
        name != DEFAULT_SCREEN && !taken.iter().any(|setting| setting.name == *name)
    };
    let numbered = (2..NUMBERS_MAX).map(|number| format!("{name}-{number}"));
    std::iter::once(name.to_owned())
        .chain(numbered)
        .find(is_free)
}

#[async_trait]
impl ScreenPort for Screens {
    fn new_token(&self) -> String {
        secret::token()
    }

    async fn code(&self, token: &str, from: &Origin) -> Result<PairingDisplay, AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let line = from.address.map(|address| line_of(address).to_string());
        let hash = secret::hash(token);
        let coded = store
            .pairing_code(&hash, &line.unwrap_or_default(), now)
            .await;
        Ok(match coded.map_err(fault)? {
            sanh_store::PairingState::Code(code, _) => PairingDisplay::Code(code),
            sanh_store::PairingState::Paired(name) => PairingDisplay::Paired(name),
            sanh_store::PairingState::Full => {
                tracing::warn!("no code was free for a screen that waits to be paired");
                PairingDisplay::Full
            }
        })
    }

    async fn screens(&self) -> Result<Vec<ScreenDetails>, AppError> {
        let stored = self.store()?.stored_screens().await.map_err(fault)?;
        let kept = stored.into_iter().map(|stored| ScreenDetails {
            setting: stored.setting,
            paired_at: stored.paired_at,
        });
        Ok(kept.collect())
    }

    async fn offer(&self) -> Result<ScreenOptions, AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let centre = store.centre(now).await.map_err(fault)?;
        let year = centre.calendar.local_date(now).year();
        let shown = store.would_disclose(year).await.map_err(fault)?;
        let fields = store.fields().await.map_err(fault)?.into_iter();
        let public = fields.filter(|field| !field.sensitive && shown.shows(field.id));
        let agencies = store.agencies().await.map_err(fault)?.into_iter();
        let listed = |agency: sanh_store::Agency| ListedAgency {
            id: agency.id,
            code: agency.code,
            name: agency.name,
        };
        Ok(ScreenOptions {
            agencies: agencies.map(listed).collect(),
            fields: public.map(|field| (field.id, field.name)).collect(),
            waiting: store.pairings(now).await.map_err(fault)?,
        })
    }

    async fn pair(
        &self,
        caller: &Caller,
        code: &str,
        setting: ScreenSetting,
    ) -> Result<String, ScreenError> {
        let taken = self.screens().await?;
        let taken: Vec<ScreenSetting> = taken.into_iter().map(|kept| kept.setting).collect();
        let name = name_of(&setting.label, &taken).ok_or(ScreenError::TooMany)?;
        let setting = ScreenSetting {
            name: name.clone(),
            is_paired: true,
            ..setting
        };
        self.try_pair(caller, code, setting, true).await?;
        Ok(name)
    }

    async fn pair_again(&self, caller: &Caller, code: &str, name: &str) -> Result<(), ScreenError> {
        // The wall at `/` is for whoever comes.
        if name == DEFAULT_SCREEN {
            return Err(AppError::NotFound.into());
        }
        let setting = ScreenSetting::default_named(name);
        self.try_pair(caller, code, setting, false).await
    }

    async fn save(&self, caller: &Caller, setting: ScreenSetting) -> Result<(), ScreenError> {
        let (store, now) = (self.store()?, self.clock.now());
        let is_default = setting.name == DEFAULT_SCREEN;
        let saved = store.save_screen(setting, is_default, AuditActor::from(caller), now);
        there(saved.await.map_err(refused)?)
    }

    async fn order(&self, caller: &Caller, name: &str, order: Order) -> Result<(), ScreenError> {
        let (store, now) = (self.store()?, self.clock.now());
        let is_default = name == DEFAULT_SCREEN;
        let done = store.order_screen(name, is_default, order, AuditActor::from(caller), now);
        there(done.await.map_err(refused)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_is_named_in_addresses_by_what_people_call_it() {
        let named = |label: &str, taken: &[&str]| {
            let taken: Vec<ScreenSetting> = taken
                .iter()
                .map(|name| ScreenSetting::default_named(name))
                .collect();
            name_of(label, &taken).unwrap_or_default()
        };
        assert_eq!(named(" Sảnh chính – tầng 1 ", &[]), "sanh-chinh-tang-1");
        assert_eq!(named("Sảnh", &["sanh", "sanh-2"]), "sanh-3");
        assert_eq!(named("Main", &[]), "main-2");
        assert_eq!(named("大厅", &[]), "screen");
        assert!(named(&"dài ".repeat(40), &[]).len() <= NAME_CHARS_MAX);
    }
}
