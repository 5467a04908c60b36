//! The texts of the form: its head, its kinds of periods, and its footer.

use std::cmp::Ordering;

use chrono::NaiveDate;
use chrono_tz::Tz;
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::lateness::DeadlineRule;
use sanh_domain::language::Lang;
use sanh_domain::period::{Period, PeriodKind};
use sanh_domain::report::official_form::cell::OfficialCell;
use sanh_domain::report::official_form::layout::{HEAD, HeadText};
use sanh_domain::report::official_form::model::{Axis, EndedColumn, Names, PausedColumn};
use sanh_domain::report::official_form::period::{SOURCE_CALENDAR, SOURCE_DECREE};
use sanh_domain::report::official_form::signed::{
    CarriedDifference, Content, SignatureState, Signed,
};
use sanh_domain::text::name::Name;

use crate::text::date::{last_day, short_date};
use crate::text::dossier::moment;
use crate::text::number::number;
use crate::text::{Messages, date};

/// The most lines whose column 6 differs from the sent report that a note lists (ours); more are only counted.
const CARRIED_LINES_MAX: usize = 20;

/// A kind of period, in the plural where the language has one.
#[must_use]
pub(crate) fn kind_name(lang: Lang, kind: PeriodKind) -> String {
    let words = lang.words();
    match kind {
        PeriodKind::Month => words.official_form_kind_month(),
        PeriodKind::Quarter => words.official_form_kind_quarter(),
        PeriodKind::HalfYear => words.official_form_kind_half_year(),
        PeriodKind::Year => words.official_form_kind_year(),
        PeriodKind::GovernmentMonth => words.official_form_kind_government_month(),
        PeriodKind::GovernmentQuarter => words.official_form_kind_government_quarter(),
        PeriodKind::GovernmentHalfYear => words.official_form_kind_government_half_year(),
        PeriodKind::GovernmentYear => words.official_form_kind_government_year(),
        PeriodKind::Day | PeriodKind::Range => words.official_form_kind_range(),
    }
}

/// The source of a period.
#[must_use]
pub(crate) fn source_text(lang: Lang, source: &str) -> String {
    let words = lang.words();
    match source {
        SOURCE_CALENDAR => words.official_form_source_calendar(),
        SOURCE_DECREE => words.official_form_source_decree(),
        text => text.to_owned(),
    }
}

/// By when a report is sent, and how many days that is past.
#[must_use]
pub(crate) fn send_by_text(lang: Lang, by: NaiveDate, today: NaiveDate) -> String {
    let day = short_date(by);
    match u64::try_from((today - by).num_days()) {
        Ok(days @ 1..) => lang.words().official_form_send_passed(days, day),
        _ => day,
    }
}

/// A name in a language.
#[must_use]
pub fn name_in(lang: Lang, name: &Name) -> String {
    match lang {
        Lang::Vi => name.vi.clone(),
        Lang::En => name.en_or_vi().to_owned(),
    }
}

/// A cell of the form's head.
#[must_use]
pub fn head_text(lang: Lang, axis: Axis, text: HeadText) -> String {
    let words = lang.words();
    match text {
        HeadText::Number => words.official_form_head_number(),
        HeadText::Line if axis == Axis::Field => words.official_form_head_field(),
        HeadText::Line => words.official_form_head_agency(),
        HeadText::Received => words.official_form_head_received(),
        HeadText::Resolved => words.official_form_head_resolved(),
        HeadText::Open => words.official_form_head_open(),
        HeadText::Whole => words.official_form_head_whole(),
        HeadText::InPeriod => words.official_form_head_in_period(),
        HeadText::Before => words.official_form_head_before(),
        HeadText::Online => words.official_form_head_online(),
        HeadText::Direct => words.official_form_head_direct(),
        HeadText::Early => words.official_form_head_early(),
        HeadText::OnTime => words.official_form_head_on_time(),
        HeadText::Late => words.official_form_head_late(),
        HeadText::Within => words.official_form_head_within(),
    }
}

/// The heading of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The form's number.
    pub number: String,
    /// The title of the form.
    pub title: String,
    /// Which period.
    pub period: String,
    /// Its days; blank if the period's name contains them.
    pub days: String,
    /// "Reported by", and who.
    pub unit: (String, String),
    /// "Reported to", and to whom; blank: to be written by hand.
    pub recipient: (String, String),
    /// The unit of the counts.
    pub measure: String,
}

