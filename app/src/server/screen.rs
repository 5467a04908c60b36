//! The walls in the case database.

mod setting;

use std::collections::BTreeMap;

use chrono::Datelike;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::procedure::listed::ListedAgency;
use sanh_domain::screen::code;
use sanh_domain::screen::model::{DEFAULT_SCREEN, ScreenSetting};
use sanh_domain::screen::order::ScreenCommand;
use sanh_domain::screen::uptime::Uptime;
use sanh_domain::text::fold::folded;
use sanh_store::{Agency, PairingOutcome, PairingState, StoreError};

use super::account::secret;
use super::network::connection_of;
use super::{Manager, failure, now, store};
use crate::error::AppError;
use crate::live_board::live_board;
use crate::model::screen::{Fleet, PairingDisplay, ScreenDetails, ScreenOptions, TypedSetting};
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::{request, response};
use crate::ui::submit::FormError;
use setting::SettingReader;

/// Wrong codes of one manager before they have to wait. Several are allowed, because the code is read from a distance.
const FREE_TRIES: u32 = 10;
/// The longest name made for an address, in characters; a number may follow.
const NAME_CHARS_MAX: usize = 40;
/// The highest number tried after a name that is taken.
const NUMBERS_MAX: u32 = 999;

/// The walls of a manager, the one at `/` first, even if it was never set up.
pub(crate) async fn walls(manager: &Manager) -> Result<Vec<ScreenDetails>, AppError> {
    let scope = &manager.caller().person.reach;
    let mut walls = stored_walls(scope).await?;
    let is_default = |it: &ScreenDetails| it.setting.name == DEFAULT_SCREEN;
    let setting = ScreenSetting::default_named(DEFAULT_SCREEN);
    if scope.covers_board(setting.scope) && !walls.iter().any(is_default) {
        walls.push(ScreenDetails {
            setting,
            paired_at: None,
        });
    }
    walls.sort_by_key(|it| !is_default(it));
    Ok(walls)
}

/// The wall of a name, if a manager keeps it.
pub(crate) async fn wall(manager: &Manager, name: &str) -> Result<ScreenDetails, AppError> {
    let walls = walls(manager).await?.into_iter();
    let found = walls.into_iter().find(|it| it.setting.name == name);
    found.ok_or(AppError::NotFound)
}

/// The walls that a manager keeps, and who watches them.
pub(crate) async fn fleet(manager: &Manager) -> Result<Fleet, AppError> {
    let (store, now) = (store()?, now());
    let walls = walls(manager).await?;
    let mut watchers = live_board().watchers().await;
    watchers.retain(|name| walls.iter().any(|wall| wall.setting.name == name));
    Ok(Fleet {
        now,
        zone: store.centre(now).await.map_err(failure)?.zone,
        walls,
        watchers,
        waiting: store.pairings(now).await.map_err(failure)?,
    })
}

/// How long of today each wall of a manager was connected.
pub(crate) async fn uptimes(
    manager: &Manager,
) -> Result<BTreeMap<String, Option<Uptime>>, AppError> {
    let (store, fleet) = (store()?, fleet(manager).await?);
    let centre = store.centre(fleet.now).await.map_err(failure)?;
    let today = centre.calendar.local_date(fleet.now);
    let office_day = centre.calendar.office_day(today);
    let mut uptimes = BTreeMap::new();
    for wall in &fleet.walls {
        let name = wall.setting.name.clone();
        let Some(day) = office_day.filter(|_| wall.is_paired()) else {
            uptimes.insert(name, None);
            continue;
        };
        let seen = store.presences(&name, day).await;
        let mut seen = seen.map_err(failure)?;
        // Presence is stored only now and then, so a screen that is connected counts up to now.
        if fleet.is_watched(wall)
            && let Some((_, last)) = seen.last_mut()
        {
            *last = fleet.now;
        }
        uptimes.insert(name, Uptime::of(day, fleet.now, seen));
    }
    Ok(uptimes)
}

/// What a wall of a manager may show.
pub(crate) async fn options(manager: &Manager) -> Result<ScreenOptions, AppError> {
    let (store, now) = (store()?, now());
    let centre = store.centre(now).await.map_err(failure)?;
    let year = centre.calendar.local_date(now).year();
    let shown = store.would_disclose(year).await.map_err(failure)?;
    let fields = store.fields().await.map_err(failure)?.into_iter();
    let public = fields.filter(|field| !field.sensitive && shown.shows(field.id));
    let agencies = store.agencies().await.map_err(failure)?.into_iter();
    let reach = &manager.caller().person.reach;
    let listed = |Agency { id, code, name }| ListedAgency { id, code, name };
    Ok(ScreenOptions {
        agencies: agencies
            .filter(|agency| reach.covers(agency.id))
            .map(listed)
            .collect(),
        fields: public.map(|field| (field.id, field.name)).collect(),
    })
}

