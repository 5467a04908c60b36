//! The row of a period as a form describes it.

use sanh_domain::centre::form_input::date;
use sanh_domain::period::{Period, PeriodKind};
use sanh_domain::report::official_form::period::{
    DAYS_MAX, KINDS, PeriodRow, SOURCE_CHARS_MAX, days,
};

use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// The row that the form describes, or what is wrong with it.
pub(crate) fn typed_row(
    kind: &str,
    from: &str,
    last: &str,
    source: &str,
) -> Result<PeriodRow, FormError> {
    let words = request().room_lang().words();
    let mut problems = Vec::new();
    let mut wrong = |field, message| problems.push(Problem::new(field, message));
    let kind = PeriodKind::from_word(kind.trim()).filter(|kind| KINDS.contains(kind));
    if kind.is_none() {
        wrong("kind", words.official_form_bad_kind());
    }
    let from = date(from.trim());
    if from.is_none() {
        wrong("from", words.official_form_bad_date());
    }
    let last = date(last.trim());
    if last.is_none() {
        wrong("last", words.official_form_bad_date());
    }
    let source = source.trim();
    if source.is_empty() || source.chars().count() > SOURCE_CHARS_MAX {
        wrong("source", words.official_form_bad_source(SOURCE_CHARS_MAX));
    }
    let span = from.zip(last).map(|(from, last)| days(from, last));
    if span == Some(None) {
        wrong("last", words.official_form_bad_days(DAYS_MAX / 366));
    }
    match (kind, span.flatten()) {
        (Some(kind), Some(days)) if problems.is_empty() => Ok(PeriodRow {
            period: Period { kind, ..days },
            source: source.to_owned(),
            signed: None,
        }),
        _ => Err(FormError::Refused(problems.into())),
    }
}
