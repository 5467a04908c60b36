//! Kept views and exports, over the store.

use std::sync::Arc;

use async_trait::async_trait;
use sanh_app::account::model::Caller;
use sanh_app::error::AppError;
use sanh_app::report::view::model::{Cell, Export, SavedView};
use sanh_app::report::view::port::ViewPort;

use super::admin::fault;
use crate::clock::Clock;
use crate::live::store_source::OpenStore;
use crate::store::{By, Store};

/// What a formula begins with in a spreadsheet's eyes, the forms of full width included.
const FORMULA: [char; 8] = [
    '=', '+', '-', '@', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}',
];
/// By this a spreadsheet knows that a file is UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Kept views of a store that may still be opening.
pub struct Views {
    store: OpenStore,
    clock: Arc<dyn Clock>,
}

impl Views {
    /// Those of a store.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    fn store(&self) -> Result<Arc<Store>, AppError> {
        self.store.borrow().clone().ok_or(AppError::Unavailable)
    }
}

#[async_trait]
impl ViewPort for Views {
    async fn views(&self, caller: &Caller) -> Result<Vec<SavedView>, AppError> {
        let views = self.store()?.saved_views(caller.person.id).await;
        views.map_err(fault)
    }

    async fn keep(&self, caller: &Caller, name: &str, query: &str) -> Result<bool, AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let (name, query) = (name.to_owned(), query.to_owned());
        let kept = store.keep_view(caller.person.id, name, query, By::from(caller), now);
        kept.await.map_err(fault)
    }

    async fn remove(&self, caller: &Caller, id: i64) -> Result<(), AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let removed = store.remove_view(caller.person.id, id, By::from(caller), now);
        if removed.await.map_err(fault)? {
            Ok(())
        } else {
            Err(AppError::NotFound)
        }
    }

    async fn csv(&self, caller: &Caller, export: Export) -> Result<Vec<u8>, AppError> {
        let bytes = written(&export.rows).map_err(|error| {
            tracing::error!(%error, "a table cannot be written as CSV");
            AppError::Internal
        })?;
        let (store, now) = (self.store()?, self.clock.now());
        let noted = store.note_export(export.subject, By::from(caller), now);
        noted.await.map_err(fault)?;
        Ok(bytes)
    }
}

fn written(rows: &[Vec<Cell>]) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = BYTE_ORDER_MARK.to_vec();
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut bytes);
    for row in rows {
        writer.write_record(row.iter().map(text))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) if is_formula(text) => format!("'{text}"),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Tenths(tenths) => format!("{}.{}", tenths / 10, tenths % 10),
        Cell::Nothing => String::new(),
    }
}

/// Blanks before it hide a formula from us, and from no spreadsheet.
fn is_formula(text: &str) -> bool {
    let is_blank = |letter: char| letter.is_whitespace() || letter.is_control();
    text.starts_with(['\t', '\r', '\n']) || text.trim_start_matches(is_blank).starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_cell_that_begins_like_a_formula_is_made_a_text() {
        let cell = |text: &str| Cell::Text(text.to_owned());
        let row = vec![
            cell("=HYPERLINK(\"x\")"),
            cell(" @a"),
            cell("-1"),
            cell("a, \"b\""),
            Cell::Tenths(987),
            Cell::Number(12),
            Cell::Nothing,
        ];
        let bytes = written(&[row]).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(
            text.trim_start_matches('\u{feff}'),
            "\"'=HYPERLINK(\"\"x\"\")\",' @a,'-1,\"a, \"\"b\"\"\",98.7,12,\r\n"
        );
    }
}