/// The typed code of a screen.
pub(crate) fn code(typed: &str) -> Result<String, FormError> {
    Ok(typed_code(typed)?)
}

fn typed_code(typed: &str) -> Result<String, Problem> {
    let words = request().room_lang().words();
    let code = code::typed(typed.trim());
    code.ok_or_else(|| Problem::new("code", words.screens_bad_code()))
}

/// The setting of a form, without the name in addresses.
pub(crate) async fn setting(
    manager: &Manager,
    typed: &TypedSetting,
) -> Result<ScreenSetting, FormError> {
    let read = read(manager, typed).await?;
    read.map_err(|problems| FormError::Refused(problems.into()))
}

/// The new wall of a form: the code of its screen, and its setting.
pub(crate) async fn new_wall(
    manager: &Manager,
    code: &str,
    typed: &TypedSetting,
) -> Result<(String, ScreenSetting), FormError> {
    match (typed_code(code), read(manager, typed).await?) {
        (Ok(code), Ok(setting)) => Ok((code, setting)),
        (code, setting) => {
            let mut problems: Vec<Problem> = code.err().into_iter().collect();
            problems.extend(setting.err().unwrap_or_default());
            Err(FormError::Refused(problems.into()))
        }
    }
}

async fn read(
    manager: &Manager,
    typed: &TypedSetting,
) -> Result<Result<ScreenSetting, Vec<Problem>>, AppError> {
    let options = options(manager).await?;
    Ok(SettingReader::read(
        typed,
        &manager.caller().person,
        &options,
    ))
}

/// The content of the screen that sends the request, while it is not paired.
pub(crate) async fn pairing_code() -> Result<PairingDisplay, AppError> {
    let (store, request) = (store()?, request());
    let connection = request.visitor.from.address.map(connection_of);
    let connection = connection.map_or_else(String::new, |address| address.to_string());
    let token = request
        .visitor
        .screen_token
        .clone()
        .unwrap_or_else(secret::token);
    let coded = store
        .pairing_code(&secret::hash(&token), &connection, now())
        .await;
    let coded = coded.map_err(failure)?;
    response().keep_screen(token);
    Ok(match coded {
        PairingState::Code(code, _) => PairingDisplay::Code(code),
        PairingState::Paired(name) => PairingDisplay::Paired(name),
        PairingState::Full => {
            tracing::warn!("no code was free for a screen that waits to be paired");
            PairingDisplay::Full
        }
    })
}

/// Pairs the screen that shows a code with a new wall, whose name in addresses is made from its label.
pub(crate) async fn add(
    manager: &Manager,
    code: &str,
    setting: ScreenSetting,
) -> Result<String, FormError> {
    // Names of walls that this manager may not see are taken too.
    let taken = stored_walls(&AgencyScope::Everywhere).await?;
    let name = name_of(&setting.label, &taken).ok_or_else(|| too_many("code"))?;
    let setting = ScreenSetting {
        name: name.clone(),
        is_paired: true,
        ..setting
    };
    pair(manager, code, setting, true).await?;
    Ok(name)
}

/// Pairs the screen that shows a code with a wall that is there.
pub(crate) async fn pair_again(manager: &Manager, name: &str, code: &str) -> Result<(), FormError> {
    // The wall at `/` is open to everybody, so no screen is paired with it.
    if name == DEFAULT_SCREEN {
        return Err(AppError::NotFound.into());
    }
    pair(manager, code, ScreenSetting::default_named(name), false).await
}

/// Pairs, and counts a code that no screen shows as a wrong try.
async fn pair(
    manager: &Manager,
    code: &str,
    setting: ScreenSetting,
    is_new: bool,
) -> Result<(), FormError> {
    let (store, now, words) = (store()?, now(), request().room_lang().words());
    let tries = format!("pairing:{}", manager.caller().person.id.0);
    let begun = store
        .begin_try(vec![(tries.clone(), FREE_TRIES)], now)
        .await;
    let wait_s = begun.map_err(failure)?;
    if wait_s > 0 {
        let message = words.screens_throttled(wait_s.div_ceil(60));
        return Err(Problem::new("code", message).into());
    }
    let paired = store.pair(code, setting, is_new, manager.into(), now).await;
    match paired.map_err(|error| refused(error, "code"))? {
        PairingOutcome::With(_) => {}
        PairingOutcome::NoScreen => return Err(AppError::NotFound.into()),
        PairingOutcome::Unknown => {
            return Err(Problem::new("code", words.screens_unknown_code()).into());
        }
    }
    Ok(store.give_back_try(vec![tries]).await.map_err(failure)?)
}

