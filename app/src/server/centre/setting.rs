//! The centre's settings.

use chrono::NaiveDate;
use sanh_domain::centre::form_input;
use sanh_domain::centre::setting::{Control, SettingKey};
use sanh_domain::language::Lang;
use sanh_store::{AuditActor, StoreError};

use super::super::{Administrator, failure, now, refuse, store, today};
use crate::error::AppError;
use crate::model::centre::SettingHistory;
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// Every setting through time.
pub(crate) async fn history(_: &Administrator) -> Result<SettingHistory, AppError> {
    let store = store()?;
    Ok(SettingHistory {
        today: today(&store).await?,
        zone_is_fixed: store.zone_is_fixed().await.map_err(failure)?,
        timelines: store.timelines().await.map_err(failure)?,
    })
}

/// Sets a typed value from a typed date on. The time zone, which can only be set while nothing depends on it, begins at once.
pub(crate) async fn set(
    administrator: &Administrator,
    key: SettingKey,
    (valid_from, value): (&str, &str),
) -> Result<(), FormError> {
    let (store, by) = (store()?, AuditActor::from(administrator));
    let (lang, value, today) = (request().room_lang(), value.trim(), today(&store).await?);
    let mut problems = Vec::new();
    if !key.fits(value) {
        problems.push(unusable(lang, key));
    }
    let valid_from = match key {
        SettingKey::Zone => Some(today),
        _ => form_input::date(valid_from.trim()),
    };
    if valid_from.is_none() {
        let message = lang.words().setting_bad_date();
        problems.push(Problem::new("valid_from", message));
    }
    refuse(problems)?;
    let valid_from = valid_from.unwrap_or(today);
    if valid_from < today {
        return Err(restates(lang, key, (valid_from, today)).into());
    }
    let set = store.set_by(key, (valid_from, value), by, now()).await;
    set.map_err(|error| refused(error, key, (valid_from, today)))
}

/// Takes back the value that is to come on a date.
pub(crate) async fn unset(
    administrator: &Administrator,
    key: SettingKey,
    valid_from: &str,
) -> Result<(), FormError> {
    let valid_from = form_input::date(valid_from.trim());
    let valid_from = valid_from.ok_or_else(|| AppError::Invalid("valid_from".to_owned()))?;
    let (store, by) = (store()?, AuditActor::from(administrator));
    let today = today(&store).await?;
    if valid_from <= today {
        return Err(restates(request().room_lang(), key, (valid_from, today)).into());
    }
    let unset = store.unset_by(key, valid_from, by, now()).await;
    unset.map_err(|error| refused(error, key, (valid_from, today)))
}

fn refused(error: StoreError, key: SettingKey, days: (NaiveDate, NaiveDate)) -> FormError {
    let lang = request().room_lang();
    match error {
        StoreError::Restates { .. } => restates(lang, key, days).into(),
        StoreError::Invalid(_) => unusable(lang, key).into(),
        error => failure(error).into(),
    }
}

/// It would restate what is past.
fn restates(lang: Lang, key: SettingKey, (valid_from, today): (NaiveDate, NaiveDate)) -> Problem {
    let words = lang.words();
    match key {
        SettingKey::Zone => Problem::new("value", words.setting_zone_fixed()),
        _ if valid_from < today => Problem::new("valid_from", words.setting_past()),
        _ => Problem::new("valid_from", words.setting_restates()),
    }
}

/// The value cannot be used.
fn unusable(lang: Lang, key: SettingKey) -> Problem {
    let words = lang.words();
    let message = match key.control() {
        Control::Text {
            chars_max,
            may_be_blank: false,
        } => words.setting_bad_text(chars_max),
        Control::Text { chars_max, .. } => words.setting_bad_optional(chars_max),
        Control::Number { min, max } => words.setting_bad_number(min, max),
        Control::Choice(_) => words.setting_bad_choice(),
        Control::Zone => words.setting_bad_zone(),
        Control::Operator => words.setting_logo_fixed(),
        Control::Fixed => words.setting_due_precision_fixed(),
    };
    Problem::new("value", message)
}