/// The heading of the table of a report.
#[must_use]
pub fn heading(lang: Lang, content: &Content) -> Heading {
    let words = lang.words();
    let period = &content.cube.period;
    let (from, last) = (short_date(period.from), short_date(last_day(period)));
    Heading {
        number: words.official_form_number(),
        title: words.official_form_heading(),
        period: words.official_form_period_line(period_name(lang, period)),
        days: match period.kind {
            // The name of a range already gives its days.
            PeriodKind::Range => String::new(),
            _ => words.official_form_days_line(from, last),
        },
        unit: (words.official_form_unit(), name_in(lang, &content.centre)),
        recipient: (words.official_form_recipient(), content.recipient.clone()),
        measure: words.official_form_measure(),
    }
}

/// The name of a period: one of the government's is named by the month, quarter or year in which it ends.
#[must_use]
pub fn period_name(lang: Lang, period: &Period) -> String {
    let calendar = match period.kind {
        PeriodKind::GovernmentMonth => PeriodKind::Month,
        PeriodKind::GovernmentQuarter => PeriodKind::Quarter,
        PeriodKind::GovernmentHalfYear => PeriodKind::HalfYear,
        PeriodKind::GovernmentYear => PeriodKind::Year,
        kind => kind,
    };
    let block = Period::of_kind(calendar, last_day(period));
    let block = block.filter(|_| calendar != period.kind);
    date::period(lang, &block.unwrap_or(*period))
}

/// The name of a period, with its days if the name does not contain them.
#[must_use]
pub(crate) fn period_title(lang: Lang, period: &Period) -> String {
    let name = period_name(lang, period);
    if name == date::period(lang, period) {
        return name;
    }
    let (from, last) = (short_date(period.from), short_date(last_day(period)));
    format!("{name} ({from} – {last})")
}

/// The notes under the table: how lines were combined, what counts as late, where column 6 differs from the sent report of the
/// period before, and whether it is signed.
#[must_use]
pub fn notes(
    lang: Lang,
    (content, axis): (&Content, Axis),
    stand: &SignatureState<'_>,
    (now, zone): (Instant, Tz),
) -> Vec<String> {
    let words = lang.words();
    let figures = content.cube.total().figures;
    let count = |value| number(lang, value);
    let paused = match content.folding.paused {
        PausedColumn::Within => words.official_form_folding_paused_12(count(figures.paused)),
        PausedColumn::OnTime => words.official_form_folding_paused_9(count(figures.paused)),
    };
    let gone = (count(figures.withdrawn), count(figures.ineligible));
    let ended = match content.folding.ended {
        EndedColumn::OnTime => words.official_form_folding_ended_9(gone.0, gone.1),
        EndedColumn::Early => words.official_form_folding_ended_8(gone.0, gone.1),
    };
    let rule = match content.rule {
        DeadlineRule::Instant => words.official_form_rule_instant(),
        DeadlineRule::Day => words.official_form_rule_day(),
    };
    let folding = format!(
        "{} {paused} {}",
        words.official_form_folding(),
        date::capitalised(&ended)
    );
    let carried = carried_note(lang, content, axis, zone);
    let state = stand_line(lang, stand, (now, zone));
    let linked = content
        .cube
        .has_linked()
        .then(|| words.official_form_linked());
    [Some(folding), Some(rule), carried, Some(state), linked]
        .into_iter()
        .flatten()
        .collect()
}

/// The note if column 6 differs from column 11 of the sent report of the period before: both figures and the difference, of the
/// total and line by line.
fn carried_note(lang: Lang, content: &Content, axis: Axis, zone: Tz) -> Option<String> {
    let words = lang.words();
    let sent_up = content.sent_up.as_ref()?;
    let lines = content.differences(sent_up, axis);
    if lines.is_empty() {
        return None;
    }
    let carried = content.cube.total().figures.carried;
    let total = words.official_form_carried_note(
        number(lang, carried),
        period_name(lang, &sent_up.period),
        moment(sent_up.at, zone),
        number(lang, sent_up.total()),
        difference(lang, sent_up.total(), carried),
    );
    let line = |line: &CarriedDifference| {
        words.official_form_carried_line(
            name_in(lang, &line.name),
            number(lang, line.carried),
            number(lang, line.open),
            difference(lang, line.open, line.carried),
        )
    };
    let told: Vec<String> = lines.iter().take(CARRIED_LINES_MAX).map(line).collect();
    let more = lines.len().saturating_sub(CARRIED_LINES_MAX);
    let more = (more > 0).then(|| words.official_form_carried_more(more));
    let lines = told.into_iter().chain(more).collect::<Vec<_>>().join("; ");
    Some(format!("{total} {lines}."))
}