/// Sets a wall up otherwise.
pub(crate) async fn save(
    manager: &Manager,
    name: String,
    setting: ScreenSetting,
) -> Result<(), FormError> {
    let (store, is_default) = (store()?, name == DEFAULT_SCREEN);
    let setting = ScreenSetting { name, ..setting };
    let saved = store.save_screen(setting, is_default, manager.into(), now());
    let is_there = saved.await.map_err(|error| refused(error, "label"))?;
    Ok(or_not_found(is_there)?)
}

/// The command to a wall, by its name. If figures are held, they are those that it shows now.
pub(crate) async fn given_order(
    wall: &ScreenSetting,
    word: &str,
) -> Result<ScreenCommand, AppError> {
    Ok(match word.trim() {
        "identify" => ScreenCommand::Identify,
        "reload" => ScreenCommand::Reload,
        "release" => ScreenCommand::Release,
        "hold" => ScreenCommand::Hold(live_board().edition(wall.scope).await?.boards.clone()),
        "unpair" if wall.is_paired => ScreenCommand::Unpair,
        "remove" if wall.name != DEFAULT_SCREEN => ScreenCommand::Remove,
        _ => return Err(AppError::Invalid("order".to_owned())),
    })
}

/// Tells a wall something.
pub(crate) async fn order(
    manager: &Manager,
    name: &str,
    order: ScreenCommand,
) -> Result<(), AppError> {
    let (store, is_default) = (store()?, name == DEFAULT_SCREEN);
    let told = store.order_screen(name, is_default, order, manager.into(), now());
    or_not_found(told.await.map_err(|error| match error {
        // The wall has no row yet, and the number of walls has reached its limit.
        StoreError::Invalid(_) => AppError::Busy,
        error => failure(error),
    })?)
}

/// The walls of a scope that were set up, by name.
async fn stored_walls(scope: &AgencyScope) -> Result<Vec<ScreenDetails>, AppError> {
    let stored = store()?.stored_screens(scope).await;
    let details = stored
        .map_err(failure)?
        .into_iter()
        .map(|stored| ScreenDetails {
            setting: stored.setting,
            paired_at: stored.paired_at,
        });
    Ok(details.collect())
}

fn or_not_found(is_there: bool) -> Result<(), AppError> {
    is_there.then_some(()).ok_or(AppError::NotFound)
}

/// The refusal by the store of more walls than allowed.
fn refused(error: StoreError, field: &'static str) -> FormError {
    match error {
        StoreError::Invalid(_) => too_many(field),
        error => failure(error).into(),
    }
}

fn too_many(field: &'static str) -> FormError {
    Problem::new(field, request().room_lang().words().screens_too_many()).into()
}

/// The name in addresses for a wall with this label, with a number if it is taken.
fn name_of(label: &str, taken: &[ScreenDetails]) -> Option<String> {
    let plain = folded(label).replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let name: String = words.join("-").chars().take(NAME_CHARS_MAX).collect();
    let name = match name.trim_matches('-') {
        "" => "screen",
        name => name,
    };
    let is_free = |name: &String| {
        name != DEFAULT_SCREEN && !taken.iter().any(|wall| wall.setting.name == *name)
    };
    let numbered = (2..NUMBERS_MAX).map(|number| format!("{name}-{number}"));
    std::iter::once(name.to_owned())
        .chain(numbered)
        .find(is_free)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_is_named_in_addresses_by_what_people_call_it() {
        let named = |label: &str, taken: &[&str]| {
            let wall = |name: &&str| ScreenDetails {
                setting: ScreenSetting::default_named(name),
                paired_at: None,
            };
            let taken: Vec<_> = taken.iter().map(wall).collect();
            name_of(label, &taken).unwrap_or_default()
        };
        assert_eq!(named(" Sảnh chính – tầng 1 ", &[]), "sanh-chinh-tang-1");
        assert_eq!(named("Sảnh", &["sanh", "sanh-2"]), "sanh-3");
        assert_eq!(named("Main", &[]), "main-2");
        assert_eq!(named("大厅", &[]), "screen");
        assert!(named(&"dài ".repeat(40), &[]).len() <= NAME_CHARS_MAX);
    }
}
