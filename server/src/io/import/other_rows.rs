//! Recognises rows that are no dossiers: totals, signatures, the numbers of columns, a repeated header. They are left out and
//! listed in the report.

use sanh_domain::dossier::{CodeRule, DossierCode};
use sanh_domain::text::name::{composed, name_key};

use super::cell::{Cell, Row};
use super::column_positions::ColumnPositions;
use super::mapping::Mapping;
use super::moment::FileMoment;

/// Beginnings of a row of totals (ours).
const TOTALS: [&str; 6] = ["tổng", "cộng", "total", "subtotal", "grand total", "sum"];

/// Separates the rows of the table from the text around it.
#[derive(Clone, Debug)]
pub struct TableRows {
    mapping: Mapping,
    header: Vec<String>,
    code: usize,
    dates: Vec<usize>,
    words: Vec<(usize, Vec<String>)>,
    names: [[Option<usize>; 2]; 2],
}

impl TableRows {
    /// For the columns found under a header.
    pub fn new(mapping: &Mapping, header: &[String], places: &ColumnPositions) -> Self {
        let keys =
            |words: &mut dyn Iterator<Item = &String>| words.map(|word| name_key(word)).collect();
        let words = [
            places
                .channel
                .map(|place| (place, keys(&mut mapping.channels.keys()))),
            places
                .status
                .map(|place| (place, keys(&mut mapping.statuses.keys()))),
        ];
        Self {
            mapping: mapping.clone(),
            header: header.iter().map(|name| name_key(name)).collect(),
            code: places.code,
            dates: places.dates().collect(),
            words: words.into_iter().flatten().collect(),
            names: [places.agency, places.field],
        }
    }

    /// Whether a row is a dossier's, valid or not: it has a code or something like one, or what only a dossier has.
    pub fn has(&self, row: &Row) -> bool {
        let code = text_at(row, self.code);
        let rule = self.mapping.code_rule.rule();
        let is_code = DossierCode::with_rule(&code, &rule).is_ok();
        if is_code && rule == CodeRule::Vietnamese {
            return true;
        }
        if self.is_header_again(row) || is_numbers_of_columns(row) {
            return false;
        }
        let is_like_one = !code.contains(' ') && code.contains(|sign: char| sign.is_ascii_digit());
        ((is_code || is_like_one) && !is_total(row)) || self.has_facts(row)
    }

    /// Whether it has a date, a known word, or both an agency and a field.
    fn has_facts(&self, row: &Row) -> bool {
        let is_date = |place: &usize| {
            let cell = row.cells.get(*place);
            cell.is_some_and(|cell| FileMoment::of(cell, &self.mapping).is_ok())
        };
        let is_word = |(place, words): &(usize, Vec<String>)| {
            words.contains(&name_key(&text_at(row, *place)))
        };
        let is_named = |places: &[Option<usize>; 2]| {
            let mut given = places.iter().flatten();
            given.any(|place| !text_at(row, *place).is_empty())
        };
        self.dates.iter().any(is_date)
            || self.words.iter().any(is_word)
            || self.names.iter().all(is_named)
    }

    fn is_header_again(&self, row: &Row) -> bool {
        let mut filled = (0..row.cells.len())
            .map(|place| (place, name_key(&text_at(row, place))))
            .filter(|(_, text)| !text.is_empty())
            .peekable();
        filled.peek().is_some() && filled.all(|(place, text)| self.header.get(place) == Some(&text))
    }
}

/// Whether it is "(1) (2) (3) …" under the names of the columns, as on official forms.
fn is_numbers_of_columns(row: &Row) -> bool {
    let texts: Vec<(usize, String)> = (0..row.cells.len())
        .map(|place| (place, text_at(row, place)))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let is_number = |(place, text): &(usize, String)| {
        text.trim_matches(['(', ')', '[', ']']) == (place + 1).to_string()
    };
    texts.len() > 1 && texts.iter().all(is_number)
}

fn is_total(row: &Row) -> bool {
    let first = (0..row.cells.len())
        .map(|place| text_at(row, place))
        .find(|text| !text.is_empty());
    let first = name_key(&first.unwrap_or_default());
    TOTALS.iter().any(|total| {
        let rest = first.strip_prefix(total);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

fn text_at(row: &Row, place: usize) -> String {
    composed(&row.cells.get(place).map(Cell::shown).unwrap_or_default())
}
