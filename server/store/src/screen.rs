//! Named walls: their settings, their commands, and the screens paired with them.

mod order;
mod pairing;
mod stored;

pub use pairing::{PAIRINGS_MAX, PAIRINGS_PER_ADDRESS_MAX, PairingOutcome, PairingState};
pub(super) use stored::addressees;
pub use stored::{SCREENS_MAX, StoredScreen};

use sanh_domain::account::model::AgencyScope;
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::Appearance;

use super::Store;
use super::conn::on;
use super::counter_row::agency_of;
use super::error::{Result, StoreError};

/// The longest name of a screen, in characters.
pub const NAME_CHARS_MAX: usize = 64;

/// What a named wall shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// The name in its address: lower-case letters, digits and hyphens.
    pub name: String,
    /// The scope of its figures.
    pub scope: Scope,
    /// `vi`, `en` or `vi+en`.
    pub lang: String,
    /// `all`, `day`, `month` or `year`.
    pub periods: String,
    /// Its appearance.
    pub look: Appearance,
}

impl Store {
    /// Adds a wall, or changes what it shows.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for a name that cannot be part of an address, or unknown languages or periods.
    pub async fn put_screen(&self, screen: Screen) -> Result<()> {
        check(&screen)?;
        self.write(move |mut conn| {
            Box::pin(async move {
                let sql = "INSERT INTO screen (name, scope_agency_id, lang, periods, theme, distance, night)
                           VALUES ($1, $2, $3, $4, $5, $6, $7)
                           ON CONFLICT (name) DO UPDATE SET
                               scope_agency_id = excluded.scope_agency_id, lang = excluded.lang, periods = excluded.periods,
                               theme = excluded.theme, distance = excluded.distance, night = excluded.night,
                               -- Held figures are those of the scope that it had.
                               held_at = CASE WHEN screen.scope_agency_id = excluded.scope_agency_id THEN screen.held_at END";
                let Screen { name, scope, lang, periods, look } = screen;
                on!(&mut conn, c => {
                    let query = sqlx::query(sql).bind(name).bind(agency_of(scope)).bind(lang).bind(periods);
                    let query = query.bind(look.theme.to_string());
                    let query = query.bind(look.distance.as_str()).bind(look.night.to_string());
                    query.execute(&mut **c).await.map(drop)
                })?;
                Ok(())
            })
        })
        .await
    }

    /// The wall with this name.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn screen(&self, name: &str) -> Result<Option<Screen>> {
        Ok(self
            .screens()
            .await?
            .into_iter()
            .find(|screen| screen.name == name))
    }

    /// Every named wall, by name.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn screens(&self) -> Result<Vec<Screen>> {
        let stored = self.stored_screens(&AgencyScope::Everywhere).await?;
        Ok(stored.into_iter().map(Screen::from).collect())
    }
}

impl From<StoredScreen> for Screen {
    fn from(stored: StoredScreen) -> Self {
        let setting = stored.setting;
        Self {
            name: setting.name,
            scope: setting.scope,
            lang: setting.languages.as_str().to_owned(),
            periods: setting.turn.to_string(),
            look: setting.look,
        }
    }
}

fn check(screen: &Screen) -> Result<()> {
    check_name(&screen.name)?;
    if !matches!(screen.lang.as_str(), "vi" | "en" | "vi+en") {
        return Err(StoreError::Invalid(format!(
            "\"{}\" is none of vi, en, vi+en",
            screen.lang
        )));
    }
    if !matches!(screen.periods.as_str(), "all" | "day" | "month" | "year") {
        return Err(StoreError::Invalid(format!(
            "\"{}\" is none of all, day, month, year",
            screen.periods
        )));
    }
    Ok(())
}

/// Checks that a name can be part of an address.
fn check_name(name: &str) -> Result<()> {
    let in_address = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || name.len() > NAME_CHARS_MAX || !name.chars().all(in_address) {
        return Err(StoreError::Invalid(format!(
            "\"{name}\" is no name for a screen: lower-case letters, digits, hyphens"
        )));
    }
    Ok(())
}
