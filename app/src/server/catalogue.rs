//! Agencies and fields in the case database.

use chrono::NaiveDate;
use sanh_domain::audit::model::{AuditFilter, AuditLines};
use sanh_domain::dossier::DossierCode;
use sanh_domain::language::Lang;
use sanh_domain::procedure::form_input;
use sanh_domain::procedure::model::{CODE_CHARS_MAX, CatalogueItem, ItemKind, NAME_CHARS_MAX};
use sanh_domain::text::name::Name;
use sanh_store::{AuditActor, ChangeOutcome};

use super::{Administrator, administrator, audit, failure, now, refuse, store};
use crate::error::AppError;
use crate::model::procedure::fingerprint;
use crate::text::Messages;
use crate::text::dossier::moment;
use crate::text::procedure::item_subject;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// Every item of a kind, in the order it is listed in.
pub(crate) async fn items(
    _: &Administrator,
    kind: ItemKind,
) -> Result<Vec<CatalogueItem>, AppError> {
    store()?.catalogue_items(kind).await.map_err(failure)
}

/// The item of a number.
pub(crate) async fn item(
    administrator: &Administrator,
    kind: ItemKind,
    id: i64,
) -> Result<CatalogueItem, AppError> {
    let items = items(administrator, kind).await?;
    let found = items.into_iter().find(|item| item.id == id);
    found.ok_or(AppError::NotFound)
}

/// Adds an item; its number does not matter. A form that is sent twice finds what it has added.
pub(crate) async fn add(
    administrator: &Administrator,
    kind: ItemKind,
    item: CatalogueItem,
) -> Result<(), FormError> {
    let (store, by, now) = (store()?, AuditActor::from(administrator), now());
    let added = store.add_catalogue_item(kind, item.clone(), by, now).await;
    if added.map_err(failure)?.is_some() {
        return Ok(());
    }
    let items = items(administrator, kind).await?;
    if items
        .into_iter()
        .any(|kept| CatalogueItem { id: 0, ..kept } == item)
    {
        return Ok(());
    }
    let words = request().room_lang().words();
    Err(Problem::new("code", words.catalogue_taken(item.code)).into())
}

/// Changes an item from `before`, if `seen` is the fingerprint of `before`.
pub(crate) async fn change(
    administrator: &Administrator,
    kind: ItemKind,
    (before, seen): (CatalogueItem, &str),
    after: CatalogueItem,
) -> Result<(), FormError> {
    if seen != fingerprint(&before) {
        return stale(administrator, kind, &after).await;
    }
    let (store, by, now) = (store()?, AuditActor::from(administrator), now());
    let change = (before, after.clone());
    let changed = store.change_catalogue_item(kind, change, by, now).await;
    match changed.map_err(failure)? {
        ChangeOutcome::Done => Ok(()),
        ChangeOutcome::Stale | ChangeOutcome::Restates => stale(administrator, kind, &after).await,
    }
}

/// The refusal of a form whose stored values have changed, unless somebody else has made the same change.
async fn stale(
    administrator: &Administrator,
    kind: ItemKind,
    wanted: &CatalogueItem,
) -> Result<(), FormError> {
    let stands = item(administrator, kind, wanted.id).await?;
    if stands == *wanted {
        return Ok(());
    }
    let (lang, subject) = (request().room_lang(), item_subject(kind, &stands.code));
    Err(FormError::stale(changed_meanwhile(lang, &subject).await?))
}

/// The new item of a form: code, names, and whether it is sensitive (`yes`).
pub(crate) fn new_item(
    kind: ItemKind,
    code: &str,
    names: (&str, &str),
    sensitive: &str,
) -> Result<CatalogueItem, FormError> {
    let lang = request().room_lang();
    let words = lang.words();
    let (read, needed) = match kind {
        ItemKind::Agency => (agency_code(code), words.agencies_needs_code(CODE_CHARS_MAX)),
        ItemKind::Field => (
            form_input::code(code),
            words.fields_needs_code(CODE_CHARS_MAX),
        ),
    };
    let mut problems = Vec::new();
    if read.is_none() {
        problems.push(Problem::new("code", needed));
    }
    let name = read_names(lang, names, NAME_CHARS_MAX, &mut problems);
    refuse(problems)?;
    Ok(CatalogueItem {
        id: 0,
        code: read.unwrap_or_default(),
        name,
        sensitive: sensitive == "yes",
    })
}

/// The changed item of a form; its code stays.
pub(crate) fn changed_item(
    before: &CatalogueItem,
    names: (&str, &str),
    sensitive: &str,
) -> Result<CatalogueItem, FormError> {
    let mut problems = Vec::new();
    let lang = request().room_lang();
    let name = read_names(lang, names, NAME_CHARS_MAX, &mut problems);
    refuse(problems)?;
    Ok(CatalogueItem {
        name,
        sensitive: sensitive == "yes",
        ..before.clone()
    })
}

/// The typed names, Vietnamese and English; problems are added to `problems`.
pub(super) fn read_names(
    lang: Lang,
    (vi, en): (&str, &str),
    chars_max: usize,
    problems: &mut Vec<Problem>,
) -> Name {
    let words = lang.words();
    let name = Name {
        vi: form_input::line(vi, chars_max).unwrap_or_default(),
        en: form_input::line(en, chars_max),
    };
    if name.vi.is_empty() {
        let message = words.catalogue_needs_name(chars_max);
        problems.push(Problem::new("name_vi", message));
    }
    if name.en.is_none() && !en.trim().is_empty() {
        let message = words.catalogue_long_name(chars_max);
        problems.push(Problem::new("name_en", message));
    }
    name
}

/// Says who changed something since the form was made, as the audit has it.
pub(super) async fn changed_meanwhile(lang: Lang, subject: &str) -> Result<Problem, AppError> {
    let filter = AuditFilter {
        subject: Some(subject.to_owned()),
        ..AuditFilter::default()
    };
    let words = lang.words();
    let AuditLines { zone, lines, .. } = audit::lines(&administrator()?, filter).await?;
    let message = match lines.into_iter().next() {
        Some(line) => words.catalogue_changed_by(line.actor, moment(line.at, zone)),
        None => words.catalogue_changed(),
    };
    Ok(Problem::new("standing", message))
}

/// An agency's code: dossier codes begin with it, so it must fit their format. Lower-case letters become capitals.
fn agency_code(text: &str) -> Option<String> {
    let code = text.trim().to_uppercase();
    // The date and the serial number do not matter here.
    let fits = DossierCode::issue(&code, NaiveDate::default(), 1).is_ok();
    (fits && code.chars().count() <= CODE_CHARS_MAX).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_keep_to_what_dossier_codes_and_addresses_can_hold() {
        assert_eq!(agency_code(" h49.65 ").as_deref(), Some("H49.65"));
        for text in ["", "H49-65", "H49..6", "sở", "H49 65"] {
            assert_eq!(agency_code(text), None, "{text}");
        }
        assert_eq!(agency_code(&"H".repeat(CODE_CHARS_MAX + 1)), None);
        assert_eq!(
            form_input::code(" 1.001234.000.00.00.H49 ").as_deref(),
            Some("1.001234.000.00.00.H49")
        );
        for text in ["", ".1", "a b", "thủ", "a/b", "a<b"] {
            assert_eq!(form_input::code(text), None, "{text}");
        }
        assert_eq!(form_input::code(&"1".repeat(CODE_CHARS_MAX + 1)), None);
    }
}
