//! A work list that was read whole, in the order of one of its columns.

use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::worklist::{SortColumn, WorklistRow, WorklistSort};
use sanh_domain::language::Lang;
use sanh_domain::text::fold::folded;

use crate::model::dossier_row::what_of;
use crate::text::dossier::{colleague_name, named};

/// What a row is sorted by: whether it has nothing there, a number, and a text without and with its diacritics.
type Key = (bool, i64, String, String);

/// Sorts rows; those that are alike stay in the order they came in.
pub(super) fn sort(rows: &mut [WorklistRow], by: WorklistSort, lang: Lang, office: &Office) {
    rows.sort_by_cached_key(|row| key(row, by.column, lang, office));
    if by.is_reversed {
        rows.reverse();
    }
}

fn key(row: &WorklistRow, column: SortColumn, lang: Lang, office: &Office) -> Key {
    let dossier = &row.dossier;
    let text = |text: String| (text.is_empty(), 0, folded(&text), text);
    let number = |number: Option<i64>| {
        let is_none = number.is_none();
        let number = number.unwrap_or_default();
        (is_none, number, String::new(), String::new())
    };
    match column {
        SortColumn::Due => number(dossier.due_at.map(|at| at.timestamp_millis())),
        SortColumn::Received => number(dossier.received_at.map(|at| at.timestamp_millis())),
        SortColumn::Status => number(Some(dossier.status.code().into())),
        SortColumn::Code => text(dossier.code.to_string()),
        SortColumn::Procedure => text(what_of(lang, office, dossier)),
        SortColumn::Agency => {
            let agency = office.agencies.iter().find(|it| it.id == dossier.agency);
            text(agency.map_or_else(String::new, |it| named(lang, &it.name)))
        }
        SortColumn::Assignee => {
            let assignee = dossier.assignee.as_deref().unwrap_or_default();
            text(colleague_name(office, assignee).to_owned())
        }
    }
}