/// The difference between two numbers: "+1", "−2", "0".
#[must_use]
pub(crate) fn difference(lang: Lang, was: u64, is: u64) -> String {
    let size = number(lang, was.abs_diff(is));
    match was.cmp(&is) {
        Ordering::Less => format!("+{size}"),
        Ordering::Equal => size,
        Ordering::Greater => format!("\u{2212}{size}"),
    }
}

fn stand_line(lang: Lang, stand: &SignatureState<'_>, (now, zone): (Instant, Tz)) -> String {
    let words = lang.words();
    let signed_line = |signed: &Signed| {
        words.official_form_signed_line(
            signed.name.clone(),
            moment(signed.at, zone),
            signed.fingerprint.clone(),
        )
    };
    match stand {
        SignatureState::Unsigned => words.official_form_now_line(moment(now, zone)),
        SignatureState::Signed(signed) => signed_line(signed),
        SignatureState::Superseded(signed) => {
            format!(
                "{} {}",
                signed_line(signed),
                words.official_form_superseded_line()
            )
        }
        SignatureState::Recounted(signed) => words.official_form_recounted_line(
            moment(now, zone),
            signed.name.clone(),
            moment(signed.at, zone),
        ),
        SignatureState::Part(agencies) => {
            let names: Vec<String> = agencies.iter().map(|name| name_in(lang, name)).collect();
            words.official_form_part_line(names.join(", "), moment(now, zone))
        }
    }
}

/// The signatories of the paper: the person who drew it up, and the head of the unit, each with the instruction for them.
#[must_use]
pub fn signers(lang: Lang) -> [(String, String); 2] {
    let words = lang.words();
    [
        (words.official_form_maker(), words.official_form_sign_hint()),
        (
            words.official_form_head_of_unit(),
            words.official_form_sign_seal_hint(),
        ),
    ]
}

/// The place for the date of the signatures.
#[must_use]
pub fn place_and_date(lang: Lang) -> String {
    lang.words().official_form_place_date()
}

/// The line of all.
#[must_use]
pub fn total_text(lang: Lang) -> String {
    lang.words().official_form_total()
}

/// The headings above a column (from 0), the widest first, in one line.
#[must_use]
pub fn column_name(lang: Lang, axis: Axis, column: usize) -> String {
    let over = HEAD
        .iter()
        .filter(|cell| (cell.column..cell.column + cell.columns).contains(&column));
    let texts: Vec<String> = over.map(|cell| head_text(lang, axis, cell.text)).collect();
    texts.join(", ")
}

/// The column of a cell, with its number.
#[must_use]
pub(crate) fn cell_title(lang: Lang, cell: &OfficialCell) -> String {
    let name = column_name(lang, cell.axis, cell.column - 1);
    lang.words().official_form_cell_column(cell.column, name)
}

/// The name of a cell's line, or its number where it has none; `None` for the line of totals.
#[must_use]
pub(crate) fn line_name(lang: Lang, cell: &OfficialCell, names: &Names) -> Option<String> {
    let line = cell.line?;
    let names = names.of(cell.axis);
    let known = names.into_iter().find(|(id, _)| *id == line);
    Some(known.map_or_else(|| line.to_string(), |(_, name)| name_in(lang, name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_is_past_is_told_with_its_distance() {
        let date = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap_or_default();
        let text = |today| send_by_text(Lang::Vi, date(5), date(today));
        assert_eq!(text(5), "05/11/2026");
        assert_eq!(text(7), "05/11/2026, đã quá 2 ngày");
    }

    #[test]
    fn a_column_is_named_by_its_heads() {
        let name = |column: usize| column_name(Lang::Vi, Axis::Field, column - 1);
        assert_eq!(name(6), "Số lượng hồ sơ tiếp nhận, Từ kỳ trước");
        assert_eq!(name(13), "Số lượng hồ sơ đang giải quyết, Quá hạn");
    }
}
